import { sql } from 'kysely';
import type { Db } from './open.ts';

/**
 * Words of new rows wait in a list of their index (GIN) that every search walks through; put them in their places, in
 * every index at once. Whoever adds to a full list would otherwise do it for all. Only the owner of an index may;
 * another's are left to autovacuum.
 *
 * @returns how many pages of waiting words there were.
 */
export async function settleIndexes(db: Db): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select coalesce(sum(gin_clean_pending_list(i.oid)), 0)::int as pages
    from pg_class i join pg_am m on m.oid = i.relam
    where m.amname = 'gin' and i.relkind = 'i' and i.relnamespace = 'public'::regnamespace
      and pg_has_role(i.relowner, 'member')`.execute(db);
  return rows[0]?.pages ?? 0;
}
