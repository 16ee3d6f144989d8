const DAY_MS = 86_400_000;

/** The calendar day `days` after `day` (both `YYYY-MM-DD`). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one calendar day to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const RELATIVE: Readonly<Record<string, number>> = {
  今天: 0,
  明天: 1,
  后天: 2,
  today: 0,
  tomorrow: 1,
};

/**
 * The calendar day a person means: `2026-5-22`, `2026年5月22日`, `20260522`, `5.22`, `5月22日`, `5月底`,
 * `+7` (days from today), 今天. A day without its year is this year's, or next year's when that lies
 * more than half a year back. `undefined` when it is no day.
 */
export function parseDay(text: string, today: string): string | undefined {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const named = RELATIVE[typed];
  if (named !== undefined) return addDays(today, named);
  const after = /^\+(\d{1,4})(?:天|d|days?)?$/.exec(typed);
  if (after?.[1] !== undefined) return addDays(today, Number(after[1]));
  const run = /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
  if (run !== null) return dayOf(Number(run[1]), Number(run[2]), Number(run[3]));
  const parts = /^(?:(\d{4})[-./年])?(\d{1,2})[-./月](底|末|\d{1,2})日?$/.exec(typed);
  if (parts?.[2] === undefined) return undefined;
  const month = Number(parts[2]);
  const inYear = (year: number): string | undefined =>
    parts[3] === '底' || parts[3] === '末'
      ? lastOf(year, month)
      : dayOf(year, month, Number(parts[3]));
  if (parts[1] !== undefined) return inYear(Number(parts[1]));
  const thisYear = Number(today.slice(0, 4));
  const day = inYear(thisYear);
  return day !== undefined && daysBetween(day, today) > 183 ? inYear(thisYear + 1) : day;
}

function dayOf(year: number, month: number, date: number): string | undefined {
  const moment = new Date(Date.UTC(year, month - 1, date));
  const real = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date;
  return real && year >= 1900 ? moment.toISOString().slice(0, 10) : undefined;
}

function lastOf(year: number, month: number): string | undefined {
  if (month < 1 || month > 12) return undefined;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
