import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from './wilson.ts';

// Checked against R and statsmodels.
test.each([
  [81, 263, 0.255289, 0.36621],
  [15, 148, 0.062386, 0.160487],
  [0, 20, 0, 0.161125],
  [1, 29, 0.006113, 0.171755],
  [370, 400, 0.894952, 0.946962],
  [400, 400, 0.990488, 1],
])('%i of %i', (hits, n, low, high) => {
  const found = wilson(hits, n);
  expect(found?.low).toBeCloseTo(low, 6);
  expect(found?.high).toBeCloseTo(high, 6);
});

test('nothing drawn says nothing', () => {
  expect(wilson(0, 0)).toBeUndefined();
});

test('the interval holds the share, lies in 0–1 and narrows with more of the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (n, drawn) => {
      const hits = Math.min(drawn, n);
      const one = wilson(hits, n);
      const ten = wilson(hits * 10, n * 10);
      if (one === undefined || ten === undefined) throw new Error('a sample was drawn');
      expect(one.low).toBeLessThanOrEqual(one.share + 1e-12);
      expect(one.high).toBeGreaterThanOrEqual(one.share - 1e-12);
      expect(one.low).toBeGreaterThanOrEqual(0);
      expect(one.high).toBeLessThanOrEqual(1);
      expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
    }),
  );
});
