import { expect, test } from 'vitest';
import { dueBy } from './due-rule.ts';

/** Around the first week of October 2026: 1–7 October off, Saturday 10 October worked. */
const OFF = new Set([
  '2026-10-01',
  '2026-10-02',
  '2026-10-03',
  '2026-10-04',
  '2026-10-05',
  '2026-10-06',
  '2026-10-07',
  '2026-10-11',
  '2026-09-27',
  '2026-09-26',
]);
const isWorkingDay = (day: string): boolean => !OFF.has(day);

test.each([
  { days: 1, dayKind: 'working', from: '2026-09-30', due: '2026-10-08' },
  { days: 3, dayKind: 'working', from: '2026-09-30', due: '2026-10-10' },
  { days: 15, dayKind: 'calendar', from: '2026-09-20', due: '2026-10-08' },
  { days: 30, dayKind: 'calendar', from: '2026-09-20', due: '2026-10-20' },
] as const)('$days $dayKind days from $from end on $due', ({ days, dayKind, from, due }) => {
  expect(dueBy({ days, dayKind }, from, isWorkingDay)).toBe(due);
});
