import { sql } from 'kysely';
import type * as contract from '#contract/campaign.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import {
  type CampaignDeed,
  campaignObjection,
  campaignPost,
  openCampaignDeeds,
} from '#domain/campaign/policy.ts';
import type { Actor } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import { findUnit, type Unit } from '#modules/org/unit-store.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { type LockedCampaign, lockCampaign } from './campaigns.ts';

type ActionView = Sent<typeof contract.createAction.output>;

/** 规定动作 of a campaign, and the 自选动作 of one unit with what it has done. */
export async function listActions(
  q: Query,
  input: InputOf<typeof contract.listActions>,
): Promise<{ actions: ActionView[] }> {
  const exists = await q.db
    .selectFrom('campaign')
    .select('id')
    .where('city_id', '=', q.cityId)
    .where('id', '=', input.id)
    .executeTakeFirst();
  if (exists === undefined) throw new Refusal('not-found');
  const unit = input.unit === undefined ? undefined : await findUnit(q.db, q.cityId, input.unit);
  if (unit !== undefined && !reaches(reachOf(q.actor), unit.path))
    throw new Refusal('out-of-reach');
  return { actions: await viewActions(q.db, q, { campaignId: input.id }, unit) };
}

/** Without a unit the action is asked of every unit; with one it is that unit's own. Both are capped. */
export async function createAction(
  ctx: Context,
  input: InputOf<typeof contract.createAction>,
): Promise<ActionView> {
  const campaign = await lockCampaign(ctx, input.id);
  const unit = input.unitId === undefined ? undefined : await openUnit(ctx, input.unitId);
  const deed: CampaignDeed = unit === undefined ? 'action.require' : 'action.choose';
  const place = unit === undefined ? campaign.place : { unitId: unit.id, path: unit.path };
  insist(campaignObjection(ctx.actor, deed, place));
  await insistRoom(ctx, campaign, unit);
  if (input.phaseId !== undefined) await insistPhase(ctx, campaign.id, input.phaseId);
  insistInWindow(campaign, input.dueOn, input.name);
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('action')
    .values({
      city_id: ctx.cityId,
      id,
      campaign_id: campaign.id,
      phase_id: input.phaseId ?? null,
      unit_id: unit?.id ?? null,
      name: input.name,
      required: unit === undefined,
      due_on: input.dueOn ?? null,
    })
    .execute();
  await recordOrg(ctx, {
    kind: deed,
    subjectId: id,
    byPost: campaignPost(ctx.actor, deed, place)?.postId,
    payload: { campaign: campaign.id, unit: unit?.id ?? null, name: input.name },
  });
  return await viewAction(ctx, id, unit);
}

/** Law of the house: burden is counted, and has an end (为基层减负). */
async function insistRoom(
  ctx: Context,
  campaign: LockedCampaign,
  unit: Unit | undefined,
): Promise<void> {
  const { n } = await ctx.tx
    .selectFrom('action')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('city_id', '=', ctx.cityId)
    .where('campaign_id', '=', campaign.id)
    .where('unit_id', unit === undefined ? 'is' : '=', unit?.id ?? null)
    .executeTakeFirstOrThrow();
  const cap = unit === undefined ? campaign.requiredCap : campaign.ownCap;
  if (n >= cap) throw new Refusal('cap-reached', { cap });
}

async function insistPhase(ctx: Context, campaignId: string, phaseId: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom('phase')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', phaseId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
}

function insistInWindow(campaign: LockedCampaign, day: string | undefined, what: string): void {
  if (day === undefined) return;
  const { startsOn, endsOn } = campaign;
  if (day < startsOn || day > endsOn)
    throw new Refusal('outside-window', { what, from: startsOn, to: endsOn });
}

/** A unit says that it has done an action. Saying it again corrects day and note. */
export async function doAction(
  ctx: Context,
  input: InputOf<typeof contract.doAction>,
): Promise<ActionView> {
  const unit = await openUnit(ctx, input.unitId);
  const place = { unitId: unit.id, path: unit.path };
  insist(campaignObjection(ctx.actor, 'action.done', place));
  const action = await ctx.tx
    .selectFrom('action')
    .innerJoin('campaign', (join) =>
      join
        .onRef('campaign.city_id', '=', 'action.city_id')
        .onRef('campaign.id', '=', 'action.campaign_id'),
    )
    .selectAll('action')
    .select('campaign.starts_on')
    .where('action.city_id', '=', ctx.cityId)
    .where('action.id', '=', input.id)
    .executeTakeFirst();
  if (action === undefined) throw new Refusal('not-found');
  if (action.unit_id !== null && action.unit_id !== unit.id) throw new Refusal('not-allowed');
  const doneOn = input.doneOn ?? ctx.today;
  if (doneOn < action.starts_on || doneOn > ctx.today)
    throw new Refusal('outside-window', {
      what: action.name,
      from: action.starts_on,
      to: ctx.today,
    });
  const done = {
    done_on: doneOn,
    note: input.note ?? '',
    by_person: ctx.actor.personId,
    at: ctx.now,
  };
  await ctx.tx
    .insertInto('action_done')
    .values({ city_id: ctx.cityId, action_id: action.id, unit_id: unit.id, ...done })
    .onConflict((c) => c.columns(['city_id', 'action_id', 'unit_id']).doUpdateSet(done))
    .execute();
  await recordOrg(ctx, {
    kind: 'action.done',
    subjectId: action.id,
    byPost: campaignPost(ctx.actor, 'action.done', place)?.postId,
    payload: { unit: unit.id, doneOn, note: done.note },
  });
  return await viewAction(ctx, action.id, unit);
}

async function openUnit(ctx: Context, id: string): Promise<Unit> {
  const unit = await findUnit(ctx.tx, ctx.cityId, id);
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
  return unit;
}

async function viewAction(ctx: Context, id: string, unit: Unit | undefined): Promise<ActionView> {
  const [view] = await viewActions(ctx.tx, ctx, { id }, unit);
  if (view === undefined) throw new Refusal('not-found');
  return view;
}

async function viewActions(
  db: Db | Tx,
  viewer: { readonly cityId: number; readonly actor: Actor },
  which: { readonly campaignId: string } | { readonly id: string },
  unit: Unit | undefined,
): Promise<ActionView[]> {
  const rows = await db
    .selectFrom('action as a')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'a.city_id').onRef('u.id', '=', 'a.unit_id'),
    )
    .leftJoin('action_done as d', (join) =>
      join
        .onRef('d.city_id', '=', 'a.city_id')
        .onRef('d.action_id', '=', 'a.id')
        .on('d.unit_id', '=', unit?.id ?? null),
    )
    .selectAll('a')
    .select(['u.name as unit_name', 'd.done_on', 'd.note'])
    .select(
      sql<number>`(select count(*)::int from action_done x where x.city_id = a.city_id and x.action_id = a.id)`.as(
        'done_units',
      ),
    )
    .where('a.city_id', '=', viewer.cityId)
    .where(
      'id' in which ? 'a.id' : 'a.campaign_id',
      '=',
      'id' in which ? which.id : which.campaignId,
    )
    .where((e) => e.or([e('a.unit_id', 'is', null), e('a.unit_id', '=', unit?.id ?? null)]))
    .orderBy('a.required', 'desc')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    required: row.required,
    phaseId: row.phase_id,
    unit: row.unit_id === null ? null : { id: row.unit_id, name: row.unit_name ?? '' },
    dueOn: row.due_on,
    doneUnits: row.done_units,
    doneOn: row.done_on,
    note: row.note,
    can:
      unit === undefined
        ? []
        : openCampaignDeeds(viewer.actor, ['action.done'], { unitId: unit.id, path: unit.path }),
  }));
}
