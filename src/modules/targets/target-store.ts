import type { HeldPost } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { afterTargetMove, type TargetMove, type TargetState } from '#domain/target/lifecycle.ts';
import { pathFault } from '#domain/target/path.ts';
import { targetObjection, targetPost } from '#domain/target/policy.ts';
import { surchargeOf } from '#domain/target/surcharge.ts';
import type { Context } from '#platform/command.ts';
import type { Tables } from '#platform/db/tables.ts';
import { newId } from '#platform/ids.ts';
import type { Insertable } from 'kysely';
import { factsOf, type LoadedTarget, loadTarget, pathOf } from './target-load.ts';
import { insistSeen, tell } from './told.ts';

/** The columns of a target that its maker sets; the store adds city, id, version and times. */
export type TargetColumns = Omit<
  Insertable<Tables['target']>,
  'city_id' | 'id' | 'version' | 'state' | 'created_at' | 'updated_at'
>;

/** Lock a target at the version the caller saw, and insist that the move is open to him. */
export async function lockTarget(
  ctx: Context,
  input: { readonly id: string; readonly version: number },
  move: TargetMove,
): Promise<LoadedTarget> {
  const target = await loadTarget(
    ctx.tx,
    { ...ctx, asOf: { at: ctx.today, known: undefined }, lock: true },
    input.id,
  );
  await insistSeen(ctx, target, input.version);
  insist(targetObjection(ctx.actor, factsOf(target), move), { state: target.state, move });
  return target;
}

/** @throws Refusal `not-found` for a campaign that is not there. */
export async function insistCampaign(ctx: Context, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const row = await ctx.tx
    .selectFrom('campaign')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { campaign: id });
}

/** Make a target with its first event. @returns its id. */
export async function createTarget(
  ctx: Context,
  state: TargetState,
  columns: TargetColumns,
  by: HeldPost,
  kind: 'target.propose' | 'target.hand_down',
): Promise<string> {
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('target')
    .values({
      ...columns,
      city_id: ctx.cityId,
      id,
      version: 1,
      state,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  await tell(ctx, { kind, subjectId: id, version: 1, state, by, change: columns });
  return id;
}

/** The only way a target changes: the move, the new row and its event, in one transaction. */
export async function advanceTarget(
  ctx: Context,
  target: LoadedTarget,
  move: TargetMove,
  change: Partial<TargetColumns>,
  reason?: string,
): Promise<void> {
  const state = afterTargetMove(target.state, move);
  const by = targetPost(ctx.actor, factsOf(target), move);
  if (state === undefined || by === undefined)
    throw new Refusal('move-not-allowed', { state: target.state, move });
  const version = target.version + 1;
  await ctx.tx
    .updateTable('target')
    .set({ ...change, state, version, updated_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', target.id)
    .execute();
  const kind = `target.${move}`;
  await tell(ctx, { kind, subjectId: target.id, version, state, by, change, reason });
}

const PATH_FAULTS = {
  no_baseline: '缺少基数 / no baseline',
  no_profile: '没有分期数 / no profile',
  negative_share: '分期份额不能为负 / a share below zero',
  turns_back: '各期数不能倒退 / the values turn back',
  not_at_goal: '末期数须等于目标值 / the last value is not the goal',
} as const;

/** @throws Refusal `date-order`, `bad-path`: what no target may be, in force or not. */
export function insistSound(wanted: {
  readonly from: string;
  readonly to: string;
  readonly goal: string | undefined;
  readonly goalTo: string | undefined;
  readonly op: string;
  readonly baseline: string | undefined;
  readonly path: LoadedTarget['path'];
  readonly profile: readonly number[];
  /** Must it be whole, as one in force is? */
  readonly whole: boolean;
}): void {
  const { from, to, goal, goalTo, op, baseline, whole } = wanted;
  if (to < from) throw new Refusal('date-order', { from, to });
  if (goal === undefined) return;
  if ((op === 'range') !== (goalTo !== undefined) || Number(goalTo ?? goal) < Number(goal))
    throw new Refusal('bad-path', { why: '区间须有上下限 / a range has two ends' });
  const path = pathOf(wanted.path, wanted.profile);
  const fault = pathFault(
    path,
    baseline === undefined ? undefined : Number(baseline),
    Number(goal),
  );
  if (fault === undefined || (fault === 'no_baseline' && !whole)) return;
  throw new Refusal('bad-path', { why: PATH_FAULTS[fault] });
}

/** @throws Refusal `stricter-than-parent` where a child asks more than its parent and nobody says why. */
export function insistNotStricter(
  parent: { readonly goal: string | null; readonly to: string | null },
  child: { readonly goal: string; readonly to: string },
  of: Pick<LoadedTarget, 'direction' | 'adds' | 'measure'>,
  reason: string,
): void {
  if (parent.goal === null || parent.to === null || reason !== '') return;
  const found = surchargeOf(
    { value: Number(parent.goal), due: parent.to },
    { value: Number(child.goal), due: child.to },
    of.direction,
    of.adds,
  );
  if (found === undefined) return;
  const more = found.more === 0 ? [] : [`${Number(found.more.toPrecision(10))}${of.measure}`];
  const earlier = found.daysEarlier === 0 ? [] : [`−${found.daysEarlier} 天`];
  throw new Refusal('stricter-than-parent', { more: [...more, ...earlier] });
}
