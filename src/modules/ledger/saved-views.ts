import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/saved-view.ts';
import { postAt } from '#domain/org/actor.ts';
import type { OrgEventKind } from '#domain/org/org-event-kind.ts';
import { Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { command, query, type Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';

type View = Sent<typeof contract.SavedView>;

/** More of his own than these and nobody finds one again. */
const MOST = 30;

/** 保存的视图: filter, order and columns under a name, for oneself or for one's unit. */
export const savedViewRoutes: readonly Route[] = [
  query(contract.listViews, async (q) => ({ views: await viewsFor(q, q.db) })),
  command(contract.saveView, saveView),
  command(contract.renameView, renameView),
  command(contract.dropView, dropView),
];

/** Views this person sees, the oldest first: his own, and those shared with a unit he holds a post at. */
async function viewsFor(q: Query | Context, db: Db | Tx): Promise<View[]> {
  const units = q.actor.posts.map((post) => post.unitId);
  const rows = await db
    .selectFrom('saved_view as v')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .where('v.city_id', '=', q.cityId)
    .where('v.dropped_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('v.account_id', '=', q.actor.accountId),
        ...(units.length === 0 ? [] : [eb('v.unit_id', 'in', units)]),
      ]),
    )
    .orderBy('v.id')
    .select(['v.id', 'v.place', 'v.name', 'v.query', 'v.account_id', 'v.at'])
    .select(['u.id as unit_id', 'u.short_name'])
    .execute();
  return rows.map((row) => {
    const own = row.account_id === q.actor.accountId;
    const shared = row.unit_id !== null && row.short_name !== null;
    return {
      id: row.id,
      place: row.place as View['place'],
      name: row.name,
      query: row.query as View['query'],
      ...(shared ? { unit: { id: row.unit_id ?? '', name: row.short_name ?? '' } } : {}),
      own,
      mayChange: own || (shared && postAt(q.actor, ['office'], row.unit_id ?? '') !== undefined),
      at: row.at.toISOString(),
    };
  });
}

async function seenView(ctx: Context, id: string): Promise<View> {
  const view = (await viewsFor(ctx, ctx.tx)).find((one) => one.id === id);
  if (view === undefined) throw new Refusal('not-found', { id });
  return view;
}

/** A view that may be changed by this person: his own, or one of a unit whose office he holds. */
async function changeableView(ctx: Context, id: string): Promise<View> {
  const view = await seenView(ctx, id);
  if (!view.mayChange) throw new Refusal('not-allowed');
  return view;
}

async function insistFree(ctx: Context, place: string, name: string, besides = ''): Promise<void> {
  const views = await viewsFor(ctx, ctx.tx);
  if (views.some((one) => one.place === place && one.name === name && one.id !== besides))
    throw new Refusal('name-taken', { name });
}

async function saveView(ctx: Context, input: InputOf<typeof contract.saveView>): Promise<View> {
  const { unit, place, name } = input;
  if (unit !== undefined && !ctx.actor.posts.some((post) => post.unitId === unit))
    throw new Refusal('not-allowed');
  await insistFree(ctx, place, name);
  if ((await viewsFor(ctx, ctx.tx)).filter((one) => one.own).length >= MOST)
    throw new Refusal('views-full', { most: MOST });
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('saved_view')
    .values({
      city_id: ctx.cityId,
      id,
      account_id: ctx.actor.accountId,
      place,
      name,
      query: JSON.stringify(input.query),
      unit_id: unit ?? null,
      at: ctx.now,
    })
    .execute();
  if (unit !== undefined)
    await recordOrg(ctx, { kind: 'view.share', subjectId: id, payload: { place, name, unit } });
  return await seenView(ctx, id);
}

async function renameView(ctx: Context, input: InputOf<typeof contract.renameView>): Promise<View> {
  const view = await changeableView(ctx, input.id);
  await insistFree(ctx, view.place, input.name, view.id);
  await ctx.tx
    .updateTable('saved_view')
    .set({ name: input.name, changed_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', view.id)
    .execute();
  await recordShared(ctx, 'view.rename', view, { from: view.name, to: input.name });
  return await seenView(ctx, view.id);
}

async function dropView(
  ctx: Context,
  input: InputOf<typeof contract.dropView>,
): Promise<{ id: string }> {
  const view = await changeableView(ctx, input.id);
  await ctx.tx
    .updateTable('saved_view')
    .set({ dropped_at: ctx.now, dropped_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', view.id)
    .execute();
  await recordShared(ctx, 'view.drop', view, { name: view.name });
  return { id: view.id };
}

/** What one does with a view of one's own is nobody's business; what others lose is on record. */
async function recordShared(
  ctx: Context,
  kind: OrgEventKind,
  view: View,
  payload: object,
): Promise<void> {
  if (view.unit !== undefined)
    await recordOrg(ctx, { kind, subjectId: view.id, payload: { ...payload, unit: view.unit.id } });
}
