import type { RatedCase } from './rates.ts';

/**
 * What a figure of the three rates opens: its denominator, what counts in it, what does not, and what was left out.
 * 应答复, 按期答复, 未按期; 已评价, 已解决, 未解决, 满意, 不满意; 不予受理, 撤回, 未到期, 未评价.
 */
export const COUNTED = [
  'due',
  'in_time',
  'late',
  'rated',
  'solved',
  'unsolved',
  'satisfied',
  'dissatisfied',
  'dismissed',
  'withdrawn',
  'not_due',
  'not_rated',
] as const;
export type Counted = (typeof COUNTED)[number];

/** From this level on somebody is satisfied at least fairly (基本满意). */
export const SATISFIED_FROM = 3;

/** Is this case one of those? The same rule as in `ratesOf`, one case at a time. */
export function countsAs(one: RatedCase, what: Counted, today: string): boolean {
  if (what === 'dismissed') return one.state === 'dismissed';
  if (what === 'withdrawn') return one.withdrawn && one.state !== 'dismissed';
  if (one.state === 'dismissed' || one.withdrawn) return false;
  const { rating } = one;
  const early = one.answeredOn === undefined && (one.dueOn === undefined || one.dueOn >= today);
  const inTime =
    one.answeredOn !== undefined && (one.dueOn === undefined || one.answeredOn <= one.dueOn);
  const satisfied = rating !== undefined && rating.level >= SATISFIED_FROM;
  return {
    due: !early,
    in_time: inTime,
    late: !early && !inTime,
    not_due: early,
    rated: rating !== undefined,
    not_rated: rating === undefined,
    solved: rating?.solved === true,
    unsolved: rating?.solved === false,
    satisfied,
    dissatisfied: rating !== undefined && !satisfied,
  }[what];
}
