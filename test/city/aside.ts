import { quoted } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';

/**
 * Do bulk work on tables with their keys and indexes put aside, then bring these back, checked: row by
 * row they cost more than everything else together. In the caller's transaction.
 * When `worthIt` is false, or the tables hold rows already, they stay.
 */
export async function asideWhile<T>(
  client: PoolClient,
  tables: readonly string[],
  worthIt: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (!worthIt || (await anyRows(client, tables))) return work();
  const keys = await keysOf(client, tables);
  const indexes = await secondaryIndexes(client, tables);
  for (const { table, name } of keys) {
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  }
  for (const { name } of indexes) await client.query(`drop index ${quoted(name)}`);
  const result = await work();
  await client.query("set local maintenance_work_mem = '256MB'");
  for (const { definition } of indexes) await client.query(definition);
  for (const { table, name, definition } of keys.toReversed()) {
    await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  }
  return result;
}

async function anyRows(client: PoolClient, tables: readonly string[]): Promise<boolean> {
  const checks = tables.map((table) => `exists (select 1 from ${quoted(table)})`);
  const { rows } = await client.query<{ held: boolean }>(`select ${checks.join(' or ')} as held`);
  return rows[0]?.held ?? false;
}

/** Foreign keys from and to the tables, then their unique and primary ones: an order to drop them in. */
async function keysOf(
  client: PoolClient,
  tables: readonly string[],
): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype in ('f', 'u', 'p') and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[]))
     order by case contype when 'f' then 1 when 'u' then 2 else 3 end, 1, 2`,
    [tables],
  );
  return rows;
}

async function secondaryIndexes(
  client: PoolClient,
  tables: readonly string[],
): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any($1::regclass[])
       and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
     order by 1`,
    [tables],
  );
  return rows;
}
