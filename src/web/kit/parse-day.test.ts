import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween, parseDay } from './parse-day.ts';

const TODAY = '2026-11-22';

test.each([
  ['2026-5-22', '2026-05-22'],
  ['2026年5月22日', '2026-05-22'],
  ['２０２６．５．２２', '2026-05-22'],
  ['20260522', '2026-05-22'],
  ['12.31', '2026-12-31'],
  ['10月8日', '2026-10-08'],
  ['5.22', '2027-05-22'],
  ['12月底', '2026-12-31'],
  ['2027年2月末', '2027-02-28'],
  ['+7', '2026-11-29'],
  ['明天', '2026-11-23'],
])('%s is %s', (text, day) => {
  expect(parseDay(text, TODAY)).toBe(day);
});

test.each(['', '2026-02-30', '13.1', '13月底', '5', 'soon', '0026-01-01'])(
  '%j is no day',
  (text) => {
    expect(parseDay(text, TODAY)).toBeUndefined();
  },
);

test('a day that is written out is read back, and adding days counts them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -3000, max: 3000 }), (n) => {
      const day = addDays(TODAY, n);
      expect(parseDay(day, TODAY)).toBe(day);
      expect(daysBetween(TODAY, day)).toBe(n);
    }),
  );
});
