import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sql } from 'kysely';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'luoshi-start-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('a server that cannot listen has begun nothing: no job is put down, no count folded', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const config = readConfig({ LUOSHI_DATA: folder, PORT: String(port) });
  await expect(startServer({ config, database })).rejects.toThrow('EADDRINUSE');
  other.close();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from job`.execute(
    database.db,
  );
  expect(rows[0]?.n).toBe(0);
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** The address of a database of the run, as an operator would give it. */
async function addressOf({ db }: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const { admin } = inject('databases');
  const path = `/${rows[0]?.name ?? ''}`;
  if ('url' in admin) return Object.assign(new URL(admin.url), { pathname: path }).href;
  return `postgres://luoshi@${encodeURIComponent(admin.socketDir)}${path}`;
}

test('a house goes on when nobody reads its lines any more, and ends when it is told to', async () => {
  const own = await testDatabase();
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const house = spawn(process.execPath, [cli, 'start', '--empty', '--no-web'], {
    env: {
      ...process.env,
      DATABASE_URL: await addressOf(own),
      LUOSHI_DATA: folder,
      PORT: String(await freePort()),
      LC_ALL: 'en_US.UTF-8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(house, 'exit');
  try {
    const said: string[] = [];
    for await (const line of createInterface({ input: house.stdout })) {
      said.push(line);
      break;
    }
    expect(said[0]).toContain('Luoshi is running');
    const url = /http:\S+/.exec(said[0] ?? '')?.[0] ?? '';
    house.stdout.destroy();
    house.stderr.destroy();
    // What is done again and again fails from now on, and says so to nobody.
    await own.close();
    await expect.poll(async () => (await fetch(`${url}/api/v1/me`)).ok).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(house.exitCode).toBe(null);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  } finally {
    house.kill('SIGTERM');
  }
  expect((await ended)[0]).toBe(0);
});
