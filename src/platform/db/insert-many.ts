import { type RawBuilder, sql } from 'kysely';
import { binaryArray, type ElementType, isElementType } from './binary-array.ts';
import { AHEAD, KEPT } from './driver.ts';
import type { Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** The types of a table's columns as the database writes them, asked once: a schema does not change under a process. */
const TYPES = new Map<keyof Tables, ReadonlyMap<string, string>>();

type Rows = readonly Readonly<Record<string, unknown>>[];

/**
 * Insert many rows of one shape in one statement, within a Kysely transaction (COPY needs a connection
 * of its own). `ahead`: nobody waits for it; should it fail, what waits next does.
 */
export async function insertMany(
  tx: Tx,
  table: keyof Tables,
  rows: Rows,
  { ahead = false }: { readonly ahead?: boolean } = {},
): Promise<void> {
  if (rows.length === 0) return;
  await sql`${sql.raw(ahead ? AHEAD : KEPT)} ${await insertionOfMany(tx, table, rows)}`.execute(tx);
}

/**
 * `insert into … select …` of many rows of one shape, as the beginning of a statement. Each column goes as one
 * array: no limit on parameters, and PostgreSQL reads it in a tenth of the time it needs for JSON.
 */
export async function insertionOfMany(
  tx: Tx,
  table: keyof Tables,
  rows: Rows,
): Promise<RawBuilder<unknown>> {
  const types = TYPES.get(table) ?? (await typesOf(tx, table));
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const type = types.get(name) ?? '';
    const ref = sql.ref(name);
    const values = rows.map((row) => row[name]);
    if (isElementType(type)) return { ref, given: arrayOf(type, values), taken: sql`x.${ref}` };
    // Others go as text; arrays of arrays would come apart into their elements.
    const texts = values.map((value) => textOf(value));
    return { ref, given: arrayOf('text', texts), taken: sql`x.${ref}::${sql.raw(type)}` };
  });
  const names = sql.join(columns.map(({ ref }) => ref));
  return sql`insert into ${sql.table(table)} (${names})
    select ${sql.join(columns.map(({ taken }) => taken))}
    from unnest(${sql.join(columns.map(({ given }) => given))}) as x (${names})`;
}

/** An array as a part of a statement. */
export function arrayOf(type: ElementType, values: readonly unknown[]): RawBuilder<unknown> {
  return sql`${binaryArray(type, values)}::${sql.raw(type)}[]`;
}

async function typesOf(tx: Tx, table: keyof Tables): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`${sql.raw(KEPT)}
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(tx);
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  TYPES.set(table, types);
  return types;
}

/** A value of a type that is rarely written, as PostgreSQL reads it from text. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const quoted = (one: unknown): string => `"${(textOf(one) ?? '').replaceAll(/["\\]/g, '\\$&')}"`;
  return `{${value.map((one) => (one === null ? 'NULL' : quoted(one))).join(',')}}`;
}
