import { daysBetween, type ElapsedBy } from './calendar.ts';
import type { Pace } from './pace.ts';
import { nextPeriodEnd, type Periodicity } from './period.ts';

export const LIGHTS = ['green', 'yellow', 'red', 'grey'] as const;
export type Light = (typeof LIGHTS)[number];

/** Why a light is grey: 尚未到报数期, 无数, 数据过期, 口径待明确, 目标等于基数, 未生效 */
export const GREY_REASONS = [
  'not_due',
  'no_reading',
  'stale',
  'definition_pending',
  'no_way',
  'not_in_force',
] as const;
export type GreyReason = (typeof GREY_REASONS)[number];

/** A published rule for pace and lights (亮灯规则), versioned; its sentence stands beside every light it gives. */
export interface LightRule {
  readonly version: string;
  readonly elapsedBy: ElapsedBy;
  /** Yellow from this gap down, in percentage points. */
  readonly yellowAt: number;
  /** Red below this gap. */
  readonly redBelow: number;
  /** A figure is given out within so many days of the end of its period; later without one is stale. */
  readonly lagDays: number;
}

/** Until a city sets its own: whole months, green above −10, red below −30 percentage points. */
export const LIGHT_RULE: LightRule = {
  version: '2026-1',
  elapsedBy: 'months',
  yellowAt: -10,
  redBelow: -30,
  lagDays: 20,
};

export interface LightShown {
  readonly light: Light;
  readonly reason: GreyReason | undefined;
}

export interface LightInput {
  readonly pace: Pace | undefined;
  /** Last day of the period of the newest reading; `undefined` when there is none. */
  readonly readingOn: string | undefined;
  readonly date: string;
  readonly range: { readonly from: string; readonly to: string };
  readonly periodicity: Periodicity;
  /** 口径待明确: the text gave no threshold, so nothing can be judged. */
  readonly definitionPending: boolean;
  readonly inForce: boolean;
}

/**
 * The light (红黄绿灯) of a target by a rule. What is not in force or not defined, without data or with stale
 * data is grey, never green.
 */
export function lightOf(input: LightInput, rule: LightRule = LIGHT_RULE): LightShown {
  const grey = (reason: GreyReason): LightShown => ({ light: 'grey', reason });
  const lit = (light: Light): LightShown => ({ light, reason: undefined });
  if (input.definitionPending) return grey('definition_pending');
  if (!input.inForce) return grey('not_in_force');
  const late = isStale(input, rule);
  if (input.readingOn === undefined) return grey(late ? 'no_reading' : 'not_due');
  if (late) return grey('stale');
  if (input.pace === undefined) return grey('no_way');
  if (input.pace.gap > rule.yellowAt) return lit('green');
  return lit(input.pace.gap < rule.redBelow ? 'red' : 'yellow');
}

/**
 * Should a newer figure be there by now (数据过期)? The next period after the last reading, or the first of
 * the target, has ended, and the days allowed for giving the figure out are over too. Nothing is due
 * after the target's last day.
 */
export function isStale(
  {
    readingOn,
    date,
    range,
    periodicity,
  }: Omit<LightInput, 'pace' | 'definitionPending' | 'inForce'>,
  rule: LightRule,
): boolean {
  const due = nextDue(readingOn, range, periodicity);
  return due !== undefined && daysBetween(due, date) > rule.lagDays;
}

/** The last day of the next period a figure is due for (应报期); `undefined` when none is to come. */
export function nextDue(
  readingOn: string | undefined,
  range: { readonly from: string; readonly to: string },
  periodicity: Periodicity,
): string | undefined {
  if (readingOn !== undefined && readingOn >= range.to) return undefined;
  const dayBefore = new Date(Date.parse(range.from) - 1).toISOString().slice(0, 10);
  const next = nextPeriodEnd(readingOn ?? dayBefore, periodicity);
  if (next === undefined) return readingOn === undefined ? range.to : undefined;
  return next > range.to ? range.to : next;
}

/** The rule in words, as printed beside the light. */
export function ruleText(rule: LightRule): { readonly zh: string; readonly en: string } {
  const { version, elapsedBy, yellowAt, redBelow, lagDays } = rule;
  return {
    zh: `规则 ${version}：时间进度按${elapsedBy === 'months' ? '整月' : '天数'}计；进度差高于 ${yellowAt} 个百分点为绿，${yellowAt} 至 ${redBelow} 为黄，低于 ${redBelow} 为红；报数期满 ${lagDays} 天仍无数为灰。`,
    en: `Rule ${version}: time counted by ${elapsedBy === 'months' ? 'whole months' : 'days'}; green above ${yellowAt} points of pace, yellow from ${yellowAt} to ${redBelow}, red below ${redBelow}; grey when a figure is still missing ${lagDays} days after its period.`,
  };
}

/** What the day is called (节点): 双过半 only at 30 June, else 序时进度. */
export function checkpointOf(date: string): 'half' | 'pace' {
  return date.endsWith('-06-30') ? 'half' : 'pace';
}
