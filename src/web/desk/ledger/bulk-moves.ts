import type * as moves from '#contract/entry-moves.ts';

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
