import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Note } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { roomWords, useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import css from './jobs.module.css';

export const jobsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/jobs-zh.ts')).jobsZh,
  en: async () => (await import('#web/words/rooms/jobs-en.ts')).jobsEn,
});

export type Job = Answer<typeof calls.jobStatus>;

export function isOver(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** What a bulk move tells at its end. */
interface BulkOutcome {
  readonly moved: number;
  readonly refused: number;
  readonly refusals: readonly { readonly no: string; readonly zh: string; readonly en: string }[];
}

/** Where what was refused is found by its number. */
const LISTED: Readonly<Record<string, string>> = {
  'bulk-move': '/problems',
  'answer-voices': '/voices',
};

function outcomeOf({ kind, result }: Job): BulkOutcome | undefined {
  return Object.hasOwn(LISTED, kind) && result !== undefined && typeof result['moved'] === 'number'
    ? (result as unknown as BulkOutcome)
    : undefined;
}

const TONE = {
  waiting: 'ochre',
  running: 'azure',
  cancelling: 'ochre',
  done: 'malachite',
  failed: 'cinnabar',
  cancelled: 'ink',
} as const;

/** One job: how far, what came of it, and each entry that was refused with its reason. */
export function JobCard({ job }: { readonly job: Job }): ReactElement {
  const { exact, moment } = useWords();
  const r = useRoomWords(jobsWords);
  const outcome = outcomeOf(job);
  return (
    <div className={css['job']}>
      <p className={css['head']}>
        <strong>{r.kind[job.kind] ?? r.other}</strong>
        <Tag tone={TONE[job.state]}>{r.state[job.state]}</Tag>
        <span className={css['sub']}>{moment(job.createdAt)}</span>
        {!isOver(job) && <Stop job={job} />}
      </p>
      {!isOver(job) && (
        <p className={css['bar']} role="status">
          <progress
            aria-label={r.state[job.state]}
            max={job.total}
            value={job.total === undefined ? undefined : job.done}
          />
          {job.total !== undefined && r.progress(exact(job.done), exact(job.total))}
        </p>
      )}
      {outcome !== undefined && (
        <p role="status">{r.outcome(exact(outcome.moved), exact(outcome.refused))}</p>
      )}
      {job.error !== undefined && <Note tone="cinnabar">{job.error}</Note>}
      {outcome !== undefined && outcome.refused > 0 && (
        <Refusals outcome={outcome} list={LISTED[job.kind] ?? '/'} />
      )}
    </div>
  );
}

function Refusals({
  outcome,
  list,
}: {
  readonly outcome: BulkOutcome;
  readonly list: string;
}): ReactElement {
  const { lang, exact } = useWords();
  const r = useRoomWords(jobsWords);
  const hidden = outcome.refused - outcome.refusals.length;
  return (
    <details className={css['refusals']} open={outcome.refused <= 10}>
      <summary>{r.refusals}</summary>
      <ul>
        {outcome.refusals.map((one, i) => (
          // Refusals are only ever added at the end.
          <li key={i}>
            <a href={`${list}?text=${encodeURIComponent(one.no)}`}>{one.no}</a>　{one[lang]}
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={css['sub']}>{r.more(exact(hidden))}</p>}
    </details>
  );
}

function Stop({ job }: { readonly job: Job }): ReactElement {
  const r = useRoomWords(jobsWords);
  const queries = useQueryClient();
  const act = useAct((key) => call(calls.cancelJob, { id: job.id }, { key }));
  return (
    <>
      <Button
        look="quiet"
        busy={act.busy}
        disabled={job.state === 'cancelling'}
        title={r.stopHint}
        onClick={() => {
          void act.run().then(async () => {
            await queries.invalidateQueries({ queryKey: ['jobs'] });
            await queries.invalidateQueries({ queryKey: ['job', job.id] });
          });
        }}
      >
        {r.stop}
      </Button>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
    </>
  );
}
