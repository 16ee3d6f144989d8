import { sql } from 'kysely';
import type { EntryFacts, Level } from '#domain/entry/entry.ts';
import { lineageOf, type OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';

/** The unit whose approver decides, by level: the city, the county, the unit itself, the unit above the branch. */
const START: Record<Level, (lineage: readonly { path: OrgPath; kind: string }[]) => number> = {
  city: () => 0,
  county: (lineage) =>
    Math.max(
      0,
      lineage.findLastIndex((unit) => unit.kind === 'county'),
    ),
  unit: (lineage) => lineage.length - 1,
  branch: (lineage) => Math.max(0, lineage.length - 2),
};

/**
 * The approver post (审批岗位) of an entry: at the unit that its level names, the office post there, else
 * the leader's, held today by somebody who is none of `apart` (who did the work or asks for it, and for a
 * closure who checked it); where there is none, the next unit above.
 *
 * @throws Refusal `no-approver` when no such post is held up to the city.
 */
export async function approverPost(
  ctx: Context,
  entry: { readonly level: Level; readonly orgPath: OrgPath },
  apart: readonly string[],
): Promise<string> {
  const paths = lineageOf(entry.orgPath);
  const { rows } = await sql<{ path: OrgPath; kind: string; name: string; post: string | null }>`
    select u.org_path as path, u.kind, u.short_name as name,
      (select p.id from post p
        where p.city_id = u.city_id and p.unit_id = u.id and p.closed_on is null and p.role in ('office', 'leader')
          and exists (select 1 from holding h where h.city_id = p.city_id and h.post_id = p.id and h.person_id <> all(${apart}::uuid[])
            and h.from_on <= ${ctx.today} and (h.to_on is null or h.to_on >= ${ctx.today}))
        order by p.role desc, p.code limit 1) as post
    from unit u where u.city_id = ${ctx.cityId} and u.org_path = any(${paths}::text[])
    order by length(u.org_path)`.execute(ctx.tx);
  const start = START[entry.level](rows);
  const found = rows.slice(0, start + 1).findLast((unit) => unit.post !== null);
  if (found?.post === undefined || found.post === null)
    throw new Refusal('no-approver', { level: entry.level, unit: rows[start]?.name ?? '' });
  return found.post;
}

/** The refusal of a decision that another post has to make, by the name of that post. */
export async function notApprover(
  ctx: Context,
  entry: Pick<EntryFacts, 'openRequest'>,
): Promise<Refusal> {
  const row = await ctx.tx
    .selectFrom('post as p')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'p.city_id').onRef('u.id', '=', 'p.unit_id'),
    )
    .where('p.city_id', '=', ctx.cityId)
    .where('p.id', '=', entry.openRequest?.approverPost ?? '')
    .select(['u.short_name as unit', 'p.name as post'])
    .executeTakeFirst();
  return new Refusal('not-approver', { post: row === undefined ? '' : `${row.unit} ${row.post}` });
}
