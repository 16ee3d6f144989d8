import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import type * as moves from '#contract/target-moves.ts';
import { proposingPost } from '#domain/target/policy.ts';
import { verdictObjection } from '#domain/target/verdict.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { findIndicator, type Indicator, unitFor } from './indicators.ts';
import { readTargetIn } from './read-target.ts';
import type { LoadedTarget } from './target-load.ts';
import {
  advanceTarget,
  createTarget,
  insistCampaign,
  insistNotStricter,
  insistSound,
  lockTarget,
  type TargetColumns,
} from './target-store.ts';

type Detail = Sent<typeof contract.TargetDetail>;
type Wanted = Omit<InputOf<typeof moves.amendTarget>, 'id' | 'version' | 'indicator'>;

/** 拟定目标: for the proposer's own unit, or one his office stands over. */
export async function proposeTarget(
  ctx: Context,
  input: InputOf<typeof moves.proposeTarget>,
): Promise<Detail> {
  const unit = await unitFor(ctx, input.unit);
  const by = proposingPost(ctx.actor, { unitId: unit.id, path: unit.path });
  if (by === undefined) throw new Refusal('not-allowed');
  const indicator = await findIndicator(ctx.tx, ctx, input.indicator);
  insistSound({ ...inputOf(input), whole: false });
  await insistCampaign(ctx, input.campaign);
  if (input.guard !== undefined) await findIndicator(ctx.tx, ctx, input.guard);
  const columns: TargetColumns = {
    ...columnsOf(input),
    indicator_id: indicator.id,
    unit_id: unit.id,
    campaign_id: input.campaign ?? null,
  };
  const state = input.goal === undefined ? 'definition_pending' : 'proposed';
  return readTargetIn(ctx, await createTarget(ctx, state, columns, by, 'target.propose'));
}

/** 修改: as long as it is not in force. A new goal of a handed-down target is held against its parent. */
export async function amendTarget(
  ctx: Context,
  input: InputOf<typeof moves.amendTarget>,
): Promise<Detail> {
  const target = await lockTarget(ctx, input, 'amend');
  insistSound({ ...inputOf(input), whole: false });
  insistAgainstParent(target, input, input.remark ?? '');
  const indicator =
    input.indicator === undefined
      ? undefined
      : (await findIndicator(ctx.tx, ctx, input.indicator)).id;
  if (input.guard !== undefined) await findIndicator(ctx.tx, ctx, input.guard);
  await advanceTarget(ctx, target, 'amend', {
    ...columnsOf(input),
    ...(indicator === undefined ? {} : { indicator_id: indicator }),
  });
  return readTargetIn(ctx, target.id);
}

/** 口径待明确: no light until it is said what is asked for. */
export async function pendTarget(
  ctx: Context,
  input: InputOf<typeof moves.pendTarget>,
): Promise<Detail> {
  const target = await lockTarget(ctx, input, 'pend');
  await advanceTarget(ctx, target, 'pend', {}, input.reason);
  return readTargetIn(ctx, target.id);
}

/** 生效: with a goal, a path that is sound, and an indicator whose definition is written. */
export async function effectTarget(
  ctx: Context,
  input: InputOf<typeof moves.effectTarget>,
): Promise<Detail> {
  const target = await lockTarget(ctx, input, 'effect');
  if (target.goal === null) throw new Refusal('no-goal');
  const indicator = await findIndicator(ctx.tx, ctx, target.indicator_id);
  insistDefined(indicator);
  insistSound({
    from: target.period_from,
    to: target.period_to,
    goal: target.goal,
    goalTo: target.goal_to ?? undefined,
    op: target.op,
    baseline: target.baseline ?? undefined,
    path: target.path,
    profile: target.profile,
    whole: true,
  });
  await advanceTarget(ctx, target, 'effect', { definition: indicator.version });
  return readTargetIn(ctx, target.id);
}

/** 修订: the goal changes, and what it was stays in the event before. */
export async function reviseTarget(
  ctx: Context,
  input: InputOf<typeof moves.reviseTarget>,
): Promise<Detail> {
  const target = await lockTarget(ctx, input, 'revise');
  if (input.goal === undefined) throw new Refusal('no-goal');
  const indicator = await findIndicator(ctx.tx, ctx, target.indicator_id);
  insistDefined(indicator);
  insistSound({ ...inputOf(input), whole: true });
  insistAgainstParent(target, input, input.reason);
  if (input.guard !== undefined) await findIndicator(ctx.tx, ctx, input.guard);
  await advanceTarget(
    ctx,
    target,
    'revise',
    { ...columnsOf(input), definition: indicator.version },
    input.reason,
  );
  return readTargetIn(ctx, target.id);
}

/** 评定: by the confirmed figure of the last day. What cannot be assessed says why. */
export async function concludeTarget(
  ctx: Context,
  input: InputOf<typeof moves.concludeTarget>,
): Promise<Detail> {
  const target = await lockTarget(ctx, input, 'conclude');
  const { outcome, reason = '' } = input;
  if (outcome === 'not_assessable' && reason === '') throw new Refusal('no-reason');
  if (outcome !== 'not_assessable' && target.period_to > ctx.today)
    throw new Refusal('period-ahead', { day: target.period_to });
  const atEnd = target.r_period_end === target.period_to ? target.r_value : null;
  const last =
    atEnd === null
      ? undefined
      : { value: Number(atEnd), confirmed: target.r_vintage !== 'provisional' };
  const goal =
    target.goal === null
      ? undefined
      : {
          op: target.op,
          goal: Number(target.goal),
          goalTo: target.goal_to === null ? undefined : Number(target.goal_to),
        };
  insist(verdictObjection(outcome, goal, last), {
    day: target.period_to,
    value: target.r_value ?? '',
    goal: target.goal ?? '',
  });
  await advanceTarget(ctx, target, 'conclude', { outcome }, reason);
  return readTargetIn(ctx, target.id);
}

function insistDefined(indicator: Indicator): void {
  if (indicator.state !== 'defined')
    throw new Refusal('no-definition', { indicator: indicator.name });
}

function insistAgainstParent(target: LoadedTarget, input: Wanted, reason: string): void {
  if (input.goal === undefined) return;
  insistNotStricter(
    { goal: target.parent_goal, to: target.parent_to },
    { goal: input.goal, to: input.to },
    target,
    target.surcharge_reason === '' ? reason : target.surcharge_reason,
  );
}

function inputOf(input: Wanted) {
  const { from, to, goal, goalTo, op, baseline, path, profile } = input;
  return { from, to, goal, goalTo, op, baseline, path, profile };
}

function columnsOf(input: Wanted) {
  return {
    period_from: input.from,
    period_to: input.to,
    baseline: input.baseline ?? null,
    baseline_on: input.baselineOn ?? null,
    goal: input.goal ?? null,
    goal_to: input.goalTo ?? null,
    op: input.op,
    grade: input.grade,
    path: input.path,
    profile: JSON.stringify(input.profile),
    weight: String(input.weight),
    guard_id: input.guard ?? null,
    remark: input.remark ?? '',
  };
}
