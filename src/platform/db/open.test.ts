import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { copyInto } from './copy.ts';
import { type Database, openDatabase } from './open.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const one = async (sql: string, values: unknown[] = []): Promise<unknown> => {
  const { rows } = await database.pool.query<{ v: unknown }>(`select ${sql} as v`, values);
  return rows[0]?.v;
};

test('a calendar day stays the day it is, alone and in an array', async () => {
  expect(await one("date '2026-08-01'")).toBe('2026-08-01');
  expect(await one("array[date '2026-08-01', null]")).toEqual(['2026-08-01', null]);
});

test('a moment is the same moment, and the session counts days in China', async () => {
  const moment = new Date('2026-07-31T16:00:00Z');
  expect(await one('$1::timestamptz', [moment])).toEqual(moment);
  expect(await one('($1::timestamptz)::date', [moment])).toBe('2026-08-01');
});

test('a bigint is an exact number or an error, never a wrong number', async () => {
  expect(await one('9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER);
  expect(await one('array[1, null, 3]::int8[]')).toEqual([1, null, 3]);
  await expect(one('9007199254740993::int8')).rejects.toThrow(/beyond 2\^53/);
  expect(await one('1.10::numeric')).toBe('1.10');
});

test('every quick connection has its limits, a patient one none', async () => {
  expect(await one("current_setting('statement_timeout')")).toBe('30s');
  expect(await one("current_setting('idle_in_transaction_session_timeout')")).toBe('30s');
  const { rows } = await database.patientPool.query(
    "select current_setting('statement_timeout') as v",
  );
  expect(rows).toEqual([{ v: '0' }]);
});

const COLUMNS = ['city_id', 'key', 'tries', 'since', 'until'] as const;

test('any text survives COPY', async () => {
  const text = fc.string({ unit: 'binary' }).map((raw) => raw.replaceAll('\0', '').toWellFormed());
  const moment = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') });
  const row = fc.tuple(
    fc.integer({ min: 0, max: 99 }),
    text,
    fc.nat(99),
    moment,
    fc.option(moment),
  );
  const client = await database.patientPool.connect();
  try {
    await client.query('create temporary table credential_try (like public.credential_try)');
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        await client.query('truncate pg_temp.credential_try');
        expect(await copyInto(client, 'credential_try', COLUMNS, rows)).toBe(rows.length);
        const back = await client.query({ text: 'table credential_try', rowMode: 'array' });
        expect(back.rows).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  } finally {
    client.release(true);
  }
});

test.each([
  {
    name: 'a row the table refuses',
    rows: ['a', 'b', 'a'].map((key) => [1, key, 0, new Date(0), undefined]),
    message: 'duplicate key',
  },
  {
    name: 'a source that fails midway',
    rows: (function* () {
      yield [1, 'a', 0, new Date(0), undefined];
      throw new Error('the sheet ended early');
    })(),
    message: 'the sheet ended early',
  },
])('$name undoes the whole COPY and leaves the connection usable', async ({ rows, message }) => {
  const client = await database.patientPool.connect();
  try {
    await expect(copyInto(client, 'credential_try', COLUMNS, rows)).rejects.toThrow(message);
    const after = await client.query('select count(*) as n from credential_try');
    expect(after.rows).toEqual([{ n: 0 }]);
  } finally {
    client.release();
  }
});

test('a server that is not there is named, without its password', async () => {
  const url = 'postgres://luoshi:s3cret@127.0.0.1:9/none';
  const error = await openDatabase({ url, dataDir: '/nowhere' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'database-unreachable' });
  expect(String(error)).toContain('127.0.0.1:9/none');
  expect(String(error)).not.toContain('s3cret');
});
