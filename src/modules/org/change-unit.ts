import { sql } from 'kysely';
import type * as contract from '#contract/org.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { subtreeOf } from '#domain/org/path.ts';
import { type OrgDeed, orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { moveLedgerPaths } from '#modules/ledger/move-paths.ts';
import { type Context, enqueueForHouse } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { endHoldingsOfPosts } from './end-holdings.ts';
import { recordOrg } from './org-event.ts';
import { addUnit, lockUnit, type Unit, writeSearchWords } from './unit-store.ts';
import { hasUnitsBelow, viewUnit } from './unit-views.ts';

type UnitView = Sent<typeof contract.createUnit.output>;

export async function createUnit(
  ctx: Context,
  input: InputOf<typeof contract.createUnit>,
): Promise<UnitView> {
  const parent = await lockUnit(ctx, input.parentId, undefined);
  insistOpen(parent);
  insist(orgObjection(ctx.actor, 'unit.create', parent));
  const unit = await addUnit(ctx, {
    id: newId(ctx.now.getTime()),
    code: input.code,
    name: input.name,
    shortName: input.shortName ?? input.name.slice(0, 60),
    kind: input.kind,
    parent,
    functions: input.functions ?? [],
    sort: input.sort ?? 0,
  });
  return await told(ctx, 'unit.create', parent, unit.id, {
    parent: parent.id,
    code: unit.code,
    name: unit.name,
    kind: unit.kind,
  });
}

export async function renameUnit(
  ctx: Context,
  input: InputOf<typeof contract.renameUnit>,
): Promise<UnitView> {
  const unit = await lockUnit(ctx, input.id, input.version);
  insistOpen(unit);
  insist(orgObjection(ctx.actor, 'unit.rename', unit));
  const name = input.name ?? unit.name;
  const next: Unit = {
    ...unit,
    name,
    // A short name nobody chose follows the name.
    shortName:
      input.shortName ??
      (unit.shortName === unit.name.slice(0, 60) ? name.slice(0, 60) : unit.shortName),
    functions: input.functions ?? unit.functions,
    sort: input.sort ?? unit.sort,
  };
  await ctx.tx
    .updateTable('unit')
    .set({
      version: unit.version + 1,
      name: next.name,
      short_name: next.shortName,
      functions: [...next.functions],
      sort: next.sort,
    })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', unit.id)
    .execute();
  await writeSearchWords(ctx, next);
  const { id: _id, version: _version, ...change } = input;
  return await told(ctx, 'unit.rename', unit, unit.id, { before: unit.name, ...change });
}

/**
 * 划转: the unit, all below it and their entries go under another parent, in one transaction. Units of
 * both lines are locked from the top down, so that two moves at once cannot put each into the other.
 */
export async function moveUnit(
  ctx: Context,
  input: InputOf<typeof contract.moveUnit>,
): Promise<UnitView> {
  await ctx.tx
    .selectFrom('city')
    .select('city_id')
    .where('city_id', '=', ctx.cityId)
    .forNoKeyUpdate()
    .execute();
  const unit = await lockUnit(ctx, input.id, input.version);
  const parent = await lockUnit(ctx, input.parentId, undefined);
  for (const each of [unit, parent]) {
    insistOpen(each);
    insist(orgObjection(ctx.actor, 'unit.move', each));
  }
  if (unit.parentId === undefined || parent.path.startsWith(unit.path))
    throw new Refusal('moves-into-itself', { unit: unit.name });
  if (unit.parentId === parent.id) return await viewUnit(ctx.tx, ctx.cityId, ctx.actor, unit.id);

  const toPath = `${parent.path}${unit.no}.`;
  await rewritePaths(ctx, unit, parent, toPath);
  await moveLedgerPaths(ctx, unit.path, toPath);
  await enqueueForHouse(ctx, 'keep-apart', {});
  return await told(ctx, 'unit.move', parent, unit.id, {
    from: unit.parentId,
    to: parent.id,
    fromPath: unit.path,
    toPath,
  });
}

async function rewritePaths(ctx: Context, unit: Unit, parent: Unit, toPath: string): Promise<void> {
  const { from, to } = subtreeOf(unit.path);
  const isCounty = unit.kind === 'county';
  await ctx.tx
    .updateTable('unit')
    .set((e) => ({
      org_path: sql<string>`${toPath} || substr(${e.ref('org_path')}, ${unit.path.length + 1})`,
      // Units of a county inside what moves stay that county's.
      county_no: isCounty
        ? e.ref('county_no')
        : sql<number>`case when ${e.ref('county_no')} = ${unit.countyNo} then ${parent.countyNo} else ${e.ref('county_no')} end`,
    }))
    .where('city_id', '=', ctx.cityId)
    .where('org_path', '>=', from)
    .where('org_path', '<', to)
    .execute();
  await ctx.tx
    .updateTable('unit')
    .set({ parent_id: parent.id, version: unit.version + 1 })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', unit.id)
    .execute();
}

/** Entries in which nothing is owed any more; all others keep their unit open. */
const AT_REST = [
  'closed',
  'accepted_done',
  'cancelled',
  'superseded',
  'dropped',
  'not_listed',
] as const;

export async function closeUnit(
  ctx: Context,
  input: InputOf<typeof contract.closeUnit>,
): Promise<UnitView> {
  const unit = await lockUnit(ctx, input.id, input.version);
  insistOpen(unit);
  insist(orgObjection(ctx.actor, 'unit.close', unit));
  const inUse =
    unit.parentId === undefined ||
    (await hasUnitsBelow(ctx.tx, ctx.cityId, unit.id)) ||
    (await hasOpenEntries(ctx, unit));
  if (inUse) throw new Refusal('unit-in-use', { unit: unit.name });
  await ctx.tx
    .updateTable('unit')
    .set({ closed_on: ctx.today, version: unit.version + 1 })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', unit.id)
    .execute();
  const posts = await ctx.tx
    .updateTable('post')
    .set({ closed_on: ctx.today })
    .where('city_id', '=', ctx.cityId)
    .where('unit_id', '=', unit.id)
    .where('closed_on', 'is', null)
    .returning('id')
    .execute();
  await endHoldingsOfPosts(
    ctx,
    posts.map((post) => post.id),
  );
  return await told(ctx, 'unit.close', unit, unit.id, { posts: posts.map((post) => post.id) });
}

async function hasOpenEntries(ctx: Context, unit: Unit): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('entry')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('org_path', '=', unit.path)
    .where('state', 'not in', AT_REST)
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) return true;
  const helping = await ctx.tx
    .selectFrom('party')
    .innerJoin('entry', (join) =>
      join
        .onRef('entry.city_id', '=', 'party.city_id')
        .onRef('entry.id', '=', 'party.entry_id')
        .onRef('entry.episode', '=', 'party.episode'),
    )
    .select('entry.id')
    .where('party.city_id', '=', ctx.cityId)
    .where('party.role', '=', 'co')
    .where('party.org_path', '=', unit.path)
    .where('entry.state', 'not in', AT_REST)
    .limit(1)
    .executeTakeFirst();
  return helping !== undefined;
}

function insistOpen(unit: Unit): void {
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
}

async function told(
  ctx: Context,
  kind: OrgDeed,
  place: { readonly path: string },
  unitId: string,
  payload: object,
): Promise<UnitView> {
  const byPost = orgPost(ctx.actor, kind, place)?.postId;
  await recordOrg(ctx, { kind, subjectId: unitId, byPost, payload });
  return await viewUnit(ctx.tx, ctx.cityId, ctx.actor, unitId);
}
