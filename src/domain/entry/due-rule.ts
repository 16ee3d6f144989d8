import type { Source } from './entry.ts';

/** 来源时限规则: within how many days an entry of this source is due, and where that is laid down. */
export interface DueRule {
  readonly source: Source;
  readonly days: number;
  /** 自然日 or 工作日. */
  readonly dayKind: 'calendar' | 'working';
  readonly basis: string;
}

const DAY_MS = 86_400_000;

function dayAfter(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The day by which an entry is due that is handed over on `from`: the day itself is not counted. A
 * calendar term that ends on a day off runs to the next working day (民法典 203).
 */
export function dueBy(
  rule: Pick<DueRule, 'days' | 'dayKind'>,
  from: string,
  isWorkingDay: (day: string) => boolean,
): string {
  let day = from;
  if (rule.dayKind === 'calendar') day = dayAfter(from, rule.days);
  else
    for (let counted = 0; counted < rule.days;) {
      day = dayAfter(day, 1);
      if (isWorkingDay(day)) counted += 1;
    }
  while (!isWorkingDay(day)) day = dayAfter(day, 1);
  return day;
}
