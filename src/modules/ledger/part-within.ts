import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { lineageOf } from '#domain/org/path.ts';
import type { Reach } from '#domain/org/reach.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';

type Condition = RawBuilder<SqlBool>;

/** Up to so many entries of others are named one by one, which an index serves; more are looked up in a hash. */
const FEW = 2500;

/**
 * The condition on `entry e` for the entries that the reader may read because a unit of his reach has, or
 * had in raising it, this part in them; `any` is what reading by id shows too (`mayRead`).
 */
export async function partOf(
  q: Query,
  role: 'co' | 'raised' | 'checker' | 'any',
  reach: Reach,
  few = FEW,
): Promise<Condition> {
  switch (role) {
    case 'raised':
      return within('e.origin_path', reach);
    case 'co':
    case 'checker':
      return sql<SqlBool>`e.id in (${partiesIn(q, [role], reach)})`;
    case 'any':
      return anyPart(q, reach, few);
  }
}

async function anyPart(q: Query, reach: Reach, few: number): Promise<Condition> {
  const here = within('e.org_path', reach);
  if (reach.roots.some((root) => lineageOf(root).length === 1)) return here;
  // What lies here is told already: only the others are named. The indexes tell of where each lies; few rows are read.
  const elsewhere = sql`
    select o.id from entry o where o.city_id = ${q.cityId} and ${within('o.origin_path', reach)}
      and not ${within('o.org_path', reach)}
    union select y.id from (
        select p.entry_id, p.episode from party p
        where p.city_id = ${q.cityId} and p.role in ('co', 'checker') and ${within('p.org_path', reach)}
          and not exists (select 1 from entry x
            where x.city_id = ${q.cityId} and x.id = p.entry_id and ${within('x.org_path', reach)} offset 0)) z
      join entry y on y.city_id = ${q.cityId} and y.id = z.entry_id and y.episode = z.episode
    union select r.entry_id from request r where r.city_id = ${q.cityId} and r.decision is null
      and r.approver_post = any(${q.actor.posts.map((post) => post.postId)}::uuid[])`;
  const { rows } = await sql<{ id: string }>`${elsewhere} limit ${few + 1}`.execute(q.db);
  return rows.length <= few
    ? sql<SqlBool>`(${here} or e.id = any(${rows.map((row) => row.id)}::uuid[]))`
    : sql<SqlBool>`(${here} or e.id in (${elsewhere}))`;
}

/** Entries in whose present episode a unit within reach has one of these parts. */
function partiesIn(
  q: Query,
  roles: readonly ('co' | 'checker')[],
  reach: Reach,
): RawBuilder<unknown> {
  return sql`
    select p.entry_id from party p
      join entry x on x.city_id = p.city_id and x.id = p.entry_id and x.episode = p.episode
    where p.city_id = ${q.cityId} and p.role in (${sql.join(roles)}) and ${within('p.org_path', reach)}`;
}
