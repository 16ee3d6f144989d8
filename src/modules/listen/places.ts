import { sql } from 'kysely';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { linkedRoots } from '#modules/org/who-is.ts';
import type { Db, Tx } from '#platform/db/open.ts';

export interface Place {
  readonly id: string;
  readonly path: OrgPath;
  readonly name: string;
}

/** The city itself. */
export async function rootOf(db: Db | Tx, cityId: number): Promise<Place> {
  const root = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('parent_id', 'is', null)
    .select(['id', 'org_path as path', 'name'])
    .executeTakeFirst();
  if (root === undefined) throw new Refusal('unavailable');
  return root;
}

/** Counties and towns that citizens choose from, each county before its towns. */
export async function placesToChoose(
  db: Db | Tx,
  cityId: number,
): Promise<{ id: string; name: string; county: boolean }[]> {
  const rows = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('kind', 'in', ['county', 'town'])
    .where('closed_on', 'is', null)
    .orderBy('county_no')
    .orderBy('org_path')
    .select(['id', 'short_name', 'kind'])
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.short_name, county: row.kind === 'county' }));
}

/** A unit by its id, open today. @throws Refusal `unknown-unit` */
export async function placeOf(db: Db | Tx, cityId: number, id: string): Promise<Place> {
  const unit = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('closed_on', 'is', null)
    .select(['id', 'org_path as path', 'short_name as name'])
    .executeTakeFirst();
  if (unit === undefined) throw new Refusal('unknown-unit', { unit: id, nearest: '' });
  return unit;
}

/** The one unit of this name; undefined when there is none, or more than one. */
export async function unitNamed(
  db: Db | Tx,
  cityId: number,
  name: string,
): Promise<Place | undefined> {
  const rows = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('closed_on', 'is', null)
    .where((e) => e.or([e('name', '=', name.trim()), e('short_name', '=', name.trim())]))
    .limit(2)
    .select(['id', 'org_path as path', 'short_name as name'])
    .execute();
  return rows.length === 1 ? rows[0] : undefined;
}

/** Paths of the units that stand above and below one by line or Party relation today. */
export async function findChain(
  db: Db | Tx,
  cityId: number,
  today: string,
  unit: Place,
): Promise<{ above: OrgPath[]; below: OrgPath[] }> {
  const below = (await linkedRoots(db, cityId, today, [unit.id])).get(unit.id) ?? [];
  const { rows } = await sql<{ org_path: string }>`
    with recursive upper (unit_id, kind, depth) as (
      select l.upper_unit, l.kind, 1 from unit_link l
      join unit u on u.city_id = l.city_id and u.id = l.lower_unit
      where l.city_id = ${cityId} and starts_with(${unit.path}, u.org_path)
        and l.from_on <= ${today}::date and (l.to_on is null or l.to_on >= ${today}::date)
      union
      select l.upper_unit, l.kind, upper.depth + 1 from upper
      join unit_link l on l.city_id = ${cityId} and l.lower_unit = upper.unit_id and l.kind = upper.kind
        and l.from_on <= ${today}::date and (l.to_on is null or l.to_on >= ${today}::date)
      where upper.depth < 6
    )
    select distinct u.org_path from upper join unit u on u.city_id = ${cityId} and u.id = upper.unit_id`.execute(
    db,
  );
  return { above: rows.map((row) => row.org_path), below };
}
