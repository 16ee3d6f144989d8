import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import { cx } from '#web/kit/cx.ts';
import { Skeleton, Spoken } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { importingWords } from './importing-words.ts';
import css from './import.module.css';
import { Mapping } from './mapping.tsx';
import { Preview } from './preview.tsx';
import { Done } from './done.tsx';

export type Batch = Answer<typeof calls.readImport>;

const POLL_MS = 700;

/** One import, step by step: which column is what, what would come of it, and then the doing. It may be left and found again. */
export function BatchPage(): ReactElement {
  const words = useWords();
  const { w } = words;
  const r = useRoomWords(importingWords);
  const { id } = useParams({ from: '/inside/import/$id' });
  const queries = useQueryClient();
  const [job, setJob] = useState<string>();
  const [mapAgain, setMapAgain] = useState(false);
  const key = ['imports', id];
  const {
    data: batch,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(calls.readImport, { id }, { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? POLL_MS * 2 : false),
  });
  const working = useJob(job, batch?.job, () => {
    setJob(undefined);
    setMapAgain(false);
    void queries.invalidateQueries({ queryKey: ['imports'] });
    void queries.invalidateQueries({ queryKey: ['entries'] });
  });
  useEffect(() => {
    document.title = `${batch?.name ?? r.title} · ${w.app.name}`;
  }, [batch?.name, w]);
  const step = batch === undefined ? undefined : stepOf(batch, mapAgain);
  const steps = useFocusOn(step, working !== undefined);
  if (batch === undefined || step === undefined)
    return error === null ? (
      <Skeleton rows={8} page={r.title} />
    ) : (
      <ProblemState page error={error} retry={() => void refetch()} />
    );
  const { summary } = batch;
  const { exact } = words;
  return (
    <div className={cx(css['page'], css['wide'])}>
      <header>
        <h1>{batch.name}</h1>
        <ol className={css['steps']} ref={steps}>
          {[r.step1, r.step2, r.step3, r.step4].map((name, i) => (
            <li
              key={name}
              className={cx(i < step && css['past'], i === step && css['now'])}
              aria-current={i === step ? 'step' : undefined}
              tabIndex={i === step ? -1 : undefined}
            >
              {name}
            </li>
          ))}
        </ol>
        <Spoken>
          {working !== undefined
            ? r.working
            : step === 2 &&
              summary !== undefined &&
              `${exact(summary.ready)} ${r.ready} ${exact(summary.faulty)} ${r.faulty}`}
        </Spoken>
      </header>
      {working !== undefined && <Working done={working.done} total={working.total} />}
      {working === undefined && step === 1 && (
        <Mapping
          key={batch.sheet}
          batch={batch}
          onBatch={(next) => queries.setQueryData(key, next)}
          onJob={setJob}
        />
      )}
      {working === undefined && step === 2 && (
        <Preview batch={batch} onJob={setJob} onMap={() => setMapAgain(true)} />
      )}
      {working === undefined && step === 3 && <Done batch={batch} />}
    </div>
  );
}

/**
 * A step takes its buttons along when it ends, and with them the focus: the next one is told of. Whoever has gone
 * elsewhere while it was worked on stays there.
 */
function useFocusOn(
  step: number | undefined,
  working: boolean,
): RefObject<HTMLOListElement | null> {
  const steps = useRef<HTMLOListElement>(null);
  const before = useRef<number>(undefined);
  useEffect(() => {
    const begun = before.current !== undefined;
    before.current = step;
    const at = document.activeElement;
    if (begun && (at === document.body || steps.current?.contains(at) === true))
      steps.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  }, [step, working]);
  return steps;
}

function stepOf(batch: Batch, mapAgain: boolean): number {
  if (batch.state === 'done' || batch.state === 'running') return 3;
  if (batch.state === 'previewed' && !mapAgain && batch.summary !== undefined) return 2;
  return 1;
}

/**
 * How far a job has come, until it has ended: the one just put down here, else the one that the batch was
 * left with, which may have ended long ago.
 */
function useJob(
  own: string | undefined,
  left: string | undefined,
  onEnd: () => void,
): { readonly done: number; readonly total: number | undefined } | undefined {
  const job = own ?? left;
  const { data } = useQuery({
    queryKey: ['job', job],
    queryFn: ({ signal }) => call(calls.jobStatus, { id: job ?? '' }, { signal }),
    enabled: job !== undefined,
    refetchInterval: ({ state }) => (hasEnded(state.data) ? false : POLL_MS),
  });
  const ended = hasEnded(data);
  useEffect(() => {
    if (job !== undefined && ended) onEnd();
    // Ends once per job.
  }, [job, ended]);
  if (ended || (data === undefined && own === undefined)) return undefined;
  return { done: data?.done ?? 0, total: data?.total };
}

function hasEnded(job: Answer<typeof calls.jobStatus> | undefined): boolean {
  return job?.state === 'done' || job?.state === 'failed' || job?.state === 'cancelled';
}

function Working({
  done,
  total,
}: {
  readonly done: number;
  readonly total: number | undefined;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(importingWords);
  return (
    <section className={css['card']}>
      <p>{r.working}</p>
      <progress
        className={css['progress']}
        aria-label={r.working}
        max={total}
        value={total === undefined ? undefined : done}
      />
      {total !== undefined && <p className={css['sub']}>{`${exact(done)} / ${exact(total)}`}</p>}
    </section>
  );
}
