import type { Db } from '#platform/db/open.ts';
import { ownTurn } from '#platform/own-turn.ts';

export interface CityUnit {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly short_name: string;
  readonly code: string;
  readonly path: string;
  readonly closed_on: string | null;
}

/** All of a city's units in one answer hold the loop up for thirty milliseconds. */
const AT_ONCE = 1500;

/** Every unit of a city, closed ones too, so many at a time; others have their turn in between. */
export async function* cityUnits(db: Db, cityId: number): AsyncGenerator<readonly CityUnit[]> {
  for (let after: string | undefined; ;) {
    const units: readonly CityUnit[] = await db
      .selectFrom('unit')
      .where('city_id', '=', cityId)
      .$if(after !== undefined, (q) => q.where('id', '>', after ?? ''))
      .select(['id', 'no', 'name', 'short_name', 'code', 'org_path as path', 'closed_on'])
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    await ownTurn();
    yield units;
    after = units.at(-1)?.id;
    if (units.length < AT_ONCE) return;
  }
}
