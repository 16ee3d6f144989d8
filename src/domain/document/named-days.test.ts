import { expect, test } from 'vitest';
import { dueDate } from './period.ts';

test.each([
  ['国庆节前', '2026-09-30'],
  ['五一前', '2026-04-30'],
  ['2027年元旦前', '2026-12-31'],
  ['元旦前', '2026-12-31'],
  ['明年七一前', '2027-06-30'],
  ['春节前', undefined],
  ['2027年春节前', undefined],
  ['汛期来临前', undefined],
  ['县党代会召开前', undefined],
  ['第三季度', '2026-09-30'],
  ['5月上旬', '2026-05-10'],
  ['前三季度', '2026-09-30'],
  ['全年', '2026-12-31'],
])('%s, said on 20 January 2026, is %s', (words, day) => {
  expect(dueDate(words, { year: 2026, month: 1, day: 20 })).toBe(day);
});
