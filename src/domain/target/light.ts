import { daysBetween } from './calendar.ts';
import type { Pace } from './pace.ts';

export type Light = 'green' | 'yellow' | 'red' | 'grey';

/** Why a light is grey. */
export type GreyReason = 'no_reading' | 'stale' | 'definition_pending' | 'no_way';

/** A published rule for lights (亮灯规则), versioned; the sentence stands beside every light it gives. */
export interface LightRule {
  readonly version: string;
  /** Yellow from this gap down, in percentage points. */
  readonly yellowAt: number;
  /** Red below this gap. */
  readonly redBelow: number;
  /** Readings older than so many days are stale. */
  readonly staleAfterDays: number;
}

/** The default: green above −10, red below −30 percentage points. */
export const LIGHT_RULE: LightRule = {
  version: '2026-1',
  yellowAt: -10,
  redBelow: -30,
  staleAfterDays: 45,
};

export interface LightShown {
  readonly light: Light;
  readonly reason: GreyReason | undefined;
  readonly rule: string;
}

export interface LightInput {
  readonly pace: Pace | undefined;
  /** Day of the last reading; `undefined` when there is none. */
  readonly readingOn: string | undefined;
  readonly date: string;
  /** 口径待明确: the text gave no threshold, so nothing can be judged. */
  readonly definitionPending: boolean;
}

/** The light (红黄绿灯) of a target by a rule. No data, stale data and open definitions are grey, never green. */
export function lightOf(input: LightInput, rule: LightRule = LIGHT_RULE): LightShown {
  const shown = (light: Light, reason?: GreyReason): LightShown => ({
    light,
    reason,
    rule: ruleText(rule).zh,
  });
  if (input.definitionPending) return shown('grey', 'definition_pending');
  if (input.readingOn === undefined) return shown('grey', 'no_reading');
  if (daysBetween(input.readingOn, input.date) > rule.staleAfterDays) return shown('grey', 'stale');
  if (input.pace === undefined) return shown('grey', 'no_way');
  if (input.pace.gap > rule.yellowAt) return shown('green');
  return shown(input.pace.gap < rule.redBelow ? 'red' : 'yellow');
}

/** The rule in words, as printed beside the light. */
export function ruleText(rule: LightRule): { readonly zh: string; readonly en: string } {
  const { version, yellowAt, redBelow, staleAfterDays } = rule;
  return {
    zh: `规则 ${version}：进度差高于 ${yellowAt} 个百分点为绿，${yellowAt} 至 ${redBelow} 为黄，低于 ${redBelow} 为红；${staleAfterDays} 天无新数为灰。`,
    en: `Rule ${version}: green above ${yellowAt} points of pace, yellow from ${yellowAt} to ${redBelow}, red below ${redBelow}; grey after ${staleAfterDays} days without a reading.`,
  };
}
