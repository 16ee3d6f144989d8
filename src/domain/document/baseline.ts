import type { Quantity } from './quantity.ts';

/** A value with the value it started from: 由甲提高到乙. */
export interface Baseline {
  readonly from: Quantity;
  /** The words between 从/由 and the first value (2020年的): the period of the baseline. */
  readonly period: string;
  /** Where the words 从 or 由 begin, within the sentence. */
  readonly start: number;
}

const FROM = /(?:从|由)([^，。；：从由]{0,18})$/;
const TO =
  /^(?:，)?(?:的)?(?:[^，。；：、]{0,6}?)(?:增加|增长|提高|提升|扩大|上升|攀升|跃升|拓展|下降|降低|减少|缩小|缩短|压减|压缩|缩减|精简|下调|上调|调整|优化|发展|增|降|升|减|变|涨|跃|压|扩)?(?:到了|到|至|为|成)(?:\d{4}年的?|“[^”]{2,4}”末的?|目前的?|现在的?)?$/;

/**
 * Pairs each value with its baseline (基期值): 从/由 before the first, a verb of change with 到/至/为 between
 * the two. “分别从甲、乙提高到丙、丁” pairs crosswise. Baselines are no items of their own.
 */
export function baselines(text: string, found: readonly Quantity[]): Map<Quantity, Baseline> {
  const pairs = new Map<Quantity, Baseline>();
  for (let i = 0; i + 1 < found.length; i += 1) {
    const group = groupFrom(text, found, i);
    const lead = FROM.exec(text.slice(0, found[i]?.start ?? 0));
    if (lead === null) continue;
    const second = found[i + group];
    const last = found[i + group - 1];
    if (second === undefined || last === undefined) continue;
    if (!TO.test(text.slice(last.end, second.start))) continue;
    for (let k = 0; k < group; k += 1) {
      const from = found[i + k];
      const to = found[i + group + k];
      if (from === undefined || to === undefined) continue;
      pairs.set(to, { from, period: (lead[1] ?? '').replace(/的$/, ''), start: lead.index });
    }
    i += group;
  }
  return pairs;
}

/** How many values stand in a list 甲、乙 from `at` on. */
function groupFrom(text: string, found: readonly Quantity[], at: number): number {
  let size = 1;
  for (;;) {
    const one = found[at + size - 1];
    const next = found[at + size];
    if (one === undefined || next === undefined) return size;
    if (!/^[、和]$/.test(text.slice(one.end, next.start))) return size;
    size += 1;
  }
}
