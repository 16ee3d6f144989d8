import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COUNTED, type Counted, countsAs } from './counted.ts';
import { VOICE_STATES } from './lifecycle.ts';
import { formulaOn, type RatedCase, ratesOf } from './rates.ts';

const TODAY = '2026-05-22';
const days = fc.option(fc.constantFrom('2026-05-21', TODAY, '2026-05-23'), { nil: undefined });
const ratings = fc.option(
  fc.record({
    contacted: fc.boolean(),
    solved: fc.boolean(),
    level: fc.integer({ min: 1, max: 5 }),
  }),
  { nil: undefined },
);
const cases = fc.record({
  state: fc.constantFrom(...VOICE_STATES),
  dueOn: days,
  answeredOn: days,
  withdrawn: fc.boolean(),
  rating: ratings,
});
const is = (one: RatedCase, what: Counted): boolean => countsAs(one, what, TODAY);

test('what a figure of the three rates opens is as many as the figure says', () => {
  fc.assert(
    fc.property(fc.array(cases, { maxLength: 40 }), (all) => {
      const n = (what: Counted): number => all.filter((one) => is(one, what)).length;
      const { response, solved, satisfied } = ratesOf(all, TODAY, formulaOn(TODAY));
      expect([n('in_time'), n('due')]).toEqual([response.n, response.of]);
      expect([n('solved'), n('rated')]).toEqual([solved.n, solved.of]);
      expect(n('rated')).toBe(satisfied.of);
      expect({
        dismissed: n('dismissed'),
        withdrawn: n('withdrawn'),
        not_due: n('not_due'),
      }).toEqual({ dismissed: 0, withdrawn: 0, not_due: 0, ...response.excluded });
      expect(n('not_rated')).toBe(solved.excluded.not_rated ?? 0);
    }),
  );
});

test('every case is in one part of each division, and in no second', () => {
  const divisions: readonly (readonly Counted[])[] = [
    ['dismissed', 'withdrawn', 'not_due', 'in_time', 'late'],
    ['dismissed', 'withdrawn', 'not_rated', 'solved', 'unsolved'],
    ['dismissed', 'withdrawn', 'not_rated', 'satisfied', 'dissatisfied'],
  ];
  expect(new Set([...divisions.flat(), 'due', 'rated'])).toEqual(new Set(COUNTED));
  fc.assert(
    fc.property(cases, (one) => {
      for (const parts of divisions) expect(parts.filter((what) => is(one, what))).toHaveLength(1);
    }),
  );
});

test('基本满意 is satisfied, 不满意 is not', () => {
  const rated = (level: number): RatedCase => ({
    state: 'rated',
    dueOn: undefined,
    answeredOn: TODAY,
    withdrawn: false,
    rating: { contacted: true, solved: true, level },
  });
  expect([1, 2, 3, 4, 5].map((level) => is(rated(level), 'satisfied'))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
