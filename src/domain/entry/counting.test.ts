import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { TASK_STATES } from '#domain/task/lifecycle.ts';
import { type CountKey, countChanges, tallyOf } from './counting.ts';

const KEY: CountKey = {
  orgPath: '1.2.',
  campaignId: 'a',
  kind: 'problem',
  category: 'x',
  state: 'listed',
};
const OTHER = {
  orgPath: '1.3.',
  campaignId: 'b',
  kind: 'task',
  category: 'y',
  state: 'merged',
} as const;
const STATES = [...new Set([...PROBLEM_STATES, ...TASK_STATES, 'merged' as const])];

test('whatever of an entry changes, it leaves the one count and enters the other; else nothing does', () => {
  expect(countChanges(undefined, KEY)).toEqual([{ ...KEY, n: 1 }]);
  expect(countChanges(KEY, { ...KEY })).toEqual([]);
  for (const name of Object.keys(KEY) as (keyof CountKey)[]) {
    const after = { ...KEY, [name]: OTHER[name] };
    expect(countChanges(KEY, after)).toEqual([
      { ...KEY, n: -1 },
      { ...after, n: 1 },
    ]);
  }
});

/** Under which figures a reader finds an entry of each state. */
const FIGURES: Record<(typeof STATES)[number], readonly string[]> = {
  raised: [],
  screened: [],
  not_listed: [],
  draft: [],
  dropped: [],
  merged: ['merged'],
  superseded: ['superseded'],
  listed: ['listed'],
  assigned: ['listed'],
  accepted: ['listed'],
  underway: ['listed'],
  blocked: ['listed'],
  cancelled: ['listed', 'cancelled'],
  delivered: ['listed', 'claimed'],
  closed: ['listed', 'claimed', 'closed'],
  accepted_done: ['listed', 'claimed', 'closed'],
};

test('each state counts where a reader looks for it: cancelled in the denominator, merged in none', () => {
  const counts = fc.array(
    fc.record({ state: fc.constantFrom(...STATES), n: fc.integer({ min: -3, max: 9 }) }),
  );
  fc.assert(
    fc.property(counts, (all) => {
      const sum = (figure: string): number =>
        all.reduce((n, one) => n + (FIGURES[one.state].includes(figure) ? one.n : 0), 0);
      expect(tallyOf(all)).toEqual({
        listed: sum('listed'),
        claimed: sum('claimed'),
        closed: sum('closed'),
        cancelled: sum('cancelled'),
        merged: sum('merged'),
        superseded: sum('superseded'),
      });
    }),
  );
  for (const state of STATES)
    for (const [figure, n] of Object.entries(tallyOf([{ state, n: 1 }])))
      expect([state, figure, n]).toEqual([state, figure, Number(FIGURES[state].includes(figure))]);
});
