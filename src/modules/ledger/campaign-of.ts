import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';

export interface CampaignOf {
  readonly id: string;
  readonly taxonomyId: string | undefined;
}

/** The campaign an entry belongs to: the one named, else the newest that has begun. */
export async function campaignFor(ctx: Context, id: string | undefined): Promise<CampaignOf> {
  const row = await ctx.tx
    .selectFrom('campaign')
    .where('city_id', '=', ctx.cityId)
    .$if(id !== undefined, (b) => b.where('id', '=', id ?? ''))
    .$if(id === undefined, (b) => b.where('starts_on', '<=', ctx.today))
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select(['id', 'taxonomy_id'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { campaign: id ?? '' });
  return { id: row.id, taxonomyId: row.taxonomy_id ?? undefined };
}

/** A category, where one is given, must be a facet of the campaign's taxonomy. */
export async function insistCategory(
  ctx: Context,
  campaign: CampaignOf,
  category: string | undefined,
): Promise<void> {
  if (category === undefined || category === '' || campaign.taxonomyId === undefined) return;
  const facet = await ctx.tx
    .selectFrom('facet')
    .where('city_id', '=', ctx.cityId)
    .where('taxonomy_id', '=', campaign.taxonomyId)
    .where('code', '=', category)
    .select('code')
    .executeTakeFirst();
  if (facet === undefined) throw new Refusal('unknown-category', { category });
}
