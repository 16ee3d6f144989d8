import type { Outcome } from './lifecycle.ts';

/** 不低于, 不高于, 等于, 区间, 左右 */
export const TARGET_OPS = ['ge', 'le', 'eq', 'range', 'about'] as const;
export type TargetOp = (typeof TARGET_OPS)[number];

export interface Goal {
  readonly op: TargetOp;
  readonly goal: number;
  /** Upper end of a range. */
  readonly goalTo: number | undefined;
}

/** Does a value meet the goal? 左右 and the like leave it to a person: `undefined`. */
export function isMet(goal: Goal, value: number): boolean | undefined {
  switch (goal.op) {
    case 'ge':
      return value >= goal.goal;
    case 'le':
      return value <= goal.goal;
    case 'eq':
      return value === goal.goal;
    case 'range':
      return value >= goal.goal && value <= (goal.goalTo ?? goal.goal);
    case 'about':
      return undefined;
  }
}

/**
 * What a conclusion may say (评定): achieved and missed need the confirmed figure of the last day and may not
 * contradict it; without such a figure only "not assessable" is left.
 */
export function verdictObjection(
  outcome: Outcome,
  goal: Goal | undefined,
  last: { readonly value: number; readonly confirmed: boolean } | undefined,
): 'no-final-reading' | 'verdict-contradicts' | undefined {
  if (outcome === 'not_assessable') return undefined;
  if (goal === undefined || last === undefined || !last.confirmed) return 'no-final-reading';
  const met = isMet(goal, last.value);
  if (met === undefined) return undefined;
  return met === (outcome === 'achieved') ? undefined : 'verdict-contradicts';
}
