import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';

/**
 * Put facets of further taxonomies (六个聚焦 beside 六个破除) on an entry, in place of those that stand; of
 * each taxonomy its newest version is meant.
 */
export async function replaceFacets(
  ctx: Context,
  entryId: string,
  facets: readonly { readonly taxonomy: string; readonly code: string }[],
): Promise<void> {
  await ctx.tx
    .deleteFrom('entry_facet')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId)
    .execute();
  for (const { taxonomy, code } of facets) {
    const added = await sql`
      insert into entry_facet (city_id, entry_id, taxonomy_id, code)
      select f.city_id, ${entryId}::uuid, f.taxonomy_id, f.code
      from facet f join taxonomy x on x.city_id = f.city_id and x.id = f.taxonomy_id
      where f.city_id = ${ctx.cityId} and x.code = ${taxonomy} and f.code = ${code}
        and x.version = (select max(version) from taxonomy y where y.city_id = x.city_id and y.code = x.code)
      on conflict do nothing`.execute(ctx.tx);
    if (added.numAffectedRows === 0n)
      throw new Refusal('unknown-category', { category: `${taxonomy}:${code}` });
  }
}
