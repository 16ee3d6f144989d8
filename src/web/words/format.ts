import type { Lang } from './lang.ts';

const GROUPED = new Intl.NumberFormat('en-US');
const ONE_PLACE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The city's clock (Asia/Shanghai) at a moment, `YYYY-MM-DDTHH:MM…`. It has stood eight hours ahead since the
 * last summer time of 1991, before anything kept here; a calendar of time zones costs a list its smoothness.
 */
function clockAt(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString();
}

/** The calendar day in the city's time at a moment, `YYYY-MM-DD`. */
export function dayAt(moment: Date): string {
  return clockAt(moment).slice(0, 10);
}

/** An exact count: 268,794. */
export function exact(n: number): string {
  return GROUPED.format(n);
}

/** A count at a glance: 26.9万, 1.2亿; below ten thousand exact. English readers get k and M. */
export function brief(n: number, lang: Lang): string {
  const steps =
    lang === 'zh'
      ? ([
          [1e8, '亿'],
          [1e4, '万'],
        ] as const)
      : ([
          [1e6, 'M'],
          [1e4, 'k'],
        ] as const);
  for (const [from, unit] of steps)
    if (n >= from) return `${ONE_PLACE.format(unit === 'k' ? n / 1e3 : n / from)}${unit}`;
  return GROUPED.format(n);
}

/** A share as a percentage with one decimal; a dash where there is nothing to divide by. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`;
}

/** A calendar day as people say it, without the year when it is this one: 5月22日, 22 May. */
export function sayDay(day: string, today: string, lang: Lang): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const own = today.startsWith(year);
  if (lang === 'zh') return `${own ? '' : `${year}年`}${Number(month)}月${Number(date)}日`;
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month}${own ? '' : ` ${year}`}`;
}

/** A month as people say it: 2026年5月, May 2026. */
export function sayMonth(month: string, lang: Lang): string {
  const [year = '', number = ''] = month.split('-');
  if (lang === 'zh') return `${year}年${Number(number)}月`;
  return `${MONTHS[Number(number) - 1] ?? number} ${year}`;
}

/** A moment in the city's time: 5月22日 11:42. */
export function sayMoment(moment: string, today: string, lang: Lang): string {
  const [day = '', clock = ''] = clockAt(new Date(moment)).slice(0, 16).split('T');
  return `${sayDay(day, today, lang)} ${clock}`;
}

/** The size of a file. */
export function sayBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}\u00a0B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)}\u00a0KB`;
  return `${ONE_PLACE.format(bytes / 1024 ** 2)}\u00a0MB`;
}
