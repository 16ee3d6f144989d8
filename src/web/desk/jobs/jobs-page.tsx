import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { isOver, JobCard, jobsWords } from './job-card.tsx';
import css from './jobs.module.css';

const ASK_MS = 1500;

/** 我的作业: what goes on in the background, to be left and come back to. */
export function JobsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(jobsWords);
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => call(calls.listJobs, { limit: 50 }, { signal }),
    refetchInterval: ({ state }) => (state.data?.jobs.every(isOver) === true ? false : ASK_MS),
  });
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={6} page={r.title} />
    ) : (
      <ProblemState page error={error} retry={() => void refetch()} />
    );
  return (
    <div className={css['page']}>
      <h1>{r.title}</h1>
      <p className={css['sub']}>{r.lead}</p>
      {data.jobs.length === 0 && <Empty title={r.empty} />}
      <ul className={css['list']}>
        {data.jobs.map((job) => (
          <li key={job.id}>
            <JobCard job={job} />
          </li>
        ))}
      </ul>
    </div>
  );
}
