import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import type * as moves from '#contract/target-moves.ts';
import { isInForce } from '#domain/target/lifecycle.ts';
import { scaledValues } from '#domain/target/path.ts';
import { handingPost } from '#domain/target/policy.ts';
import { Refusal } from '#domain/refusal.ts';
import { findUnit } from '#modules/org/unit-store.ts';
import type { Context } from '#platform/command.ts';
import { readTargetIn } from './read-target.ts';
import { type LoadedTarget, loadTarget } from './target-load.ts';
import { createTarget, insistNotStricter, insistSound } from './target-store.ts';
import { insistSeen } from './told.ts';

type HandDown = InputOf<typeof moves.handDownTarget>;
type Part = HandDown['parts'][number];

/**
 * 分解下达: one child for each unit. A child that asks more than its parent, or parts that add up to more,
 * need a reason, which both levels see. In force at once where the parent is.
 */
export async function handDownTarget(
  ctx: Context,
  input: HandDown,
): Promise<Sent<typeof contract.TargetDetail>> {
  const parent = await loadTarget(
    ctx.tx,
    { ...ctx, asOf: { at: ctx.today, known: undefined }, lock: true },
    input.id,
  );
  await insistSeen(ctx, parent, input.version);
  const { goal } = parent;
  if (goal === null) throw new Refusal('no-goal');
  if (parent.state === 'concluded')
    throw new Refusal('move-not-allowed', { state: parent.state, move: 'hand_down' });
  await insistSumNotStricter(ctx, parent, goal, input.parts);
  for (const part of input.parts) await handPart(ctx, parent, goal, part);
  return readTargetIn(ctx, parent.id);
}

async function handPart(
  ctx: Context,
  parent: LoadedTarget,
  goal: string,
  part: Part,
): Promise<void> {
  const unit = await findUnit(ctx.tx, ctx.cityId, part.unit);
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
  if (!unit.path.startsWith(parent.unit_path) || unit.id === parent.unit_id)
    throw new Refusal('not-below', { unit: unit.name });
  const by = handingPost(
    ctx.actor,
    { unitId: parent.unit_id, path: parent.unit_path },
    { unitId: unit.id, path: unit.path },
  );
  if (by === undefined) throw new Refusal('not-allowed');
  const to = part.to ?? parent.period_to;
  const reason = part.reason ?? '';
  insistNotStricter({ goal, to: parent.period_to }, { goal: part.goal, to }, parent, reason);
  const baseline = part.baseline ?? (parent.adds ? '0' : (parent.baseline ?? undefined));
  const { path, profile } = pathOfPart(parent, goal, { baseline, goal: part.goal, to });
  const from = parent.period_from;
  insistSound({
    from,
    to,
    goal: part.goal,
    goalTo: undefined,
    op: parent.op === 'range' ? 'ge' : parent.op,
    baseline,
    path,
    profile,
    whole: true,
  });
  await createTarget(
    ctx,
    isInForce(parent.state) ? 'effective' : 'proposed',
    {
      indicator_id: parent.indicator_id,
      definition: parent.definition,
      unit_id: unit.id,
      campaign_id: parent.campaign_id,
      period_from: from,
      period_to: to,
      baseline: baseline ?? null,
      baseline_on: parent.baseline_on,
      goal: part.goal,
      op: parent.op === 'range' ? 'ge' : parent.op,
      grade: parent.grade,
      path,
      profile: JSON.stringify(profile),
      weight: String(part.weight),
      parent_id: parent.id,
      surcharge_reason: reason,
      guard_id: parent.guard_id,
    },
    by,
    'target.hand_down',
  );
}

/**
 * A part goes the way of the whole. Its fixed values are the whole's, scaled; with another period, or where
 * they cannot be scaled, it runs straight until its own are given.
 */
function pathOfPart(
  parent: LoadedTarget,
  goal: string,
  part: { readonly baseline: string | undefined; readonly goal: string; readonly to: string },
): Pick<LoadedTarget, 'path' | 'profile'> {
  if (parent.path !== 'quarterly')
    return { path: parent.path, profile: parent.path === 'seasonal' ? parent.profile : [] };
  const isWhole = part.to === parent.period_to && parent.baseline !== null;
  const profile =
    isWhole && part.baseline !== undefined
      ? scaledValues(
          parent.profile,
          { baseline: Number(parent.baseline), goal: Number(goal) },
          { baseline: Number(part.baseline), goal: Number(part.goal) },
        )
      : undefined;
  return profile === undefined ? { path: 'linear', profile: [] } : { path: 'quarterly', profile };
}

/** Parts that add up to more than the whole are a surcharge too (层层加码), and each of them says why. */
async function insistSumNotStricter(
  ctx: Context,
  parent: LoadedTarget,
  goal: string,
  parts: readonly Part[],
): Promise<void> {
  if (!parent.adds || parts.every((part) => (part.reason ?? '') !== '')) return;
  const { sum } = await ctx.tx
    .selectFrom('target')
    .where('city_id', '=', ctx.cityId)
    .where('parent_id', '=', parent.id)
    .where('state', '<>', 'concluded')
    .select((e) => e.fn.sum<string | null>('goal').as('sum'))
    .executeTakeFirstOrThrow();
  const all = Number(sum ?? 0) + parts.reduce((total, part) => total + Number(part.goal), 0);
  const more = all - Number(goal);
  // Where less is asked for, parts still to come can only make the sum larger: nothing to hold against yet.
  if (parent.direction !== 'down' && more > 1e-9)
    throw new Refusal('stricter-than-parent', {
      more: `Σ +${Number(more.toPrecision(10))}${parent.measure}`,
    });
}
