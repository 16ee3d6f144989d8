/** 月, 季, 半年, 年, 一次性 */
export const PERIODICITIES = ['monthly', 'quarterly', 'half_yearly', 'yearly', 'once'] as const;
export type Periodicity = (typeof PERIODICITIES)[number];

const MONTHS: Readonly<Record<Exclude<Periodicity, 'once'>, number>> = {
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
};

/** Is this day the last of a period? Anything is for what is measured once. */
export function isPeriodEnd(day: string, periodicity: Periodicity): boolean {
  if (periodicity === 'once') return true;
  const month = Number(day.slice(5, 7));
  return month % MONTHS[periodicity] === 0 && monthEnd(day.slice(0, 7)) === day;
}

/** The last day of the first period that ends after `day`; `undefined` for what is measured once. */
export function nextPeriodEnd(day: string, periodicity: Periodicity): string | undefined {
  if (periodicity === 'once') return undefined;
  let month = day.slice(0, 7);
  for (;;) {
    const end = monthEnd(month);
    if (end > day && isPeriodEnd(end, periodicity)) return end;
    month = monthAfter(month);
  }
}

/** The last day of a month: 2026-02 → 2026-02-28. */
export function monthEnd(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of, 0)).toISOString().slice(0, 10);
}

function monthAfter(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of, 1)).toISOString().slice(0, 7);
}

const CLOSED = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/;
const MONTH = /^(\d{4})(?:年|[-./])?(?:1[-—至~])?(\d{1,2})月?(?:底|末|份|累计)?$/;
const QUARTER = /^(\d{4})年?(?:第?([一二三四1-4])季度?|q([1-4]))(?:末|底)?$/i;
const HALF = /^(\d{4})年?(上半年|下半年|h1|h2)$/i;
const YEAR = /^(\d{4})年?(?:全年|度|底|末)?$/;

/**
 * The last day of a period as a cell names it (期间): 2026年5月, 2026-05, 2026年1-5月, 2026年一季度, 2026年上半年,
 * 2026年, 2026-05-31. `undefined` when it names none.
 */
export function parsePeriodEnd(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '');
  const day = CLOSED.exec(plain);
  if (day !== null) return realDay(day[1], day[2], day[3]);
  const quarter = QUARTER.exec(plain);
  if (quarter !== null) {
    const of = quarter[2] ?? quarter[3] ?? '';
    const number = '一二三四'.indexOf(of) + 1 || Number(of);
    return monthEnd(`${quarter[1]}-${String(number * 3).padStart(2, '0')}`);
  }
  const half = HALF.exec(plain);
  if (half !== null) return /上|1/.test(half[2] ?? '') ? `${half[1]}-06-30` : `${half[1]}-12-31`;
  const year = YEAR.exec(plain);
  if (year !== null) return `${year[1]}-12-31`;
  const month = MONTH.exec(plain);
  const of = Number(month?.[2] ?? 0);
  return month === null || of < 1 || of > 12
    ? undefined
    : monthEnd(`${month[1]}-${String(of).padStart(2, '0')}`);
}

function realDay(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = Date.parse(text);
  return Number.isNaN(moment) || !new Date(moment).toISOString().startsWith(text)
    ? undefined
    : text;
}
