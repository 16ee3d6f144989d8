import type { Context } from '#platform/command.ts';

/** Who changed an entry last and by which move, for the caller whose version is stale. */
export async function lastChange(
  ctx: Context,
  entryId: string,
): Promise<{ who: string; what: string; at: string }> {
  const row = await ctx.tx
    .selectFrom('event as v')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .leftJoin('post as p', (join) =>
      join.onRef('p.city_id', '=', 'v.city_id').onRef('p.id', '=', 'v.post_id'),
    )
    .where('v.city_id', '=', ctx.cityId)
    .where('v.subject_id', '=', entryId)
    .orderBy('v.subject_version', 'desc')
    .limit(1)
    .select(['v.kind', 'v.at', 'u.short_name as unit', 'p.name as post'])
    .executeTakeFirst();
  const who = [row?.unit, row?.post].filter((name) => name !== null && name !== undefined);
  return { who: who.join(' '), what: row?.kind ?? '', at: row?.at.toISOString() ?? '' };
}
