import { foldText } from './fold.ts';
import { hanValue } from './number.ts';

/**
 * When something must be done (时限): by a day 限期, at once 立行立改, or kept up for good 长期坚持. A
 * day or "at once" may go with `longTerm`: done by then, and kept up afterwards.
 */
export type Deadline =
  | { readonly kind: 'date'; readonly on: string; readonly longTerm?: true }
  | { readonly kind: 'at-once'; readonly longTerm?: true }
  | { readonly kind: 'long-term' };

const AT_ONCE =
  /立[行知查说][即立][改行]|即[知行查][即立]改|边[查学整][边即立]改|立即|马上|即时|当即|随即|当场|现场整改/;
const LONG_TERM = /长期|持续|常态|经常性|长久|坚持|不间断|贯穿/;

/**
 * Reads the wording of a deadline as offices write it: 2021年11月底前, 2026.6.30, 第三季度, 三年内,
 * 立行立改，长期坚持, a serial number of Excel. `today` (`YYYY-MM-DD`) gives the year where none is
 * written and the start of 三年内. "By" (前) includes the day itself; of several days the last one
 * counts. `undefined` when it cannot be read, an impossible day (11月31日) among that.
 */
export function parseDeadline(text: string, today: string): Deadline | undefined {
  const plain = foldText(text).replaceAll(' ', '');
  const serial = serialDay(plain);
  if (serial !== undefined) return { kind: 'date', on: serial };
  const found = findDays(withYears(withDigits(plain), today), today);
  if (found.includes(undefined)) return undefined;
  const on = found.reduce(
    (a, b) => (a === undefined || (b !== undefined && b > a) ? b : a),
    undefined,
  );
  const longTerm = LONG_TERM.test(plain) ? ({ longTerm: true } as const) : {};
  if (on !== undefined) return { kind: 'date', on, ...longTerm };
  if (AT_ONCE.test(plain)) return { kind: 'at-once', ...longTerm };
  return LONG_TERM.test(plain) ? { kind: 'long-term' } : undefined;
}

/** A calendar day written in any of the ways `parseDeadline` knows; `undefined` for anything else. */
export function parseDay(text: string, today: string): string | undefined {
  const read = parseDeadline(text, today);
  return read?.kind === 'date' ? read.on : undefined;
}

function serialDay(plain: string): string | undefined {
  if (!/^\d{5}(\.\d+)?$/.test(plain)) return undefined;
  const serial = Number(plain);
  if (serial < 30_000 || serial > 75_000) return undefined;
  return isoDay((Math.floor(serial) - 25_569) * MS_PER_DAY);
}

const MS_PER_DAY = 86_400_000;

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Han numerals before a unit of time as digits: 二〇二一年十一月 → 2021年11月. */
function withDigits(plain: string): string {
  return plain
    .replaceAll(/[“"']?十([三四五六七])五[”"']?(?:规划|时期|期间|末|期末)*/g, (_, plan: string) => {
      // The thirteenth five-year plan ended with 2020.
      return `${1955 + 5 * (10 + (hanValue(plan) ?? 0))}年底`;
    })
    .replaceAll(
      /[零〇一二三四五六七八九十两百]+(?=年|个?月|日|号|季度|天|周|个?星期|个?工作日)/g,
      (numeral) => String(hanValue(numeral) ?? numeral),
    );
}

/** Years and months named from today's: 今年, 明年底, 本月, 下月, a bare 年底. */
function withYears(plain: string, today: string): string {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const next = month === 12 ? `${year + 1}年1月` : `${year}年${month + 1}月`;
  return plain
    .replaceAll(/(?<!\d)(\d{2})年(?=\d{1,2}月|底|末)/g, '20$1年')
    .replaceAll(
      /(?:今|本|当)年度?(?!代)|(?<![\d去明后前今本当半])年(?=[底末内终])|全年/g,
      `${year}年`,
    )
    .replaceAll(/明年|下一?年度?/g, `${year + 1}年`)
    .replaceAll('后年', `${year + 2}年`)
    .replaceAll(/(?:本|当|这个)月|(?<![\d个上下本当次])月(?=[底末内])/g, `${year}年${month}月`)
    .replaceAll(/(?:下个?|次)月/g, next)
    .replaceAll(/(?:本|当)季度/g, `${year}年${Math.ceil(month / 3)}季度`);
}

/** A day as far as the text says it. */
interface Found {
  readonly at: number;
  readonly year: number | undefined;
  readonly month: number;
  /** The last day of the month when absent. */
  readonly day?: number;
}

type Reader = (parts: readonly (string | undefined)[]) => Omit<Found, 'at'>;

const TENTHS: Readonly<Record<string, number>> = { 上旬: 10, 初: 10, 中旬: 20, 中: 15 };
const PART = '(底|末|上旬|中旬|下旬|初|中)?';
const TO = '(?:(?:-|~|至|到)(\\d{1,2})[日号])?';
const SEPARATOR = '[./-]';

/** From the most precise wording to the least; what one has read the next does not see. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    new RegExp(
      `(?<!\\d)(\\d{4})(?:年|${SEPARATOR})(\\d{1,2})(?:月|${SEPARATOR})(\\d{1,2})(?![\\d月])[日号]?${TO}`,
      'g',
    ),
    ([year, month, day, to]) => ({
      year: Number(year),
      month: Number(month),
      day: Number(to ?? day),
    }),
  ],
  [
    /(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/g,
    ([year, month, day]) => ({ year: Number(year), month: Number(month), day: Number(day) }),
  ],
  [
    /(?:(?<!\d)(\d{4})年?)?第?(?<!\d)([1-4])季度/g,
    ([year, quarter]) => ({ year: yearOf(year), month: Number(quarter) * 3 }),
  ],
  [
    /(?:(?<!\d)(\d{4})年?)?(上|下)半年/g,
    ([year, half]) => ({ year: yearOf(year), month: half === '上' ? 6 : 12 }),
  ],
  [
    new RegExp(`(?<!\\d)(20\\d{2})(?:年|${SEPARATOR})(\\d{1,2})(?!\\d)(?:月份?)?${PART}`, 'g'),
    ([year, month, part]) => ({ year: Number(year), month: Number(month), ...tenth(part) }),
  ],
  [/(?<!\d)(20\d{2})(?:年|[底末内]|$)/g, ([year]) => ({ year: Number(year), month: 12 })],
  [
    new RegExp(`(?<!\\d)(\\d{1,2})月(\\d{1,2})(?!\\d)[日号]?${TO}`, 'g'),
    ([month, day, to]) => ({ year: undefined, month: Number(month), day: Number(to ?? day) }),
  ],
  [
    new RegExp(`(?<!\\d)(\\d{1,2})月份?${PART}`, 'g'),
    ([month, part]) => ({ year: undefined, month: Number(month), ...tenth(part) }),
  ],
  [
    /^(\d{1,2})[./-](\d{1,2})日?(?:之?前)?$/g,
    ([month, day]) => ({ year: undefined, month: Number(month), day: Number(day) }),
  ],
];

function yearOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function tenth(part: string | undefined): { readonly day?: number } {
  const day = TENTHS[part ?? ''];
  return day === undefined ? {} : { day };
}

/** Every day the text names; `undefined` among them for one that does not exist. */
function findDays(plain: string, today: string): (string | undefined)[] {
  const found: Found[] = [];
  let left = plain;
  for (const [pattern, read] of READERS) {
    left = left.replaceAll(pattern, (whole: string, ...rest: (string | number | undefined)[]) => {
      const at = rest.findIndex((part) => typeof part === 'number');
      const parts = rest.slice(0, at) as (string | undefined)[];
      found.push({ at: Number(rest[at]), ...read(parts) });
      return '#'.repeat(whole.length);
    });
  }
  let year: number | undefined;
  const days = found
    .toSorted((a, b) => a.at - b.at)
    .map((one) => {
      year = one.year ?? year;
      return year === undefined ? nearDay(one, today) : dayOf(year, one);
    });
  return days.length > 0 ? days : durations(left, today);
}

function dayOf(year: number, { month, day }: Found): string | undefined {
  if (month < 1 || month > 12) return undefined;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day !== undefined && (day < 1 || day > last)) return undefined;
  return isoDay(Date.UTC(year, month - 1, day ?? last));
}

/** Without a year it is this one, unless that is more than half a year gone: 1月底 read in December. */
function nearDay(found: Found, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  const day = dayOf(year, found);
  if (day === undefined) return dayOf(year + 1, found);
  const age = Date.parse(today) - Date.parse(day);
  return age > 183 * MS_PER_DAY ? dayOf(year + 1, found) : day;
}

/** 三年内, 半年内, 3个月内, 15天内, 两周内, counted from today. Working days need a calendar: not read. */
function durations(plain: string, today: string): string[] {
  const pattern = /(半|\d{1,3})个?(半)?(年|月|周|星期|天|日)(?:左右)?(?:时间|之内|以内|内)/g;
  return [...plain.matchAll(pattern)].flatMap(([, count, half, unit]) => {
    const amount = (count === '半' ? 0.5 : Number(count)) + (half === undefined ? 0 : 0.5);
    const day = later(today, amount, unit ?? '');
    return day === undefined ? [] : [day];
  });
}

function later(today: string, amount: number, unit: string): string | undefined {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  if (unit === '天' || unit === '日') return isoDay(Date.parse(today) + amount * MS_PER_DAY);
  if (unit === '周' || unit === '星期') return isoDay(Date.parse(today) + amount * 7 * MS_PER_DAY);
  const months = unit === '年' ? amount * 12 : amount;
  const whole = Math.floor(months);
  const last = new Date(Date.UTC(year, month + whole, 0)).getUTCDate();
  const end = Date.UTC(year, month - 1 + whole, Math.min(day, last));
  return isoDay(end + (months > whole ? 15 * MS_PER_DAY : 0));
}
