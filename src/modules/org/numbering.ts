import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';

/** The first of `n` consecutive numbers of a series of the city. Gaps are allowed. */
export async function takeNumbers(
  db: Db | Tx,
  cityId: number,
  series: string,
  n: number,
): Promise<number> {
  const row = await db
    .insertInto('numbering')
    .values({ city_id: cityId, series, next: 1 + n })
    .onConflict((c) =>
      c.columns(['city_id', 'series']).doUpdateSet({ next: sql<number>`numbering.next + ${n}` }),
    )
    .returning('next')
    .executeTakeFirstOrThrow();
  return row.next - n;
}
