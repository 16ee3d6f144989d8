import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
