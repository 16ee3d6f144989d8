import type { DocumentDate } from './document-date.ts';
import type { NumericItem } from './items.ts';
import type { Sentence } from './outline.ts';

const WRITTEN =
  /(?:到|至|截至)?20\d\d年(?:底|末|上半年)?|“十[二三四五六七]五”(?:末|时期|期间|以来)?|今年(?:上半年|底|以来)?|去年|明年(?:底|上半年)?|过去五年|五年来|未来五年|今后五年|全年|[上下]半年|[一二三四前]季度|近[三五两]年|[三五]年内|年内|年底前|每年|一年来|当年/g;
const SECTION = /20\d\d年|“十[二三四五六七]五”时期|过去五年|今后五年/;
const RELATIVE_YEARS: Readonly<Record<string, number>> = { 去年: -1, 今年: 0, 明年: 1 };

/**
 * The period (期间) a figure speaks of, in the words of its sentence, with the year added where 今年, 去年 or
 * 明年 resolves against the document's date; else what its section sets. `undefined` when nothing says.
 */
export function periodOf(
  item: NumericItem,
  sentence: Sentence,
  date: DocumentDate | undefined,
): string | undefined {
  const before = sentence.text.slice(0, Math.max(0, item.end - sentence.start));
  const written = [...before.matchAll(WRITTEN)].at(-1)?.[0];
  if (written !== undefined) return resolved(written, date);
  const after = /^(?:，|、)?(?:到|至)(20\d\d年|“十[四五六]五”末)/.exec(
    sentence.text.slice(Math.max(0, item.end - sentence.start)),
  )?.[1];
  return after ?? SECTION.exec(sentence.section)?.[0] ?? undefined;
}

/** 今年 → 今年（2026年), resolved against the document's date. */
function resolved(words: string, date: DocumentDate | undefined): string {
  const key = words.slice(0, 2);
  const shift = RELATIVE_YEARS[key];
  return shift === undefined || date === undefined ? words : `${words}（${date.year + shift}年）`;
}

/**
 * The last day a deadline's words allow, as an ISO date (2026-12-31), resolved against the document's
 * date. `undefined` when the words name no end.
 */
export function dueDate(words: string, date: DocumentDate | undefined): string | undefined {
  const year = yearOf(words, date);
  if (year === undefined) return undefined;
  const month = /(\d{1,2})月/.exec(words)?.[1];
  const day = /(\d{1,2})日/.exec(words)?.[1];
  if (month !== undefined)
    return isoDay(year, Number(month), day === undefined ? undefined : Number(day));
  if (/上半年/.test(words)) return isoDay(year, 6, undefined);
  const quarter = '一二三四'.indexOf(/([一二三四])季度/.exec(words)?.[1] ?? '无');
  return isoDay(year, quarter >= 0 ? quarter * 3 + 3 : 12, undefined);
}

function yearOf(words: string, date: DocumentDate | undefined): number | undefined {
  const written = /(20\d\d)年/.exec(words)?.[1];
  if (written !== undefined) return Number(written);
  const plan = /十([三四五六七])五/.exec(words)?.[1];
  // The 13th five-year plan ended in 2020; plans follow every five years.
  if (plan !== undefined) return 2020 + '三四五六七'.indexOf(plan) * 5;
  if (date === undefined) return undefined;
  const span = /([一两二三四五])年(?:内|左右)/.exec(words)?.[1];
  if (span !== undefined) return date.year + ('一二三四五'.indexOf(span.replace('两', '二')) + 1);
  if (words.includes('明年')) return date.year + 1;
  return /今年|年内|年底|年度|月|季度|半年/.test(words) ? date.year : undefined;
}

function isoDay(year: number, month: number, day: number | undefined): string {
  const last = day ?? new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${String(month).padStart(2, '0')}-${String(last).padStart(2, '0')}`;
}
