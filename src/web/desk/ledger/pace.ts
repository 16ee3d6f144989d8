import type { EntryState } from '#domain/entry/entry.ts';
import { OPEN_STATES } from '#domain/entry/guards.ts';
import { daysBetween } from '#web/kit/parse-day.ts';
import { dayAt } from '#web/words/format.ts';

/**
 * The share of the time of an entry that is gone (序时进度的时间进度), 0–100: from the day it was raised to its
 * deadline. `undefined` where there is no date to measure against, and where the work is handed in, closed or
 * given up: its clock has stopped.
 */
export function elapsedShare(
  entry: {
    readonly state: EntryState;
    readonly createdAt?: string;
    readonly deadline?: string | undefined;
  },
  today: string,
): number | undefined {
  if (!OPEN_STATES.has(entry.state)) return undefined;
  if (entry.deadline === undefined || entry.createdAt === undefined) return undefined;
  const start = dayAt(new Date(entry.createdAt));
  const span = daysBetween(start, entry.deadline);
  if (span <= 0) return 100;
  return Math.max(0, Math.min(100, Math.round((daysBetween(start, today) / span) * 100)));
}
