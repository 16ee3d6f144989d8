import { quoted } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';

/** A schema beside our own whose rows are sealed and hidden by row security; its tables are named with it. */
const SEALED = 'vault';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** How a statement names a table that a backup calls by this name. */
export function tableRef(name: string): string {
  const sealed = `${SEALED}.`;
  return name.startsWith(sealed)
    ? `${quoted(SEALED)}.${quoted(name.slice(sealed.length))}`
    : quoted(name);
}

/**
 * Let this session, or with `local` its transaction, see the sealed rows. They are ciphertext and are copied as
 * such. Elsewhere hidden rows stay an error.
 */
export async function openSealed(client: PoolClient, local: boolean): Promise<void> {
  await client.query("select set_config('luoshi.vault', 'open', $1)", [local]);
}

/** Hide the sealed rows from this session again; the undoing of `openSealed` that was not `local`. */
export async function closeSealed(client: PoolClient): Promise<void> {
  await client.query("select set_config('luoshi.vault', '', false)");
}

/** Sealed tables, with what holds their owner under row security: COPY takes no rows in under it. */
export function isSealedTable(name: string): boolean {
  return name.startsWith(`${SEALED}.`);
}

/** Every table of our schemas with its stored columns; not those that belong to an extension. */
export async function tablesOf(client: PoolClient): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select case when s.nspname = '${SEALED}' then '${SEALED}.' || c.relname else c.relname end as name,
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_namespace s on s.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where s.nspname in (current_schema(), '${SEALED}') and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    group by c.oid, c.relname, s.nspname
    order by s.nspname = '${SEALED}', c.relname`);
  return rows;
}

/** Foreign keys as their tables declare them (on partitions they follow from the parent's). */
export async function foreignKeysOf(client: PoolClient): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select r.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_class r on r.oid = c.conrelid
    where c.contype = 'f' and c.conparentid = 0 and r.relnamespace = current_schema()::regnamespace
    order by r.relname, c.conname`);
  return rows;
}

/** Applied upgrades, oldest first; citus.sql is a property of the server, not of the data. */
export async function migrationsOf(
  client: PoolClient,
): Promise<{ name: string; checksum: string }[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "select name, checksum from migration where name <> 'citus.sql' order by name",
  );
  return rows;
}
