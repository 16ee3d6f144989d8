import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { type CountKey, tallyOf } from './counting.ts';
import { checkMeasures, flowChanges, weekOf } from './flow.ts';

test('a week begins on Monday, over the turn of a year too', () => {
  expect(weekOf('2026-11-22')).toBe('2026-11-16');
  expect(weekOf('2026-11-23')).toBe('2026-11-23');
  expect(weekOf('2027-01-01')).toBe('2026-12-28');
});

const key: fc.Arbitrary<CountKey> = fc.record({
  orgPath: fc.constantFrom('1.2.', '1.3.'),
  campaignId: fc.constantFrom('a', 'b'),
  kind: fc.constant('problem' as const),
  category: fc.constantFrom('x', 'y'),
  state: fc.constantFrom(...PROBLEM_STATES, 'merged' as const),
});

test('whatever an entry goes through, its flows sum to what it counts for now, at its place and nowhere else', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 12 }), (life) => {
      const sums = new Map<string, number>();
      for (const [i, after] of life.entries())
        for (const { orgPath, campaignId, measure, n } of flowChanges(life[i - 1], after)) {
          const at = `${orgPath} ${campaignId} ${measure}`;
          sums.set(at, (sums.get(at) ?? 0) + n);
        }
      const last = life.at(-1);
      if (last === undefined) throw new Error('a life has an end');
      const now = tallyOf([{ state: last.state, n: 1 }]);
      const here = `${last.orgPath} ${last.campaignId}`;
      for (const [at, n] of sums)
        expect(n).toBe(
          at === `${here} listed` ? now.listed : at === `${here} closed` ? now.closed : 0,
        );
      expect(sums.get(`${here} listed`) ?? 0).toBe(now.listed);
    }),
  );
});

test('only checks by others, and only those that could tell, are counted', () => {
  expect(checkMeasures('superior', 'confirmed')).toEqual([]);
  expect(checkMeasures('sampled', 'cannot_verify')).toEqual([]);
  expect(checkMeasures('independent', 'partly')).toEqual(['checked']);
  expect(checkMeasures('sampled', 'confirmed')).toEqual(['checked', 'upheld']);
});
