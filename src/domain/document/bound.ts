import type { Quantity } from './quantity.ts';

/** How a figure is bounded by the word before or after it. */
export type Bound = 'ge' | 'le' | 'exceed' | 'approach';

const BEFORE: readonly (readonly [string, Bound | 'about'])[] = [
  ['不少于', 'ge'],
  ['不低于', 'ge'],
  ['不小于', 'ge'],
  ['不超过', 'le'],
  ['不高于', 'le'],
  ['不多于', 'le'],
  ['至少', 'ge'],
  ['不到', 'le'],
  ['不足', 'le'],
  ['不满', 'le'],
  ['低于', 'le'],
  ['超过', 'exceed'],
  ['突破', 'exceed'],
  ['超出', 'exceed'],
  ['接近', 'approach'],
  ['逼近', 'approach'],
  ['将近', 'approach'],
  ['大约', 'about'],
  ['大概', 'about'],
  ['超', 'exceed'],
  ['逾', 'exceed'],
  ['近', 'approach'],
  ['约', 'about'],
  ['上', 'exceed'],
];
const AFTER: readonly (readonly [string, Bound | 'about'])[] = [
  ['及以上', 'ge'],
  ['及以下', 'le'],
  ['以上', 'ge'],
  ['以±', 'ge'],
  ['之上', 'ge'],
  ['以内', 'le'],
  ['之内', 'le'],
  ['以下', 'le'],
  ['左右', 'about'],
  ['上下', 'about'],
  ['余', 'about'],
  ['多', 'about'],
];

/** 超我市2倍: whom it exceeds stands between the comparator and the number. */
const ABOVE_WHOM = /(?:超过?|高出)(?:我[市省县区国]|全[国省市县区]|本[市省县区])$/;

/** Widens a figure by the comparator words that touch it (超, 不少于, 以上, 左右) and notes what they say. */
export function bounded(text: string, quantity: Quantity): Quantity {
  const before = wordBefore(text, quantity.at);
  const rest = text.slice(quantity.end);
  const after = AFTER.find(
    ([word]) => rest.startsWith(word) && !/^(?:多样|多元|多种|余下)/.test(rest),
  );
  const approximation =
    quantity.approximation ??
    (before?.[1] === 'about' || before?.[1] === 'approach'
      ? before[0]
      : after?.[1] === 'about'
        ? after[0]
        : undefined);
  const bounds = [before?.[1], after?.[1]].find((b) => b !== undefined && b !== 'about');
  const yardstick = quantity.unit === '倍' ? ABOVE_WHOM.exec(text.slice(0, quantity.at)) : null;
  return {
    ...quantity,
    start: quantity.at - (yardstick?.[0].length ?? before?.[0].length ?? 0),
    end: quantity.end + (after?.[0].length ?? 0),
    ...(approximation === undefined ? {} : { approximation }),
    ...(bounds === undefined ? {} : { bound: bounds }),
  };
}

/** The comparator directly before `at`; 上 and 近 only where they do compare. */
export function wordBefore(
  text: string,
  at: number,
): readonly [string, Bound | 'about'] | undefined {
  const before = text.slice(Math.max(0, at - 3), at);
  const found = BEFORE.find(([word]) => before.endsWith(word));
  if (found === undefined) return undefined;
  const lead = text.slice(Math.max(0, at - 4), at - found[0].length);
  if (found[0] === '上' && !/(?:达|成|数)$/.test(lead)) return undefined;
  if (found[0] === '近' && /(?:最|附|临|邻|就|靠|接)$/.test(lead)) return undefined;
  return found;
}
