import { expect, test } from 'vitest';
import { formulaOn, RATE_FORMULAS, type RatedCase, ratesOf } from './rates.ts';

const formula = { ...formulaOn('2026-05-22'), least: 5 };

function one(given: Partial<RatedCase> = {}): RatedCase {
  return {
    state: 'rated',
    dueOn: '2026-05-10',
    answeredOn: '2026-05-09',
    withdrawn: false,
    rating: { contacted: true, solved: true, level: 5 },
    ...given,
  };
}
const rating = (level: number, solved: boolean) => ({ contacted: true, solved, level });

test('golden: ten voices, worked out by hand', () => {
  const cases: RatedCase[] = [
    one(),
    one({ rating: rating(4, true) }),
    one({ rating: rating(3, true) }),
    one({ rating: rating(2, false), answeredOn: '2026-05-11' }),
    one({ rating: rating(1, false) }),
    one({ state: 'answered', rating: undefined }),
    one({ state: 'handling', rating: undefined, answeredOn: undefined }),
    one({ state: 'handling', rating: undefined, answeredOn: undefined, dueOn: '2026-06-01' }),
    one({ state: 'dismissed', rating: undefined, answeredOn: undefined }),
    one({ state: 'ended', withdrawn: true, rating: undefined, answeredOn: undefined }),
  ];
  const rates = ratesOf(cases, '2026-05-22', formula);
  // Answered in time 5 of the 7 that are answered or overdue.
  expect(rates.response).toEqual({
    n: 5,
    of: 7,
    value: 5 / 7,
    excluded: { not_due: 1, dismissed: 1, withdrawn: 1 },
  });
  expect(rates.solved).toMatchObject({ n: 3, of: 5, value: 0.6 });
  // 1 + 1 + 0.9 + 0 + 0 of 5.
  expect(rates.satisfied).toMatchObject({ n: 2.9, of: 5, value: 0.58 });
  expect(rates.satisfied.excluded).toEqual({ not_rated: 3, dismissed: 1, withdrawn: 1 });
});

test('what was never answered and is overdue lowers the rate; too few give none, and none is not 0', () => {
  const late = one({ answeredOn: undefined, state: 'handling', rating: undefined });
  expect(ratesOf([one(), one(), one(), one(), late], '2026-05-22', formula).response.value).toBe(
    0.8,
  );
  const few = ratesOf([one(), late], '2026-05-22', formula);
  expect([few.response.value, few.solved.value]).toEqual([undefined, undefined]);
  expect(few.response.of).toBe(2);
});

test('a formula holds from its day on', () => {
  const [first] = RATE_FORMULAS;
  if (first === undefined) throw new Error('no formula');
  const second = { ...first, version: 2, from: '2026-07-01' };
  expect(formulaOn('2026-06-30', [first, second]).version).toBe(1);
  expect(formulaOn('2026-07-01', [first, second]).version).toBe(2);
});
