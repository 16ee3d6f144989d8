import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { quoted, copyBytesInto, copyOut } from '#platform/db/copy.ts';
import { type Address, connectAlone } from '#platform/db/driver.ts';
import { connectTo, type Database } from '#platform/db/open.ts';
import { CITY, WORK } from './place.ts';

/** The general data platform that an office would otherwise pick; 12 does not install. */
const VERSION = '11.3';
const FOLDER = join(WORK, 'directus');
const PORT = 18_055;

export interface Directus {
  readonly url: string;
  readonly token: string;
  /** Its database, for what must be looked up. */
  readonly database: Database;
  stop(): Promise<void>;
}

/** Directus with the same entries in the same PostgreSQL server, under the same indexes; installed when it is missing. */
export async function startDirectus(ours: Database, ourUrl: string): Promise<Directus> {
  const node = process.env['BENCH_NODE'] ?? '/usr/bin/node';
  await install(node);
  const url = new URL(ourUrl);
  url.pathname = `${url.pathname}_directus`;
  const name = url.pathname.slice(1);
  const fresh = await createDatabase(ourUrl, name);
  const token = randomUUID();
  const env = environment(url, token);
  if (fresh) run(node, ['bootstrap'], env);
  const database = await connectTo({ url: url.href }, 'server', () => Promise.resolve());
  await database.db
    .updateTable('directus_users' as never)
    .set({ token } as never)
    .execute();
  if (fresh) await copyEntries(ours, database);
  await copyUnits(ours, database);
  const child = spawn(node, [cli(), 'start'], {
    cwd: FOLDER,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const base = `http://127.0.0.1:${PORT}`;
  await listening(child, base);
  await register(base, token);
  for (const field of UNITS) await relate(base, token, field);
  return {
    url: base,
    token,
    database,
    stop: async () => {
      await database.close();
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function cli(): string {
  return join(FOLDER, 'node_modules', 'directus', 'cli.js');
}

async function install(node: string): Promise<void> {
  if (existsSync(cli())) return;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'package.json'), '{"name":"bench-directus","private":true}\n');
  process.stderr.write('installing Directus into bench/.work (some minutes) ...\n');
  const npm = process.env['BENCH_NPM'] ?? '/usr/bin/npm';
  const { status, stderr } = spawnSync(
    node,
    [npm, 'install', '--no-audit', '--no-fund', `directus@${VERSION}`],
    {
      cwd: FOLDER,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`Directus does not install: ${stderr.slice(-600)}`);
}

function environment(url: URL, token: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(PORT),
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    SECRET: token,
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: token,
    ADMIN_TOKEN: token,
    DB_CLIENT: 'pg',
    DB_HOST: url.hostname,
    DB_PORT: url.port === '' ? '5432' : url.port,
    DB_DATABASE: url.pathname.slice(1),
    DB_USER: decodeURIComponent(url.username),
    DB_PASSWORD: decodeURIComponent(url.password),
    CACHE_ENABLED: 'false',
    RATE_LIMITER_ENABLED: 'false',
    WEBSOCKETS_ENABLED: 'false',
    TELEMETRY: 'false',
    SERVE_APP: 'false',
    LOG_LEVEL: 'error',
    IMPORT_TIMEOUT: '1h',
  };
}

function run(node: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(node, [cli(), ...args], {
    cwd: FOLDER,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`directus ${args.join(' ')}: ${stderr.slice(-600)}`);
}

/** What names a unit in an entry; a line of ours tells how it is called, and so must theirs. */
const UNITS = ['lead_unit', 'origin_unit'] as const;
export const ANSWERED = [
  '*',
  ...UNITS.flatMap((unit) => [`${unit}.id`, `${unit}.short_name`]),
].join(',');

async function copyUnits(ours: Database, theirs: Database): Promise<void> {
  const { rows } = await theirs.patientPool.query<{ known: boolean }>(
    "select to_regclass('unit') is not null as known",
  );
  if (rows[0]?.known === true) return;
  const from = await ours.patientPool.connect();
  const to = await theirs.patientPool.connect();
  try {
    await to.query('create table unit (id uuid primary key, name text, short_name text)');
    await copyBytesInto(
      to,
      'copy unit from stdin',
      copyOut(
        from,
        `copy (select id, name, short_name from unit where city_id = ${CITY}) to stdout`,
      ),
    );
    await to.query('analyze unit');
  } finally {
    from.release();
    to.release();
  }
}

async function relate(base: string, token: string, field: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const known = await fetch(`${base}/relations/entry/${field}`, { headers });
  await known.arrayBuffer();
  if (known.ok) return;
  const answer = await fetch(`${base}/relations`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ collection: 'entry', field, related_collection: 'unit' }),
  });
  if (!answer.ok) throw new Error(`Directus does not take the relation: ${await answer.text()}`);
}

/** @returns whether it had to be made. */
async function createDatabase(ourUrl: string, name: string): Promise<boolean> {
  const address: Address = { url: ourUrl };
  const client = await connectAlone(address);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount !== 0) return false;
    await client.query(`create database ${quoted(name)}`);
    return true;
  } finally {
    await client.end();
  }
}

/** Directus needs a primary key of one column; otherwise the table and its indexes are ours. */
async function copyEntries(ours: Database, theirs: Database): Promise<void> {
  const from = await ours.patientPool.connect();
  const to = await theirs.patientPool.connect();
  try {
    const { rows } = await from.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = 'entry'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
    const columns = rows.map(
      ({ name, type }) =>
        `${name} ${type}${name === 'org_path' || name === 'origin_path' ? ' collate "C"' : ''}`,
    );
    await to.query(`create table entry (${columns.join(', ')}, detail text, primary key (id))`);
    const names = rows.map(({ name }) => `e.${name}`).join(', ');
    await copyBytesInto(
      to,
      'copy entry from stdin',
      copyOut(
        from,
        `copy (select ${names}, t.detail from entry e join entry_text t on t.city_id = e.city_id and t.entry_id = e.id where e.city_id = ${CITY}) to stdout`,
      ),
    );
    const indexes = await from.query<{ definition: string }>(
      `select pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = 'entry'::regclass and not indisprimary`,
    );
    for (const { definition } of indexes.rows) await to.query(definition);
    await to.query('vacuum analyze entry');
  } finally {
    from.release();
    to.release();
  }
}

async function listening(child: ChildProcess, base: string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(`Directus ended with ${child.exitCode}`);
    const answer = await fetch(`${base}/server/ping`).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(500);
  }
  throw new Error('Directus does not answer');
}

/** Make the table a collection of its own, its changes kept as ours are. */
async function register(base: string, token: string): Promise<void> {
  const answer = await fetch(`${base}/collections/entry`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ meta: { collection: 'entry', accountability: 'all' } }),
  });
  if (!answer.ok) throw new Error(`Directus does not take the table: ${await answer.text()}`);
}
