import type { Found } from '#web/kit/combobox.tsx';
import type { Answer, Input } from '../api/call.ts';
import type { documentCalls } from './document-calls.ts';
import type { Candidate, Reading } from './reading-model.ts';

type Leads = Answer<typeof documentCalls.suggestLeads>;
export type Group = Leads['groups'][number];
export type Suggestion = Group['leads'][number];
export type Settling = Input<typeof documentCalls.assignCandidates>['groups'];

/** What a person has chosen for a heading; nothing is settled before he confirms it. */
export interface Choice {
  readonly lead: Found | undefined;
  readonly co: readonly Found[];
  /** For the tasks of the heading that have none. */
  readonly due: string;
}

export function candidatesById({ sentences }: Reading): ReadonlyMap<string, Candidate> {
  return new Map(sentences.flatMap(({ candidates }) => candidates.map((one) => [one.id, one])));
}

/** So far ahead of the next must a unit be to stand chosen, when no duty list and no sentence names it. */
const AHEAD = 1.15;

/** What is clearly proposed stands chosen, for a person to confirm or change; of two alike neither does. */
export function firstChoice({ leads: [first, second] }: Group): Choice {
  const isWritten = first?.reasons.some(({ kind }) => kind === 'named' || kind === 'duty');
  const isAhead = second === undefined || (first?.score ?? 0) >= AHEAD * second.score;
  return { lead: isWritten === true || isAhead ? first?.unit : undefined, co: [], due: '' };
}

/** Has the task no deadline yet? */
export function isUndated({ task }: Candidate): boolean {
  return (task?.deadline?.kind ?? 'none') === 'none';
}

/**
 * What is sent for a heading: tasks that name their unit themselves go to that one, undated ones get the
 * day chosen here, else the one chosen for all.
 */
export function settlingOf(
  group: Group,
  { lead, co, due }: Choice,
  known: ReadonlyMap<string, Candidate>,
  dueForAll = '',
): Settling {
  const day = due === '' ? dueForAll : due;
  return group.candidates.flatMap(({ id, version }): Settling => {
    const now = known.get(id);
    const named = group.named.find((one) => one.candidate === id);
    const unit = named?.lead?.unit.id ?? lead?.id;
    if (unit === undefined) return [];
    const beside =
      named?.lead === undefined ? co.map((one) => one.id) : named.co.map((one) => one.unit.id);
    const isDated = now !== undefined && !isUndated(now);
    return [
      {
        candidates: [{ id, version: now?.version ?? version }],
        lead: unit,
        co: [...new Set(beside)].filter((one) => one !== unit),
        ...(day === '' || isDated ? {} : { deadline: { kind: 'date' as const, on: day } }),
      },
    ];
  });
}
