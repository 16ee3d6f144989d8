import type * as contract from '#contract/campaign.ts';
import type { CampaignView } from '#contract/campaign.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { campaignObjection, campaignPost, openCampaignDeeds } from '#domain/campaign/policy.ts';
import type { Actor } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import { findUnit } from '#modules/org/unit-store.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { facetsOf } from './taxonomies.ts';

export async function listCampaigns(q: Query): Promise<Sent<typeof contract.listCampaigns.output>> {
  const campaigns = await viewCampaigns(q.db, q);
  const current = await currentCampaign(q.db, q.cityId, q.today);
  return { campaigns, current: current ?? null };
}

export async function getCampaign(
  q: Query,
  input: InputOf<typeof contract.getCampaign>,
): Promise<Sent<typeof contract.getCampaign.output>> {
  const campaign = await viewCampaign(q.db, q, input.id);
  const { taxonomyId } = campaign;
  const categories = taxonomyId === null ? [] : await facetsOf(q.db, q.cityId, taxonomyId);
  return { campaign, categories };
}

/** 当前专项: the newest that has begun; its id, or undefined before the first. */
export async function currentCampaign(
  db: Db | Tx,
  cityId: number,
  today: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('campaign')
    .select('id')
    .where('city_id', '=', cityId)
    .where('starts_on', '<=', today)
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The categories entries of a campaign may bear: the facets of its taxonomy, in order. */
export async function categoriesOf(
  db: Db | Tx,
  cityId: number,
  campaignId: string,
): Promise<{ code: string; name: string; parent: string | null }[]> {
  const row = await db
    .selectFrom('campaign')
    .select('taxonomy_id')
    .where('city_id', '=', cityId)
    .where('id', '=', campaignId)
    .executeTakeFirst();
  const taxonomyId = row?.taxonomy_id ?? undefined;
  return taxonomyId === undefined ? [] : await facetsOf(db, cityId, taxonomyId);
}

export async function createCampaign(
  ctx: Context,
  input: InputOf<typeof contract.createCampaign>,
): Promise<CampaignView> {
  const office = await findUnit(ctx.tx, ctx.cityId, input.officeUnit);
  const place = { unitId: office.id, path: office.path };
  insist(campaignObjection(ctx.actor, 'campaign.create', place));
  if (office.closedOn !== undefined) throw new Refusal('unit-closed', { unit: office.name });
  const { startsOn, endsOn } = input;
  if (endsOn < startsOn) throw new Refusal('date-order', { from: startsOn, to: endsOn });
  insistPhases(input);
  if (input.taxonomyId !== undefined) await insistTaxonomy(ctx, input.taxonomyId);
  const id = newId(ctx.now.getTime());
  const added = await ctx.tx
    .insertInto('campaign')
    .values({
      city_id: ctx.cityId,
      id,
      code: input.code,
      name: input.name,
      office_unit: office.id,
      starts_on: startsOn,
      ends_on: endsOn,
      taxonomy_id: input.taxonomyId ?? null,
      created_at: ctx.now,
      ...(input.requiredCap === undefined ? {} : { required_cap: input.requiredCap }),
      ...(input.ownCap === undefined ? {} : { own_cap: input.ownCap }),
    })
    .onConflict((c) => c.columns(['city_id', 'code']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) throw new Refusal('name-taken', { name: input.code });
  if (input.phases.length > 0)
    await ctx.tx
      .insertInto('phase')
      .values(
        input.phases.map((phase, at) => ({
          city_id: ctx.cityId,
          id: newId(ctx.now.getTime()),
          campaign_id: id,
          seq: at + 1,
          name: phase.name,
          starts_on: phase.startsOn,
          ends_on: phase.endsOn,
        })),
      )
      .execute();
  await recordOrg(ctx, {
    kind: 'campaign.create',
    subjectId: id,
    byPost: campaignPost(ctx.actor, 'campaign.create', place)?.postId,
    payload: { code: input.code, name: input.name, office: office.id, startsOn, endsOn },
  });
  return await viewCampaign(ctx.tx, ctx, id);
}

/** Phases lie in the window and begin one after the other; they may overlap (压茬推进). */
function insistPhases(input: InputOf<typeof contract.createCampaign>): void {
  let last = input.startsOn;
  for (const phase of input.phases) {
    const inside =
      phase.startsOn >= last && phase.endsOn >= phase.startsOn && phase.endsOn <= input.endsOn;
    if (!inside)
      throw new Refusal('outside-window', {
        what: phase.name,
        from: input.startsOn,
        to: input.endsOn,
      });
    last = phase.startsOn;
  }
}

async function insistTaxonomy(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom('taxonomy')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
}

/** Another taxonomy, where every category the ledger already uses keeps its code. */
export async function setCampaignTaxonomy(
  ctx: Context,
  input: InputOf<typeof contract.setCampaignTaxonomy>,
): Promise<CampaignView> {
  const campaign = await lockCampaign(ctx, input.id);
  insist(campaignObjection(ctx.actor, 'campaign.set_taxonomy', campaign.place));
  await insistTaxonomy(ctx, input.taxonomyId);
  const used = await ctx.tx
    .selectFrom('entry')
    .select('category')
    .distinct()
    .where('city_id', '=', ctx.cityId)
    .where('campaign_id', '=', campaign.id)
    .where('category', '<>', '')
    .execute();
  const codes = new Set(
    (await facetsOf(ctx.tx, ctx.cityId, input.taxonomyId)).map((facet) => facet.code),
  );
  const lost = used.map((row) => row.category).filter((code) => !codes.has(code));
  if (lost.length > 0) throw new Refusal('taxonomy-in-use', { codes: lost });
  await ctx.tx
    .updateTable('campaign')
    .set({ taxonomy_id: input.taxonomyId })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', campaign.id)
    .execute();
  await recordOrg(ctx, {
    kind: 'campaign.set_taxonomy',
    subjectId: campaign.id,
    byPost: campaignPost(ctx.actor, 'campaign.set_taxonomy', campaign.place)?.postId,
    payload: { from: campaign.taxonomyId ?? null, to: input.taxonomyId },
  });
  return await viewCampaign(ctx.tx, ctx, campaign.id);
}

export interface LockedCampaign {
  readonly id: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly taxonomyId: string | undefined;
  readonly requiredCap: number;
  readonly ownCap: number;
  readonly place: { readonly unitId: string; readonly path: string };
}

/** The campaign, locked: caps are counted under it. @throws Refusal `not-found`. */
export async function lockCampaign(ctx: Context, id: string): Promise<LockedCampaign> {
  const row = await ctx.tx
    .selectFrom('campaign')
    .innerJoin('unit', (join) =>
      join
        .onRef('unit.city_id', '=', 'campaign.city_id')
        .onRef('unit.id', '=', 'campaign.office_unit'),
    )
    .selectAll('campaign')
    .select('unit.org_path')
    .where('campaign.city_id', '=', ctx.cityId)
    .where('campaign.id', '=', id)
    .forNoKeyUpdate('campaign')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return {
    id: row.id,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    taxonomyId: row.taxonomy_id ?? undefined,
    requiredCap: row.required_cap,
    ownCap: row.own_cap,
    place: { unitId: row.office_unit, path: row.org_path },
  };
}

interface Viewer {
  readonly cityId: number;
  readonly actor: Actor;
  readonly today: string;
}

/**
 * The campaign as this viewer sees it.
 *
 * @throws Refusal `not-found`.
 */
export async function viewCampaign(db: Db | Tx, viewer: Viewer, id: string): Promise<CampaignView> {
  const [view] = await viewCampaigns(db, viewer, id);
  if (view === undefined) throw new Refusal('not-found');
  return view;
}

async function viewCampaigns(db: Db | Tx, viewer: Viewer, id?: string): Promise<CampaignView[]> {
  const rows = await db
    .selectFrom('campaign')
    .innerJoin('unit', (join) =>
      join
        .onRef('unit.city_id', '=', 'campaign.city_id')
        .onRef('unit.id', '=', 'campaign.office_unit'),
    )
    .selectAll('campaign')
    .select(['unit.name as unit_name', 'unit.org_path'])
    .where('campaign.city_id', '=', viewer.cityId)
    .$if(id !== undefined, (query) => query.where('campaign.id', '=', id ?? ''))
    .orderBy('campaign.starts_on', 'desc')
    .orderBy('campaign.id', 'desc')
    .limit(200)
    .execute();
  const phases =
    rows.length === 0
      ? []
      : await phasesOf(
          db,
          viewer.cityId,
          rows.map((row) => row.id),
        );
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    officeUnit: { id: row.office_unit, name: row.unit_name },
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    taxonomyId: row.taxonomy_id,
    requiredCap: row.required_cap,
    ownCap: row.own_cap,
    phases: phases
      .filter((phase) => phase.campaignId === row.id)
      .map(({ campaignId: _campaign, ...phase }) => phase),
    present: row.starts_on <= viewer.today && viewer.today <= row.ends_on,
    can: openCampaignDeeds(viewer.actor, ['campaign.set_taxonomy', 'action.require'], {
      unitId: row.office_unit,
      path: row.org_path,
    }),
  }));
}

async function phasesOf(db: Db | Tx, cityId: number, campaigns: readonly string[]) {
  return await db
    .selectFrom('phase')
    .select([
      'campaign_id as campaignId',
      'id',
      'seq',
      'name',
      'starts_on as startsOn',
      'ends_on as endsOn',
    ])
    .where('city_id', '=', cityId)
    .where('campaign_id', 'in', campaigns)
    .orderBy('seq')
    .execute();
}
