import type { PlaceLevel } from '#domain/alike/places/place-words.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import type { Db } from '#platform/db/open.ts';
import type { ToldPlace } from '#platform/workers/distil-messages.ts';

const LEVELS: ReadonlyMap<UnitKind, PlaceLevel> = new Map([
  ['county', 2],
  ['town', 3],
  ['village', 4],
  ['community', 4],
]);

/** The city's own unit tree is its gazetteer: counties, towns, villages and communities by their names. */
export async function placeNames(db: Db, cityId: number): Promise<ToldPlace[]> {
  const rows = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('kind', 'in', [...LEVELS.keys()])
    .select(['name', 'kind'])
    .distinct()
    .execute();
  return rows.map(({ name, kind }) => ({ name, level: LEVELS.get(kind) }));
}
