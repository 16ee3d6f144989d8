/** A stretch of whole days, first and last included, as ISO dates (2026-01-01). */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** How elapsed time is counted: by whole months gone, or by days. A setting of the list. */
export type ElapsedBy = 'months' | 'days';

const DAY_MS = 86_400_000;

/**
 * The share of `range` that has gone by at the end of `date`, 0 to 1 (时间进度). By months only whole months
 * count: at 31 August of a year 8/12, at 30 August 7/12.
 */
export function elapsedShare(range: DayRange, date: string, by: ElapsedBy): number {
  if (date < range.from) return 0;
  if (date >= range.to) return 1;
  if (by === 'days') return daysOf({ from: range.from, to: date }) / daysOf(range);
  const total = monthsBetween(range.from, dayAfter(range.to));
  return total === 0 ? 0 : monthsBetween(range.from, dayAfter(date)) / total;
}

/** Days in a range, both ends included. */
export function daysOf(range: DayRange): number {
  return Math.round((time(range.to) - time(range.from)) / DAY_MS) + 1;
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((time(to) - time(from)) / DAY_MS);
}

/** Whole months from one date to another. */
function monthsBetween(from: string, to: string): number {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
  const [endYear = 0, endMonth = 0, endDay = 0] = to.split('-').map(Number);
  const months = (endYear - year) * 12 + endMonth - month;
  return endDay < day ? months - 1 : months;
}

function dayAfter(date: string): string {
  return new Date(time(date) + DAY_MS).toISOString().slice(0, 10);
}

function time(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
