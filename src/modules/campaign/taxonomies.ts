import type * as contract from '#contract/campaign.ts';
import type { TaxonomyView } from '#contract/campaign.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { badFacets, type Facet, parentsFirst } from '#domain/campaign/facets.ts';
import { campaignObjection, campaignPost } from '#domain/campaign/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';

/** Taxonomies belong to no unit. */
const NOWHERE = { unitId: '', path: '' };

export async function listTaxonomies(
  q: Query,
): Promise<Sent<typeof contract.listTaxonomies.output>> {
  const taxonomies = await q.db
    .selectFrom('taxonomy')
    .select(['id', 'code', 'version', 'name'])
    .where('city_id', '=', q.cityId)
    .orderBy('code')
    .orderBy('version', 'desc')
    .limit(500)
    .execute();
  return { taxonomies };
}

export async function getTaxonomy(
  q: Query,
  input: InputOf<typeof contract.getTaxonomy>,
): Promise<TaxonomyView> {
  return await viewTaxonomy(q.db, q.cityId, input.id);
}

/**
 * A taxonomy never changes: what is called a change is the next version under the same code, with a
 * crosswalk from the version before. A facet that keeps its code is itself; the others are said.
 */
export async function createTaxonomy(
  ctx: Context,
  input: InputOf<typeof contract.createTaxonomy>,
): Promise<TaxonomyView> {
  insist(campaignObjection(ctx.actor, 'taxonomy.create', NOWHERE));
  const facets = input.facets.map((facet): Facet => ({
    code: facet.code,
    name: facet.name,
    parent: facet.parent,
  }));
  const bad = badFacets(facets);
  if (bad.length > 0) throw new Refusal('bad-facets', { codes: bad });
  await lockCity(ctx);
  const before = await ctx.tx
    .selectFrom('taxonomy')
    .select(['id', 'version'])
    .where('city_id', '=', ctx.cityId)
    .where('code', '=', input.code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const id = newId(ctx.now.getTime());
  const version = (before?.version ?? 0) + 1;
  await ctx.tx
    .insertInto('taxonomy')
    .values({
      city_id: ctx.cityId,
      id,
      code: input.code,
      version,
      name: input.name,
      created_at: ctx.now,
    })
    .execute();
  const order = new Map(facets.map((facet, at) => [facet.code, at]));
  await ctx.tx
    .insertInto('facet')
    .values(
      parentsFirst(facets).map((facet) => ({
        city_id: ctx.cityId,
        taxonomy_id: id,
        code: facet.code,
        name: facet.name,
        parent_code: facet.parent ?? null,
        sort: order.get(facet.code) ?? 0,
      })),
    )
    .execute();
  if (before !== undefined) await walkFrom(ctx, before.id, id, input.crosswalk ?? []);
  else if ((input.crosswalk ?? []).length > 0)
    throw new Refusal('bad-facets', { codes: input.crosswalk?.map((pair) => pair.from) ?? [] });
  await recordOrg(ctx, {
    kind: 'taxonomy.create',
    subjectId: id,
    byPost: campaignPost(ctx.actor, 'taxonomy.create', NOWHERE)?.postId,
    payload: { code: input.code, version, facets: facets.length },
  });
  return await viewTaxonomy(ctx.tx, ctx.cityId, id);
}

/** The crosswalk of a new version: what is said, and every code that is in both and was not said. */
async function walkFrom(
  ctx: Context,
  before: string,
  id: string,
  said: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  const [old, fresh] = [await codesOf(ctx, before), await codesOf(ctx, id)];
  const spoken = new Set(said.map((pair) => pair.from));
  const kept = [...old].filter((code) => fresh.has(code) && !spoken.has(code));
  const pairs = [...said, ...kept.map((code) => ({ from: code, to: code }))];
  await writePairs(ctx, { id: before, codes: old }, { id, codes: fresh }, pairs);
}

/** Says which facets of one taxonomy mean which of another; entries keep the facet they were given. */
export async function addCrosswalk(
  ctx: Context,
  input: InputOf<typeof contract.addCrosswalk>,
): Promise<TaxonomyView> {
  insist(campaignObjection(ctx.actor, 'taxonomy.create', NOWHERE));
  const from = { id: input.id, codes: await codesOf(ctx, input.id) };
  const to = { id: input.to, codes: await codesOf(ctx, input.to) };
  if (from.codes.size === 0 || to.codes.size === 0) throw new Refusal('not-found');
  await writePairs(ctx, from, to, input.pairs);
  await recordOrg(ctx, {
    kind: 'taxonomy.crosswalk',
    subjectId: input.id,
    byPost: campaignPost(ctx.actor, 'taxonomy.create', NOWHERE)?.postId,
    payload: { to: input.to, pairs: input.pairs },
  });
  return await viewTaxonomy(ctx.tx, ctx.cityId, input.id);
}

interface Codes {
  readonly id: string;
  readonly codes: ReadonlySet<string>;
}

async function writePairs(
  ctx: Context,
  from: Codes,
  to: Codes,
  pairs: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  const bad = pairs
    .filter((pair) => !from.codes.has(pair.from) || !to.codes.has(pair.to))
    .map((pair) => `${pair.from}→${pair.to}`);
  if (bad.length > 0) throw new Refusal('bad-facets', { codes: bad });
  if (pairs.length === 0) return;
  await ctx.tx
    .insertInto('crosswalk')
    .values(
      pairs.map((pair) => ({
        city_id: ctx.cityId,
        from_taxonomy: from.id,
        from_code: pair.from,
        to_taxonomy: to.id,
        to_code: pair.to,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

async function codesOf(ctx: Context, taxonomyId: string): Promise<Set<string>> {
  const rows = await ctx.tx
    .selectFrom('facet')
    .select('code')
    .where('city_id', '=', ctx.cityId)
    .where('taxonomy_id', '=', taxonomyId)
    .execute();
  return new Set(rows.map((row) => row.code));
}

/** Two new versions at once would take the same number. */
async function lockCity(ctx: Context): Promise<void> {
  await ctx.tx
    .selectFrom('city')
    .select('city_id')
    .where('city_id', '=', ctx.cityId)
    .forNoKeyUpdate()
    .execute();
}

async function viewTaxonomy(db: Db | Tx, cityId: number, id: string): Promise<TaxonomyView> {
  const taxonomy = await db
    .selectFrom('taxonomy')
    .select(['id', 'code', 'version', 'name'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (taxonomy === undefined) throw new Refusal('not-found');
  const crosswalk = await db
    .selectFrom('crosswalk')
    .select(['from_code as from', 'to_code as to', 'to_taxonomy as taxonomyId'])
    .where('city_id', '=', cityId)
    .where('from_taxonomy', '=', id)
    .orderBy('to_taxonomy')
    .orderBy('from_code')
    .execute();
  return { taxonomy, facets: await facetsOf(db, cityId, id), crosswalk };
}

/** The facets of one taxonomy in its own order. */
export async function facetsOf(
  db: Db | Tx,
  cityId: number,
  taxonomyId: string,
): Promise<{ code: string; name: string; parent: string | null }[]> {
  return await db
    .selectFrom('facet')
    .select(['code', 'name', 'parent_code as parent'])
    .where('city_id', '=', cityId)
    .where('taxonomy_id', '=', taxonomyId)
    .orderBy('sort')
    .orderBy('code')
    .execute();
}

/** What each facet of one taxonomy is called in another (口径对照): none, one or several codes. */
export async function crosswalkTo(
  db: Db | Tx,
  cityId: number,
  fromTaxonomy: string,
  toTaxonomy: string,
): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('crosswalk')
    .select(['from_code', 'to_code'])
    .where('city_id', '=', cityId)
    .where('from_taxonomy', '=', fromTaxonomy)
    .where('to_taxonomy', '=', toTaxonomy)
    .orderBy('to_code')
    .execute();
  const groups = Map.groupBy(rows, (row) => row.from_code);
  return new Map([...groups].map(([code, found]) => [code, found.map((row) => row.to_code)]));
}
