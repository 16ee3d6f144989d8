import type { VoiceState } from './lifecycle.ts';

/** What a rate is counted from: one voice that was answered or is due, and what its reporter said. */
export interface RatedCase {
  readonly state: VoiceState;
  readonly dueOn: string | undefined;
  readonly answeredOn: string | undefined;
  readonly withdrawn: boolean;
  readonly rating: RatingGiven | undefined;
}

/** 评价: was he contacted, is it solved, how satisfied is he (1 to 5)? */
export interface RatingGiven {
  readonly contacted: boolean;
  readonly solved: boolean;
  readonly level: number;
}

export const EXCLUSIONS = ['dismissed', 'withdrawn', 'not_due', 'not_rated'] as const;
/** 不予受理, 撤回, 未到期未答复, 未评价 */
export type Exclusion = (typeof EXCLUSIONS)[number];

/** 口径: a formula never changes; a change is a new version from a day on. */
export interface RateFormula {
  readonly version: number;
  readonly from: string;
  readonly name: string;
  /** What a level of satisfaction counts: 满意 1, 基本满意 less, 不满意 0. */
  readonly weight: Readonly<Record<1 | 2 | 3 | 4 | 5, number>>;
  /** Fewer cases than this in the denominator: no rate is given. */
  readonly least: number;
  readonly rule: { readonly zh: string; readonly en: string };
}

/** The weights of version 1 are those a district publishes: 满意 1, 基本满意 0.9, otherwise 0. */
export const RATE_FORMULAS: readonly RateFormula[] = [
  {
    version: 1,
    from: '2026-01-01',
    name: '三率口径第1版',
    weight: { 1: 0, 2: 0, 3: 0.9, 4: 1, 5: 1 },
    least: 30,
    rule: {
      zh: '响应率＝按期答复件数÷到期或已答复件数；解决率、满意率以本人已评价件数为分母，基本满意按0.9计；不予受理、本人撤回、未到期的不计；不足30件不出率。',
      en: 'Response: answered in time, of those due or answered. Solved and satisfied: of those rated by their reporters, “fairly satisfied” counting 0.9. Dismissed, withdrawn and not yet due are left out; under 30 no rate is given.',
    },
  },
];

export interface Rate {
  /** What is counted, weights included. */
  readonly n: number;
  readonly of: number;
  /** Undefined when `of` is below the least sample: no data, never 0. */
  readonly value: number | undefined;
  readonly excluded: Readonly<Partial<Record<Exclusion, number>>>;
}

export interface Rates {
  readonly formula: RateFormula;
  readonly response: Rate;
  readonly solved: Rate;
  readonly satisfied: Rate;
}

/** The formula in force on a day. */
export function formulaOn(day: string, formulas = RATE_FORMULAS): RateFormula {
  const [first] = formulas;
  if (first === undefined) throw new RangeError('no formula of rates');
  return (
    formulas.filter(({ from }) => from <= day).toSorted((a, b) => b.version - a.version)[0] ?? first
  );
}

/** 响应率, 解决率, 满意率 of these cases as of a day, each with its denominator and what was left out. */
export function ratesOf(cases: readonly RatedCase[], today: string, formula: RateFormula): Rates {
  const why = (one: RatedCase): Exclusion | undefined => {
    if (one.state === 'dismissed') return 'dismissed';
    return one.withdrawn ? 'withdrawn' : undefined;
  };
  const due = (one: RatedCase): Exclusion | undefined => {
    const early = one.answeredOn === undefined && (one.dueOn === undefined || one.dueOn >= today);
    return why(one) ?? (early ? 'not_due' : undefined);
  };
  const rated = (one: RatedCase): Exclusion | undefined =>
    why(one) ?? (one.rating === undefined ? 'not_rated' : undefined);
  const inTime = ({ answeredOn, dueOn }: RatedCase): number =>
    answeredOn !== undefined && (dueOn === undefined || answeredOn <= dueOn) ? 1 : 0;
  const weight = (level: number): number =>
    formula.weight[level as keyof RateFormula['weight']] ?? 0;
  return {
    formula,
    response: rate(cases, formula.least, due, inTime),
    solved: rate(cases, formula.least, rated, ({ rating }) => (rating?.solved === true ? 1 : 0)),
    satisfied: rate(cases, formula.least, rated, ({ rating }) => weight(rating?.level ?? 0)),
  };
}

function rate(
  cases: readonly RatedCase[],
  least: number,
  exclusion: (one: RatedCase) => Exclusion | undefined,
  counts: (one: RatedCase) => number,
): Rate {
  const excluded: Partial<Record<Exclusion, number>> = {};
  let n = 0;
  let of = 0;
  for (const one of cases) {
    const reason = exclusion(one);
    if (reason === undefined) {
      of += 1;
      n += counts(one);
    } else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  const rounded = Math.round(n * 10) / 10;
  const inOrder = Object.fromEntries(
    Object.entries(excluded).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { n: rounded, of, value: of < least ? undefined : rounded / of, excluded: inOrder };
}
