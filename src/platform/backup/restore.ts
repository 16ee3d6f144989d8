import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { copyBytesInto, quoted } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import { ExplainedError } from '#platform/db/explained-error.ts';
import { type MigrateOptions, migrate } from '#platform/db/migrate.ts';
import type { Database } from '#platform/db/open.ts';
import { readArchive } from './archive.ts';
import { type Manifest, readName } from './manifest.ts';
import {
  closeSealed,
  foreignKeysOf,
  isSealedTable,
  migrationsOf,
  openSealed,
  tableRef,
  tablesOf,
} from './schema.ts';
import { verifyBackup } from './verify.ts';

export interface RestoreOptions {
  readonly file: string;
  /** Where to: without any table, or with empty ones of the backup's own schema. */
  readonly database: Database;
  /** Absent or empty; undefined where files are kept elsewhere, if the backup has none either. */
  readonly filesDir: string | undefined;
  readonly now: Date;
  /** Folder of the schema's upgrade files; the program's own unless told. */
  readonly migrations?: string;
  /** Told the part done, 0 to 1. */
  readonly report?: (done: number) => void;
}

/**
 * Bring back everything a backup holds (恢复), into an empty place only. The file is checked from
 * end to end before anything is touched; rows come in one transaction and are counted against the
 * manifest before it commits; then the schema is brought up to this program's.
 *
 * @throws ExplainedError `backup-…` (see verifyBackup), `restore-not-empty`, `restore-schema`, `restore-failed`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { file, database, filesDir, now, report } = options;
  const manifest = await verifyBackup(file, (done) => report?.(done / 2));
  await insistFilesEmpty(filesDir, manifest);
  await prepareSchema(options, manifest);
  const fresh = filesDir === undefined ? undefined : `${filesDir}.restoring`;
  const client = await database.patientPool.connect();
  try {
    await client.query('begin');
    await load(client, options, manifest, fresh);
    if (fresh !== undefined && filesDir !== undefined) await moveInto(fresh, filesDir);
    await client.query('commit');
    client.release();
  } catch (cause) {
    client.release(true);
    if (fresh !== undefined) await rm(fresh, { recursive: true, force: true });
    throw cause instanceof ExplainedError ? cause : failed(file, cause);
  }
  await database.patientPool.query('analyze');
  await migrate(database, now, from(options.migrations));
  return manifest;
}

function from(folder: string | undefined): MigrateOptions {
  return folder === undefined ? {} : { folder };
}

async function load(
  client: PoolClient,
  { file, report }: RestoreOptions,
  manifest: Manifest,
  files: string | undefined,
): Promise<void> {
  // Checked once at the end instead of row by row, and in whatever order the tables come.
  const keys = await foreignKeysOf(client);
  for (const { table, name } of keys)
    await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  // Our own schema's first rows (of migrations) come back with the backup's.
  const names = manifest.tables.map((table) => tableRef(table.name));
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  await client.query("set local timezone = 'UTC'");
  const sealed = manifest.tables.map((table) => table.name).filter(isSealedTable);
  // COPY takes no rows in under row security; its owner stands outside it until they are there.
  for (const name of sealed)
    await client.query(`alter table ${tableRef(name)} no force row level security`);

  if (files !== undefined) {
    await rm(files, { recursive: true, force: true });
    await mkdir(files, { recursive: true, mode: 0o700 });
  }
  const columns = new Map(
    manifest.tables.map((table) => [table.name, table.columns.map(quoted).join(', ')]),
  );
  const { size } = await stat(file);
  for await (const entry of readArchive(file, size, (bytes) =>
    report?.(0.5 + (bytes / size) * 0.45),
  )) {
    const known = readName(entry.name);
    if (known === undefined) continue;
    if ('table' in known) {
      const into = `copy ${tableRef(known.table)} (${columns.get(known.table) ?? ''}) from stdin`;
      await copyBytesInto(client, into, entry.body);
    } else if (files !== undefined) {
      const at = join(files, known.path);
      await mkdir(dirname(at), { recursive: true, mode: 0o700 });
      await pipeline(entry.body, createWriteStream(at, { mode: 0o600, flush: true }));
    }
  }
  await insistCounts(client, manifest);
  for (const name of sealed)
    await client.query(`alter table ${tableRef(name)} force row level security`);
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
  }
}

async function insistCounts(client: PoolClient, manifest: Manifest): Promise<void> {
  for (const { name, rows: expected } of manifest.tally.tables) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*) as n from ${tableRef(name)}`,
    );
    if (rows[0]?.n !== expected) {
      throw new Error(`table ${name} has ${rows[0]?.n ?? 0} rows, the backup says ${expected}`);
    }
  }
}

/** An empty database gets the schema the backup was written under; one with rows is refused. */
async function prepareSchema(
  { database, now, migrations }: RestoreOptions,
  manifest: Manifest,
): Promise<void> {
  const client = await database.patientPool.connect();
  try {
    await openSealed(client, false);
    const tables = await tablesOf(client);
    if (tables.length === 0) {
      const last = manifest.migrations.at(-1)?.name ?? '';
      await migrate(database, now, { ...from(migrations), last });
    }
    for (const { name } of tables) {
      if (name === 'migration') continue;
      const { rowCount } = await client.query(`select from ${tableRef(name)} limit 1`);
      if (rowCount !== 0)
        throw notEmpty(`数据库（表 ${name} 有数据）`, `the database (table ${name} has rows)`);
    }
    if (tables.length > 0 && !tables.some((table) => table.name === 'migration'))
      throw otherSchema();
    const applied = await migrationsOf(client);
    if (JSON.stringify(applied) !== JSON.stringify(manifest.migrations)) throw otherSchema();
  } finally {
    await closeSealed(client);
    client.release();
  }
}

async function insistFilesEmpty(filesDir: string | undefined, { tally }: Manifest): Promise<void> {
  if (filesDir === undefined) {
    if (tally.files.count === 0) return;
    throw new ExplainedError(
      'restore-no-files-folder',
      `备份里有 ${tally.files.count} 个佐证文件，但没有指定存放它们的文件夹。`,
      `The backup holds ${tally.files.count} evidence files, and no folder to keep them was given.`,
    );
  }
  if (existsSync(filesDir) && (await readdir(filesDir)).length > 0) {
    throw notEmpty(`文件夹 ${filesDir}`, `the folder ${filesDir}`);
  }
}

async function moveInto(fresh: string, filesDir: string): Promise<void> {
  if (existsSync(filesDir)) await rmdir(filesDir);
  await rename(fresh, filesDir);
}

function notEmpty(zh: string, en: string): ExplainedError {
  return new ExplainedError(
    'restore-not-empty',
    `${zh}不是空的。恢复不会覆盖已有数据，请指定一个空的数据库和文件夹。`,
    `Not empty: ${en}. Restoring never overwrites; give an empty database and folder.`,
  );
}

function otherSchema(): ExplainedError {
  return new ExplainedError(
    'restore-schema',
    '目标数据库的结构与备份的不同，或备份由更新的程序写成。请指定一个没有任何表的数据库，并使用不低于备份的程序版本。',
    "The database's schema is not the backup's, or the backup is of a newer program. Give a database without any table, and use a program at least as new as the backup.",
  );
}

function failed(file: string, cause: unknown): ExplainedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ExplainedError(
    'restore-failed',
    `从 ${file} 恢复没有成功（${why}），已全部撤回。`,
    `Restoring ${file} failed (${why}); all of it was undone.`,
    cause,
  );
}
