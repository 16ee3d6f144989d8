import type { OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';

/** The path of a unit of this city; an id that is not one of its units is not there. */
export async function pathOfUnit(db: Db | Tx, cityId: number, id: string): Promise<OrgPath> {
  const row = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .select('org_path')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { unit: id });
  return row.org_path;
}

/** The unit that stands at a path, as figures name it. */
export async function unitAt(q: Query, path: OrgPath): Promise<{ id: string; name: string }> {
  return q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('org_path', '=', path)
    .select(['id', 'short_name as name'])
    .executeTakeFirstOrThrow();
}
