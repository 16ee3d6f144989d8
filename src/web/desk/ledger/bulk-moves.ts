import type * as moves from '#contract/entry-moves.ts';
import type { EntryKind, EntryState } from '#domain/entry/entry.ts';
import { PROBLEM_LIFE } from '#domain/problem/lifecycle.ts';
import { TASK_LIFE } from '#domain/task/lifecycle.ts';

export type BulkMove = (typeof moves.BULK_MOVES)[number];

/** Moves that may be made on many at once, in the order of an entry's life. `calls.test.ts` holds them to the contract. */
export const BULK_MOVES: readonly BulkMove[] = [
  'screen',
  'list',
  'not_list',
  'assign',
  'issue',
  'accept',
  'recall',
  'appoint',
];

const LIFE = { problem: PROBLEM_LIFE, task: TASK_LIFE } as const;

/** The states that a move is open in, of those that are asked for: on the others it cannot come about. */
export function statesFor(move: BulkMove, kind: EntryKind, asked: unknown): readonly EntryState[] {
  const wanted: readonly unknown[] | undefined = Array.isArray(asked) ? asked : undefined;
  return (Object.entries(LIFE[kind]) as [EntryState, object][])
    .filter(([state, moves]) => move in moves && (wanted === undefined || wanted.includes(state)))
    .map(([state]) => state);
}
