import { parseDeadline } from '../text/deadline.ts';
import { isNamedDay, namedDay } from './named-days.ts';
import type { DocumentDate } from './document-date.ts';
import type { NumericItem } from './items.ts';
import type { Sentence } from './outline.ts';

const WRITTEN =
  /(?<![比较于同]|是|相当于)(?:到|至|截至)?20\d\d年(?:底|末|上半年)?|“十[二三四五六七]五”(?:末|时期|期间|以来)?|今年(?:上半年|底|以来)?|去年|明年(?:底|上半年)?|过去五年|五年来|未来五年|今后五年|全年|[上下]半年|[一二三四前]季度|近[三五两]年|[三五]年内|年内|年底前|每年|一年来|当年/g;
const SECTION = /20\d\d年|“十[二三四五六七]五”时期|过去五年|今后五年/g;
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
  if (after !== undefined) return after;
  // A section may look back and forward (“十三五”时期成就和“十四五”时期任务): the later one is aimed at.
  if (sentence.part !== 'plan') return sentence.section.match(SECTION)?.[0];
  const planned = [...sentence.section.matchAll(SECTION)].at(-1)?.[0] ?? sentence.horizon;
  return planned === '' ? undefined : resolved(planned, date);
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
  const plan = /十([三四五六七])五/.exec(words)?.[1];
  // The 13th five-year plan ended in 2020; plans follow every five years.
  if (plan !== undefined) return `${2020 + '三四五六七'.indexOf(plan) * 5}-12-31`;
  const year = /(20\d\d)年/.exec(words)?.[1] ?? date?.year;
  if (year === undefined) return undefined;
  if (isNamedDay(words)) {
    return namedDay(words, Number(year) + (words.startsWith('明年') ? 1 : 0));
  }
  const today = `${year}-${twoDigits(date?.month)}-${twoDigits(date?.day)}`;
  const bare = /^到?((?:今|明|20\d\d)?年)(?:内|度)?$/.exec(words)?.[1];
  const deadline = parseDeadline(bare === undefined ? words : `${bare}底`, today);
  return deadline?.kind === 'date' ? deadline.on : undefined;
}

function twoDigits(part: number | undefined): string {
  return String(part ?? 1).padStart(2, '0');
}
