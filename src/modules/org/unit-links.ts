import { sql } from 'kysely';
import type * as contract from '#contract/org.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { enqueueForHouse, type Context } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { recordOrg } from './org-event.ts';
import { findUnit, type Unit } from './unit-store.ts';

type LinkView = Sent<typeof contract.linkUnits.output>;

/** 条线 or Party relation between two units; the office over both makes it. */
export async function linkUnits(
  ctx: Context,
  input: InputOf<typeof contract.linkUnits>,
): Promise<LinkView> {
  const upper = await openUnit(ctx, input.upper);
  const lower = await openUnit(ctx, input.lower);
  for (const unit of [upper, lower]) insist(orgObjection(ctx.actor, 'link.start', unit));
  await lockLinks(ctx);
  if (upper.id === lower.id || (await standsAbove(ctx, input.kind, lower.id, upper.id)))
    throw new Refusal('link-cycle', { upper: upper.name, lower: lower.name });
  const id = newId(ctx.now.getTime());
  const row = {
    city_id: ctx.cityId,
    id,
    kind: input.kind,
    upper_unit: upper.id,
    lower_unit: lower.id,
    function: input.function ?? null,
    from_on: input.fromOn ?? ctx.today,
  };
  const added = await ctx.tx
    .insertInto('unit_link')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n)
    throw new Refusal('name-taken', { name: `${upper.name} → ${lower.name}` });
  await enqueueForHouse(ctx, 'keep-apart', {});
  await recordOrg(ctx, {
    kind: 'link.start',
    subjectId: lower.id,
    byPost: orgPost(ctx.actor, 'link.start', upper)?.postId,
    payload: {
      link: id,
      kind: row.kind,
      upper: upper.id,
      function: row.function,
      from: row.from_on,
    },
  });
  return await findLink(ctx, id);
}

/** The day given is the last on which anything is seen through the link. */
export async function endLink(
  ctx: Context,
  input: InputOf<typeof contract.endLink>,
): Promise<LinkView> {
  const link = await findLink(ctx, input.id);
  const upper = await findUnit(ctx.tx, ctx.cityId, link.upper.id);
  insist(orgObjection(ctx.actor, 'link.end', upper));
  const toOn = input.toOn ?? ctx.today;
  if (toOn < link.fromOn) throw new Refusal('date-order', { from: link.fromOn, to: toOn });
  await ctx.tx
    .updateTable('unit_link')
    .set({ to_on: toOn })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', link.id)
    .execute();
  await recordOrg(ctx, {
    kind: 'link.end',
    subjectId: link.lower.id,
    byPost: orgPost(ctx.actor, 'link.end', upper)?.postId,
    payload: { link: link.id, upper: upper.id, to: toOn },
  });
  return { ...link, toOn };
}

async function openUnit(ctx: Context, id: string): Promise<Unit> {
  const unit = await findUnit(ctx.tx, ctx.cityId, id);
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
  return unit;
}

/** Two links made at once could close a circle that neither sees: links are made one at a time. */
async function lockLinks(ctx: Context): Promise<void> {
  await ctx.tx
    .selectFrom('city')
    .select('city_id')
    .where('city_id', '=', ctx.cityId)
    .forNoKeyUpdate()
    .execute();
}

/** Does `top` stand above `below` by links of this kind, now or later? */
async function standsAbove(
  ctx: Context,
  kind: 'line' | 'party',
  top: string,
  below: string,
): Promise<boolean> {
  const { rows } = await sql`
    with recursive under (unit_id) as (
      select ${top}::uuid
      union
      select l.lower_unit from under join unit_link l on l.city_id = ${ctx.cityId}
        and l.upper_unit = under.unit_id and l.kind = ${kind}
        and (l.to_on is null or l.to_on >= ${ctx.today}::date)
    )
    select 1 from under where unit_id = ${below}`.execute(ctx.tx);
  return rows.length > 0;
}

async function findLink(ctx: Context, id: string): Promise<LinkView> {
  const row = await linkQuery(ctx.tx, ctx.cityId).where('l.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return viewLink(row);
}

/** The links of a unit in either direction, ended ones last. */
export async function linksOf(db: Db | Tx, cityId: number, unitId: string): Promise<LinkView[]> {
  const rows = await linkQuery(db, cityId)
    .where((e) => e.or([e('l.upper_unit', '=', unitId), e('l.lower_unit', '=', unitId)]))
    .orderBy('l.to_on', (o) => o.desc().nullsFirst())
    .orderBy('l.id')
    .limit(500)
    .execute();
  return rows.map(viewLink);
}

function linkQuery(db: Db | Tx, cityId: number) {
  return db
    .selectFrom('unit_link as l')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'l.city_id').onRef('u.id', '=', 'l.upper_unit'),
    )
    .innerJoin('unit as w', (join) =>
      join.onRef('w.city_id', '=', 'l.city_id').onRef('w.id', '=', 'l.lower_unit'),
    )
    .selectAll('l')
    .select(['u.name as upper_name', 'w.name as lower_name'])
    .where('l.city_id', '=', cityId);
}

type Row = Awaited<ReturnType<ReturnType<typeof linkQuery>['executeTakeFirstOrThrow']>>;

function viewLink(row: Row): LinkView {
  return {
    id: row.id,
    kind: row.kind,
    upper: { id: row.upper_unit, name: row.upper_name },
    lower: { id: row.lower_unit, name: row.lower_name },
    function: row.function,
    fromOn: row.from_on,
    toOn: row.to_on,
  };
}
