import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { copyOut, quoted } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import { ExplainedError } from '#platform/db/explained-error.ts';
import type { Database } from '#platform/db/open.ts';
import { ArchiveWriter } from './archive.ts';
import {
  FORMAT,
  type Head,
  HEAD_NAME,
  type Manifest,
  type Tally,
  TALLY_NAME,
  fileName,
  partName,
} from './manifest.ts';
import {
  isSealedTable,
  migrationsOf,
  openSealed,
  tableRef,
  tablesOf,
  type TableShape,
} from './schema.ts';

export interface BackupOptions {
  readonly database: Database;
  /** Folder of the evidence files; undefined where they are kept elsewhere (S3). */
  readonly filesDir: string | undefined;
  readonly file: string;
  readonly now: Date;
  /** Told as it goes on: the part done, 0 to 1, by the planner's estimate of rows. */
  readonly report?: (done: number) => void;
}

/** Small enough to hold, large enough that a table is not thousands of entries. */
const PART = 4 * 1024 * 1024;

/**
 * Write one consistent, checksummed file of everything (备份), while the program runs. All tables
 * are read in one snapshot; files are only ever added, so those listed afterwards include every one
 * the snapshot refers to. The file appears under its name when it is complete.
 *
 * @throws ExplainedError `backup-exists`, `backup-failed`.
 */
export async function backUp(options: BackupOptions): Promise<Manifest & { bytes: number }> {
  const { database, file, now } = options;
  if (existsSync(file)) throw exists(file);
  const archive = await create(file, now);
  const client = await database.patientPool.connect();
  try {
    const head = await openSnapshot(client, now);
    await archive.addBytes(HEAD_NAME, Buffer.from(JSON.stringify(head, undefined, 2)));
    const tables = await addTables(client, archive, head.tables, options.report);
    await client.query('commit');
    const files = await addFiles(archive, options.filesDir);
    const tally: Tally = { tables, files };
    await archive.addBytes(TALLY_NAME, Buffer.from(JSON.stringify(tally, undefined, 2)));
    const bytes = await archive.finish();
    client.release();
    return { ...head, tally, bytes };
  } catch (cause) {
    // The connection may be in the middle of a COPY: it is not used again.
    client.release(true);
    await archive.abandon();
    throw failed(file, cause);
  }
}

async function create(file: string, now: Date): Promise<ArchiveWriter> {
  try {
    await mkdir(dirname(file), { recursive: true });
    return await ArchiveWriter.create(file, now);
  } catch (cause) {
    throw failed(file, cause);
  }
}

async function openSnapshot(client: PoolClient, now: Date): Promise<Head> {
  await client.query('begin isolation level repeatable read, read only');
  // Values are written so that any later server reads the same; hidden rows are an error, not a gap.
  await client.query(
    "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; set local extra_float_digits = 1; set local bytea_output = 'hex'; set local row_security = off",
  );
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  return {
    format: FORMAT,
    createdAt: now.toISOString(),
    server: rows[0]?.version ?? '',
    migrations: await migrationsOf(client),
    tables: (await tablesOf(client)).map((table) => ({ ...table, columns: [...table.columns] })),
  };
}

async function addTables(
  client: PoolClient,
  archive: ArchiveWriter,
  tables: readonly TableShape[],
  report: BackupOptions['report'],
): Promise<Tally['tables']> {
  const { rows } = await client.query<{ rows: number }>(
    "select greatest(sum(reltuples), 1) as rows from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'",
  );
  const expected = rows[0]?.rows ?? 1;
  let soFar = 0;
  const tallies: Tally['tables'] = [];
  for (const table of tables) {
    const tally = await addTable(client, archive, table, (count) =>
      report?.(Math.min(0.99, (soFar + count) / expected)),
    );
    soFar += tally.rows;
    tallies.push(tally);
  }
  return tallies;
}

async function addTable(
  client: PoolClient,
  archive: ArchiveWriter,
  table: TableShape,
  report: (rows: number) => void,
): Promise<Tally['tables'][number]> {
  const hash = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  let parts = 0;
  const columns = table.columns.map(quoted).join(', ');
  if (isSealedTable(table.name)) {
    await openSealed(client, true);
    await client.query('set local row_security = on');
  }
  // A query, not the table's name: a partitioned table can be copied out no other way.
  const lines = copyOut(client, `copy (select ${columns} from ${tableRef(table.name)}) to stdout`);
  for await (const part of wholeLines(lines, PART)) {
    hash.update(part);
    bytes += part.length;
    rows += count(part, 0x0a);
    await archive.addBytes(partName(table.name, parts), part);
    parts += 1;
    report(rows);
  }
  if (isSealedTable(table.name)) await client.query('set local row_security = off');
  return { name: table.name, rows, bytes, sha256: hash.digest('hex') };
}

/** In COPY's text form a line feed ends a row and appears nowhere else. */
async function* wholeLines(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    const all = Buffer.concat(held);
    const end = all.lastIndexOf(0x0a) + 1;
    if (end > 0) yield all.subarray(0, end);
    held = [all.subarray(end)];
    length = all.length - end;
  }
  if (length > 0) yield Buffer.concat(held);
}

function count(bytes: Buffer, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1;
  return found;
}

/**
 * The evidence files, each under its digest and so never rewritten. One that is gone since it was
 * listed was referred to by no row; one still being put is referred to by none of the snapshot.
 */
async function addFiles(
  archive: ArchiveWriter,
  folder: string | undefined,
): Promise<Tally['files']> {
  const all = createHash('sha256');
  const files = { count: 0, bytes: 0 };
  if (folder !== undefined && existsSync(folder)) {
    for (const path of await filesIn(folder)) {
      const handle = await open(join(folder, path)).catch(absent);
      if (handle === undefined) continue;
      const one = createHash('sha256');
      try {
        const { size } = await handle.stat();
        const body = handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
        await archive.addStream(fileName(path), size, hashed(body, one));
        all.update(`${path}\0${size}\0${one.digest('hex')}\n`);
        files.count += 1;
        files.bytes += size;
      } finally {
        await handle.close();
      }
    }
  }
  return { ...files, sha256: all.digest('hex') };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function* hashed(
  body: AsyncIterable<Buffer>,
  hash: { update(bytes: Buffer): unknown },
): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

function exists(file: string): ExplainedError {
  return new ExplainedError(
    'backup-exists',
    `${file} 已经存在，备份不会覆盖它。请换一个文件名。`,
    `${file} exists already and is not overwritten. Choose another name.`,
  );
}

function failed(file: string, cause: unknown): ExplainedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
  return new ExplainedError(
    'backup-failed',
    full
      ? `备份没有写成：${dirname(file)} 所在磁盘已满。未留下不完整的文件，请腾出空间或换一处再试。`
      : `备份没有写成（${why}），未留下不完整的文件。`,
    full
      ? `The backup was not written: the disk of ${dirname(file)} is full. No partial file was left; free some space or choose another place.`
      : `The backup was not written (${why}). No partial file was left.`,
    cause,
  );
}
