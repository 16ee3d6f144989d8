import { sql } from 'kysely';
import { AHEAD } from './driver.ts';
import type { Tx } from './open.ts';
import type { Tables } from './tables.ts';

/**
 * Insert many rows of one shape in one statement, within a Kysely transaction (COPY needs a connection
 * of its own). Rows go as one JSON text: no limit on parameters, and the types are the table's. `ahead`: nobody
 * waits for it; should it fail, what waits next does.
 */
export async function insertMany(
  tx: Tx,
  table: keyof Tables,
  rows: readonly Readonly<Record<string, unknown>>[],
  { ahead = false }: { readonly ahead?: boolean } = {},
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  await sql`${sql.raw(ahead ? AHEAD : '')}
    insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    tx,
  );
}
