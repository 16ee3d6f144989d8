import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** One row as it goes into a table. */
export type Row<T extends keyof Tables> = Insertable<Tables[T]>;

/** `insert into … values …` of rows of one shape, as a part of a larger statement. At least one row. */
export function insertion<T extends keyof Tables>(
  table: T,
  rows: readonly Row<T>[],
): RawBuilder<unknown> {
  const names = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => {
    const fields = row as Readonly<Record<string, unknown>>;
    return sql`(${sql.join(names.map((name) => fields[name]))})`;
  });
  return sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))}) values ${sql.join(values)}`;
}

/** `a = 1, b = 2` for a set clause. */
export function assignments(columns: Readonly<Record<string, unknown>>): RawBuilder<unknown> {
  return sql.join(Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
}
