import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '#test/template.ts';
import { migrate } from './migrate.ts';
import type { Database } from './open.ts';

const NOW = new Date('2026-05-02T04:00:00Z');
let database: Database;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'luoshi-migrations-'));
  await put('0001_first.sql', 'create table first (id int primary key);');
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const put = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql);
const run = (): Promise<string[]> => migrate(database, NOW, { folder });

test('applies what is new, in order, and nothing twice', async () => {
  await put('0002_second.sql', 'alter table first add second text;');
  await put('notes.sql', 'this is not a migration');
  expect(await run()).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await run()).toEqual([]);
  await put('0003_third.sql', 'create table third (id int primary key);');
  expect(await run()).toEqual(['0003_third.sql']);
});

test('two processes that start together apply each file once', async () => {
  const both = await Promise.all([run(), run()]);
  expect(both.flat()).toEqual(['0001_first.sql']);
});

test('a failing file leaves nothing of itself behind, and what came before stays', async () => {
  await put('0002_second.sql', 'create table second (id int); select 1/0;');
  await expect(run()).rejects.toMatchObject({ code: 'migration-failed' });
  const { rows } = await database.pool.query(
    "select to_regclass('first') is not null as first, to_regclass('second') is not null as second",
  );
  expect(rows).toEqual([{ first: true, second: false }]);
  await put('0002_second.sql', 'create table second (id int);');
  expect(await run()).toEqual(['0002_second.sql']);
});

test('an applied file that was changed is refused; line ends are no change', async () => {
  await put('0001_first.sql', 'create table first\n(id int primary key);\n');
  await run();
  await put('0001_first.sql', 'create table first\r\n(id int primary key);\r\n');
  expect(await run()).toEqual([]);
  await put('0001_first.sql', 'create table first (id bigint primary key);');
  await expect(run()).rejects.toMatchObject({ code: 'migration-changed' });
});

test('a database newer than the program is refused', async () => {
  await run();
  await rm(join(folder, '0001_first.sql'));
  await expect(run()).rejects.toMatchObject({ code: 'migration-missing' });
});

test('citus.sql waits for the extension', async () => {
  await put('citus.sql', "select create_distributed_table('first', 'id');");
  expect(await run()).toEqual(['0001_first.sql']);
});
