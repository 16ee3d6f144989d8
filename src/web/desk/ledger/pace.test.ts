import { expect, test } from 'vitest';
import { elapsedShare } from './pace.ts';

const ENTRY = { createdAt: '2026-03-01T02:00:00.000Z', deadline: '2026-03-11' } as const;

test('time is measured while work is owed, from the day it was raised to its deadline', () => {
  expect(elapsedShare({ ...ENTRY, state: 'underway' }, '2026-03-06')).toBe(50);
  expect(elapsedShare({ ...ENTRY, state: 'blocked' }, '2026-04-01')).toBe(100);
  expect(
    elapsedShare({ state: 'underway', createdAt: ENTRY.createdAt }, '2026-03-06'),
  ).toBeUndefined();
});

test('the clock of what is handed in, closed or given up has stopped: nothing there lies behind', () => {
  for (const state of ['delivered', 'closed', 'cancelled', 'not_listed'] as const)
    expect(elapsedShare({ ...ENTRY, state }, '2026-04-01')).toBeUndefined();
});
