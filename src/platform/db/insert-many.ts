import { type RawBuilder, sql } from 'kysely';
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
 * array: no limit on parameters, and PostgreSQL reads it in a third of the time it needs for JSON.
 */
export async function insertionOfMany(
  tx: Tx,
  table: keyof Tables,
  rows: Rows,
): Promise<RawBuilder<unknown>> {
  const types = TYPES.get(table) ?? (await typesOf(tx, table));
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const type = types.get(name) ?? '';
    // Arrays of arrays would come apart into their elements: they go as text.
    const nested = type.endsWith(']');
    const texts = arrayText(rows, name, type);
    return {
      ref: sql.ref(name),
      given: sql`${texts}::${sql.raw(nested ? 'text' : type)}[]`,
      taken: nested ? sql`x.${sql.ref(name)}::${sql.raw(type)}` : sql`x.${sql.ref(name)}`,
    };
  });
  const names = sql.join(columns.map(({ ref }) => ref));
  return sql`insert into ${sql.table(table)} (${names})
    select ${sql.join(columns.map(({ taken }) => taken))}
    from unnest(${sql.join(columns.map(({ given }) => given))}) as x (${names})`;
}

async function typesOf(tx: Tx, table: keyof Tables): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`${sql.raw(KEPT)}
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(tx);
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  TYPES.set(table, types);
  return types;
}

/** A column of all rows as PostgreSQL reads an array. */
function arrayText(rows: Rows, name: string, type: string): string {
  const write = WRITERS.get(type) ?? quotedText;
  let text = '{';
  let last: unknown;
  let written = 'NULL';
  for (let i = 0; i < rows.length; i += 1) {
    const value = rows[i]?.[name];
    // Much is the same from row to row.
    if (value !== last) {
      written = value === null || value === undefined ? 'NULL' : write(value);
      last = value;
    }
    text += i === 0 ? written : `,${written}`;
  }
  return `${text}}`;
}

type Write = (value: unknown) => string;

/** Texts of these types hold nothing that an array would take for its own. */
const BARE = ['uuid', 'integer', 'bigint', 'smallint', 'boolean', 'date', 'double precision'];
const WRITERS: ReadonlyMap<string, Write> = new Map([
  ...BARE.map((type): [string, Write] => [type, String]),
  ...['json', 'jsonb'].map((type): [string, Write] => [
    type,
    (value) => quoted(JSON.stringify(value)),
  ]),
]);

function quotedText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return quoted(value.toISOString());
  if (Array.isArray(value))
    return quoted(`{${value.map((one) => (one === null ? 'NULL' : quotedText(one))).join(',')}}`);
  return quoted(String(value));
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
