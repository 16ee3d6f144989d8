import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { isOver, JobCard, jobsWords } from './job-card.tsx';
import css from './jobs.module.css';

const ASK_MS = 800;

/** A job just put down, watched where it was put down; it goes on when nobody watches. */
export function StartedJob({
  id,
  n,
  onClose,
}: {
  readonly id: string;
  readonly n: number;
  readonly onClose: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(jobsWords);
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['job', id],
    queryFn: ({ signal }) => call(calls.jobStatus, { id }, { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isOver(state.data) ? false : ASK_MS,
  });
  const over = data !== undefined && isOver(data);
  useEffect(() => {
    if (!over) return;
    void queries.invalidateQueries({ queryKey: ['entries'] });
    void queries.invalidateQueries({ queryKey: ['work'] });
    void queries.invalidateQueries({ queryKey: ['voices'] });
  }, [over, queries]);
  return (
    <div className={css['page']}>
      <p>{r.started(exact(n))}</p>
      {data !== undefined && <JobCard job={data} />}
      {!over && <p className={css['sub']}>{r.leave}</p>}
      <p className={css['acts']}>
        <Button look="primary" onClick={onClose}>
          {r.close}
        </Button>
        <Link to="/jobs">{r.all}</Link>
      </p>
    </div>
  );
}
