import { sql } from 'kysely';
import { nearestNames } from '#domain/org/nearest-names.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { wordsQuery } from './unit-store.ts';

const OFFERED = 5;
const CANDIDATES = 400;

/**
 * Names of units that come near one that is not in the tree, for `unknown-unit` and for searches that
 * find nothing: those sharing most bigrams with it. Whoever has many unknown names asks once for each.
 */
export async function nearestUnits(
  db: Db | Tx,
  cityId: number,
  name: string,
  most: number = OFFERED,
): Promise<string[]> {
  const words = wordsQuery(name, '|');
  if (words === undefined) return [];
  const { rows } = await sql<{ name: string; short_name: string }>`
    select u.name, u.short_name
    from unit_search s join unit u on u.city_id = s.city_id and u.id = s.unit_id
    where s.city_id = ${cityId} and s.tsv @@ ${words} and u.closed_on is null
    order by ts_rank(s.tsv, ${words}) desc, length(u.name), u.no
    limit ${CANDIDATES}`.execute(db);
  const near = nearestNames(
    name,
    rows.flatMap((row) => [row.name, row.short_name]),
    most,
  );
  const full = new Map(
    rows.flatMap((row) => [
      [row.short_name, row.name],
      [row.name, row.name],
    ]),
  );
  return [...new Set(near.map((found) => full.get(found) ?? found))];
}
