import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { connectAlone } from './driver.ts';
import type { Database } from './open.ts';
import { databaseFault, dbTrouble } from './retry.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query('create table ground (id int primary key)');
  await database.pool.query('insert into ground values (1), (2)');
});
afterAll(() => database.close());

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('two transactions in each other’s way: one is told of the deadlock, to try again', async () => {
  const [a, b] = await Promise.all([database.connect(), database.connect()]);
  try {
    for (const client of [a, b]) await client.query('begin');
    await a.query('select from ground where id = 1 for update');
    await b.query('select from ground where id = 2 for update');
    const errors = await Promise.all([
      failure(a.query('select from ground where id = 2 for update')),
      failure(b.query('select from ground where id = 1 for update')),
    ]);
    expect(errors.map(databaseFault).filter(Boolean)).toEqual(['deadlock']);
    expect(errors.map(dbTrouble).filter(Boolean)).toEqual(['busy']);
  } finally {
    await Promise.all([a.end(), b.end()]);
  }
});

test('a lock that does not come and a statement that takes too long are busy', async () => {
  const [holder, other] = await Promise.all([database.connect(), database.connect()]);
  try {
    await holder.query('begin; select from ground where id = 1 for update');
    await other.query("set lock_timeout = '10ms'; set statement_timeout = '50ms'");
    const locked = await failure(other.query('select from ground where id = 1 for update'));
    const slow = await failure(other.query('select pg_sleep(5)'));
    expect([locked, slow].map(databaseFault)).toEqual(['lock-timeout', 'statement-timeout']);
    expect([locked, slow].map(dbTrouble)).toEqual(['busy', 'busy']);
  } finally {
    await Promise.all([holder.end(), other.end()]);
  }
});

test('two serializable readers that write past each other', async () => {
  const [a, b] = await Promise.all([database.connect(), database.connect()]);
  try {
    for (const client of [a, b]) {
      await client.query('begin isolation level serializable');
      await client.query('select count(*) from ground');
    }
    await a.query('insert into ground values (10)');
    await b.query('insert into ground values (11)');
    const errors = [await failure(a.query('commit')), await failure(b.query('commit'))];
    expect(errors.map(databaseFault)).toEqual([undefined, 'serialization']);
  } finally {
    await Promise.all([a.end(), b.end()]);
  }
});

test('a connection ended by the server is unavailable, before and during a query', async () => {
  const victim = await database.connect();
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  const during = failure(victim.query('select pg_sleep(5)'));
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  const after = failure(during.then(() => victim.query('select 1')));
  expect([await during, await after].map(dbTrouble)).toEqual(['unavailable', 'unavailable']);
});

test('a connection lent out and broken between two queries is told at the next one, no sooner', async () => {
  const lent = await database.pool.connect();
  const { rows } = await lent.query<{ pid: number }>('select pg_backend_pid() as pid');
  // Listened for beforehand: the end may come before the answer of the one that caused it.
  const ended = new Promise((resolve) => lent.once('end', resolve));
  await database.patientPool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  expect(dbTrouble(await failure(lent.query('select 1')))).toBe('unavailable');
  lent.release(true);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('no server at all is unavailable, by address and by socket', async () => {
  const nowhere = await Promise.all([
    failure(connectAlone({ url: 'postgres://127.0.0.1:9/none' })),
    failure(connectAlone({ url: 'postgres://localhost:9/none' })),
    failure(connectAlone({ socketDir: '/tmp/luoshi-not-there', database: 'none' })),
  ]);
  expect(nowhere.map(dbTrouble)).toEqual(['unavailable', 'unavailable', 'unavailable']);
});

test('a duplicate is known, and is nobody’s trouble but the caller’s', async () => {
  const twice = await failure(database.pool.query('insert into ground values (1)'));
  expect(databaseFault(twice)).toBe('unique-violation');
  expect(dbTrouble(twice)).toBeUndefined();
});

test('a full disk, as PostgreSQL says it when extending a file and when writing its log', () => {
  const said = (code: string, message: string): Error =>
    Object.assign(new Error(message), { code, severity: 'ERROR' });
  expect(dbTrouble(said('53100', 'could not extend file "base/16384/2619"'))).toBe('disk-full');
  expect(dbTrouble(said('58030', 'could not write: No space left on device'))).toBe('disk-full');
});

test('other errors are not the database’s', () => {
  const file = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
  for (const error of [file, new TypeError('x is not a function'), 'text', undefined]) {
    expect(dbTrouble(error)).toBeUndefined();
  }
  expect(dbTrouble(new Error('outer', { cause: new Error('Connection terminated') }))).toBe(
    'unavailable',
  );
});
