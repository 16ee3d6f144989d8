import type * as contract from '#contract/indicator.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { Refusal } from '#domain/refusal.ts';
import { definingPost } from '#domain/target/policy.ts';
import type { Unit } from '#modules/org/unit-store.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { findIndicator, keeperOf, unitFor, viewIndicators } from './indicators.ts';
import { insistSeen, tell } from './told.ts';

type View = Sent<typeof contract.IndicatorView>;

async function viewOne(ctx: Context, id: string): Promise<View> {
  const [view] = await viewIndicators(ctx.tx, ctx, [await findIndicator(ctx.tx, ctx, id)]);
  if (view === undefined) throw new Refusal('not-found');
  return view;
}

type Definition = Omit<InputOf<typeof contract.defineIndicator>, 'unit'>;

/** 新建指标. Without a meaning it is there, but nothing measured by it can take effect. */
export async function defineIndicator(
  ctx: Context,
  input: InputOf<typeof contract.defineIndicator>,
): Promise<View> {
  const { unit: wanted, ...definition } = input;
  const unit = await unitFor(ctx, wanted);
  const id = await addIndicator(ctx, unit, definition);
  return await viewOne(ctx, id);
}

/** @throws Refusal `not-allowed`, `name-taken`. */
export async function addIndicator(
  ctx: Context,
  unit: Pick<Unit, 'id' | 'path'>,
  definition: Definition,
): Promise<string> {
  const by = definingPost(ctx.actor, {
    unit: { unitId: unit.id, path: unit.path },
    ownerPost: undefined,
  });
  if (by === undefined) throw new Refusal('not-allowed');
  await insistPost(ctx, definition.ownerPost);
  const id = newId(ctx.now.getTime());
  const columns = columnsOf(definition);
  const added = await ctx.tx
    .insertInto('indicator')
    .values({
      city_id: ctx.cityId,
      id,
      version: 1,
      unit_id: unit.id,
      created_at: ctx.now,
      updated_at: ctx.now,
      ...columns,
    })
    .onConflict((c) => c.columns(['city_id', 'unit_id', 'name']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n)
    throw new Refusal('name-taken', { name: definition.name });
  await tell(ctx, {
    kind: 'indicator.define',
    subjectId: id,
    version: 1,
    state: columns.state,
    by,
    change: { unit_id: unit.id, ...columns },
  });
  return id;
}

/** 修改口径: the whole definition anew, as the next version. */
export async function changeIndicator(
  ctx: Context,
  input: InputOf<typeof contract.changeIndicator>,
): Promise<View> {
  const { id, version: seen, reason = '', ...definition } = input;
  const before = await findIndicator(ctx.tx, ctx, id, true);
  const by = definingPost(ctx.actor, keeperOf(before));
  if (by === undefined) throw new Refusal('not-allowed');
  await insistSeen(ctx, before, seen);
  await insistPost(ctx, definition.ownerPost);
  const columns = columnsOf(definition);
  if (before.state === 'defined' && reason === '') throw new Refusal('no-reason');
  const taken = await ctx.tx
    .selectFrom('indicator')
    .where('city_id', '=', ctx.cityId)
    .where('unit_id', '=', before.unit_id)
    .where('name', '=', definition.name)
    .where('id', '<>', id)
    .select('id')
    .executeTakeFirst();
  if (taken !== undefined) throw new Refusal('name-taken', { name: definition.name });
  const version = before.version + 1;
  await ctx.tx
    .updateTable('indicator')
    .set({ ...columns, version, updated_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .execute();
  const { state } = columns;
  await tell(ctx, {
    kind: 'indicator.change',
    subjectId: id,
    version,
    state,
    by,
    change: columns,
    reason,
  });
  return await viewOne(ctx, id);
}

function columnsOf(definition: Definition) {
  const {
    name,
    measure = '',
    meaning = '',
    direction,
    periodicity,
    adds,
    source = '',
  } = definition;
  return {
    state: meaning === '' ? ('undefined' as const) : ('defined' as const),
    name,
    measure,
    meaning,
    direction,
    periodicity,
    adds,
    owner_post: definition.ownerPost ?? null,
    source,
  };
}

async function insistPost(ctx: Context, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const row = await ctx.tx
    .selectFrom('post')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { post: id });
}
