import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '#platform/db/cluster-owner.ts';
import { openCluster } from '#platform/db/cluster.ts';
import { type Address, connectAlone } from '#platform/db/driver.ts';
import { migrate } from '#platform/db/migrate.ts';
import { connectTo } from '#platform/db/open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's databases live, and the beginning of all their names. */
    databases: {
      readonly admin: Address;
      readonly prefix: string;
      readonly kind: 'embedded' | 'server';
      /** Why there is no template: tests that need no database still run. */
      readonly broken: string | undefined;
    };
  }
}

/** Nothing here need survive a power cut, and every test waits for commits. */
const CARELESS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '100',
};
const FOLDER = 'luoshi-test-';

/** One server and one migrated template for the whole run; `testDatabase` copies it per file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `luoshi_test_${randomBytes(4).toString('hex')}`;
  const url = process.env['LUOSHI_TEST_URL'];
  const place = url === undefined || url === '' ? await ownCluster() : serverAt(url);
  const template = `${prefix}_template`;
  await within(place.admin, `create database ${template} encoding 'UTF8' template template0`);
  let broken: string | undefined;
  const database = await connectTo(withDatabase(place.admin, template), place.kind, () =>
    Promise.resolve(),
  );
  try {
    await migrate(database, new Date());
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  } finally {
    await database.close();
  }
  project.provide('databases', { admin: place.admin, prefix, kind: place.kind, broken });
  return async () => {
    await dropAll(place.admin, prefix);
    await place.end();
  };
}

interface Place {
  readonly admin: Address;
  readonly kind: 'embedded' | 'server';
  end(): Promise<void>;
}

function serverAt(url: string): Place {
  return { admin: { url }, kind: 'server', end: () => Promise.resolve() };
}

async function ownCluster(): Promise<Place> {
  await sweepAbandoned();
  const dir = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const cluster = await openCluster(dir, { settings: CARELESS });
  return {
    admin: { socketDir: cluster.socketDir, database: 'postgres' },
    kind: 'embedded',
    end: async () => {
      await cluster.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Folders of runs that were killed. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^luoshi-test-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

export function withDatabase(admin: Address, database: string): Address {
  if (!('url' in admin)) return { ...admin, database };
  const url = new URL(admin.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

async function within(admin: Address, statement: string): Promise<void> {
  const client = await connectAlone(admin);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dropAll(admin: Address, prefix: string): Promise<void> {
  const client = await connectAlone(admin);
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`${prefix}_`],
    );
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}
