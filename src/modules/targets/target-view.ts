import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import type { Actor } from '#domain/org/actor.ts';
import { isInForce } from '#domain/target/lifecycle.ts';
import { type LightShown, lightOf, nextDue } from '#domain/target/light.ts';
import { type Pace, paceOf } from '#domain/target/pace.ts';
import {
  confirmingPost,
  openTargetMoves,
  proposingPost,
  reportingPost,
} from '#domain/target/policy.ts';
import { type Surcharge, surchargeOf } from '#domain/target/surcharge.ts';
import { type PaceRule, ruleAt } from './pace-rules.ts';
import { factsOf, indicatorFactsOf, type LoadedTarget, wayOf } from './target-load.ts';

export type Row = Sent<typeof contract.TargetRow>;

/** Where a target stands by its newest figure, judged by a rule. */
export interface Judged extends LightShown {
  readonly pace: Pace | undefined;
  readonly rule: number;
}

/**
 * A figure is held against what was wanted on the last day of its own period, like with like: the days it
 * takes to be given out are not counted as falling behind.
 */
export function judge(row: LoadedTarget, rules: readonly PaceRule[], at: string): Judged {
  const index = ruleAt(rules, row.campaign_id, at);
  const rule = rules[index];
  const way = wayOf(row);
  const read = row.r_period_end !== null && row.r_value !== null && way !== undefined;
  const pace =
    read && rule !== undefined
      ? paceOf(way, Number(row.r_value), row.r_period_end ?? at, rule.elapsedBy)
      : undefined;
  const concluded = row.state === 'concluded' && row.outcome !== 'not_assessable';
  const shown = lightOf(
    {
      pace,
      readingOn: row.r_period_end ?? undefined,
      date: at,
      range: { from: row.period_from, to: row.period_to },
      periodicity: row.periodicity,
      definitionPending: row.state === 'definition_pending',
      inForce: isInForce(row.state) || concluded,
    },
    rule,
  );
  return { ...shown, pace, rule: index };
}

/** A target as lists show it. */
export function viewRow(
  row: LoadedTarget,
  actor: Actor,
  rules: readonly PaceRule[],
  at: string,
): Row {
  const judged = judge(row, rules, at);
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    indicator: {
      id: row.indicator_id,
      name: row.indicator_name,
      measure: row.measure,
      direction: row.direction,
      periodicity: row.periodicity,
      adds: row.adds,
      defined: row.indicator_state === 'defined',
    },
    unit: { id: row.unit_id, name: row.unit_name },
    from: row.period_from,
    to: row.period_to,
    baseline: row.baseline,
    op: row.op,
    goal: row.goal,
    goalTo: row.goal_to,
    grade: row.grade,
    path: row.path,
    weight: Number(row.weight),
    parent: row.parent_id,
    outcome: row.outcome,
    reading: readingOf(row),
    pace: judged.pace ?? null,
    light: judged.light,
    grey: judged.reason ?? null,
    rule: judged.rule,
    nextDue: isInForce(row.state)
      ? (nextDue(
          row.r_period_end ?? undefined,
          { from: row.period_from, to: row.period_to },
          row.periodicity,
        ) ?? null)
      : null,
    surcharge: viewSurcharge(surchargeOn(row), row.surcharge_reason),
    can: canOf(row, actor),
  };
}

function readingOf(row: LoadedTarget): Row['reading'] {
  const { r_period_end, r_value, r_vintage, r_as_of } = row;
  if (r_period_end === null || r_value === null || r_vintage === null || r_as_of === null)
    return null;
  return { periodEnd: r_period_end, value: r_value, vintage: r_vintage, asOf: r_as_of };
}

function surchargeOn(row: LoadedTarget): Surcharge | undefined {
  if (row.parent_goal === null || row.parent_to === null || row.goal === null) return undefined;
  return surchargeOf(
    { value: Number(row.parent_goal), due: row.parent_to },
    { value: Number(row.goal), due: row.period_to },
    row.direction,
    row.adds,
  );
}

/** 加码 as it is sent: null where nothing was laid on top. */
export function viewSurcharge(found: Surcharge | undefined, reason: string): Row['surcharge'] {
  if (found === undefined) return null;
  return { ...found, share: found.share ?? null, reason };
}

function canOf(row: LoadedTarget, actor: Actor): Row['can'] {
  const unit = { unitId: row.unit_id, path: row.unit_path };
  const keeper = indicatorFactsOf(row);
  const hands =
    row.goal !== null && row.state !== 'concluded' && proposingPost(actor, unit)?.role === 'office';
  const asks = isInForce(row.state);
  return [
    ...openTargetMoves(actor, factsOf(row)),
    ...(hands ? (['hand_down'] as const) : []),
    ...(asks && reportingPost(actor, keeper, unit) !== undefined ? (['report'] as const) : []),
    ...(asks && confirmingPost(actor, keeper, unit) !== undefined ? (['confirm'] as const) : []),
  ];
}
