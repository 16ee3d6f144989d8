import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import type { Database } from '../db/open.ts';
import { longJob } from './job-kinds.ts';
import type { JobRow } from './job-lease.ts';
import { type JobRunner, startJobs } from './job-runner.ts';
import { JobThread } from './job-thread.ts';

const CITY = 7;
let database: Database;
let runner: JobRunner | undefined;
let log: object[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await sql`create table worked (n int not null, at text not null)`.execute(database.db);
});
beforeEach(async () => {
  await sql`truncate worked, job`.execute(database.db);
  log = [];
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});
afterAll(() => database.close());

/** A house whose own handlers must never be asked: the thread carries out what it is handed. */
function start(now = (): Date => new Date()): JobRunner {
  const here = longJob('count', () => Promise.reject(new Error('carried out in the house')));
  const clock = { now, log: (line: object) => log.push(line) };
  return startJobs({
    ...clock,
    db: database.db,
    cityId: CITY,
    kinds: [here, { ...here, kind: 'fall-over' }],
    pollMs: 20,
    leaseMs: 1500,
    apart: new JobThread({
      ...clock,
      script: new URL('../../../test/thread-of-jobs.ts', import.meta.url),
      data: { address: database.address },
      kinds: ['count', 'fall-over'],
      idleMs: 50,
    }),
  });
}

async function put(kind: string, args: object): Promise<string> {
  const id = randomUUID();
  const now = new Date(Date.now() - 60_000);
  const row = { city_id: CITY, id, kind, args: JSON.stringify(args), run_at: now, created_at: now };
  await database.db.insertInto('job').values(row).execute();
  return id;
}

async function until(id: string, holds: (row: JobRow) => boolean): Promise<JobRow> {
  for (let i = 0; i < 3000; i += 1) {
    const row = await database.db
      .selectFrom('job')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (holds(row)) return row;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it never came to be: ${JSON.stringify(log)}`);
}

async function worked(): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from worked order by n`.execute(database.db);
  return rows.map(({ n }) => n);
}

const isOver = (row: JobRow): boolean => row.finished_at !== null;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('a heavy job is carried out in the thread, on the clock of the house, and again after a rest', async () => {
  const day = new Date('2026-03-01T08:00:00Z');
  runner = start(() => day);
  for (const to of [3, 5]) {
    const id = await put('count', { to });
    await database.db.updateTable('job').set({ run_at: day }).where('id', '=', id).execute();
    expect((await until(id, isOver)).result).toEqual({ counted: to });
    // By then the thread has been ended for want of work; the next job starts it anew.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { rows } = await sql<{
    at: string;
  }>`select distinct left(at, 10) as at from worked`.execute(database.db);
  expect(rows).toEqual([{ at: '2026-03-01' }]);
});

test('what goes wrong in the thread is told to the log of the house and tried again later', async () => {
  runner = start();
  const id = await put('fall-over', {});
  const row = await until(id, ({ error }) => error !== null);
  expect(row).toMatchObject({ tries: 1, finished_at: null });
  expect(row.error).toContain('the printer is on fire');
  expect(log).toContainEqual(
    expect.objectContaining({ job: 'fall-over', error: 'Error: the printer is on fire' }),
  );
});

test('a thread that dies is told of and followed; nothing is done twice', async () => {
  runner = start();
  const id = await put('count', { to: 40, diesAt: 7 });
  expect((await until(id, isOver)).result).toEqual({ counted: 40 });
  expect(await worked()).toEqual(upTo(40));
  expect(log).toContainEqual({ jobs: 'long', error: 'Error: the thread of jobs has ended' });
});

test('a house that stops gives its job back, and the next goes on with it at once', async () => {
  runner = start();
  const id = await put('count', { to: 3000 });
  await until(id, ({ done }) => done > 5);
  await runner.stop();
  const given = await until(id, () => true);
  expect(given).toMatchObject({ finished_at: null, tries: 0, result: null });
  const before = (await worked()).length;
  expect(given.done).toBe(before);
  runner = start();
  await until(id, ({ done }) => done > before);
  await database.db.updateTable('job').set({ cancelled_at: new Date() }).execute();
  const row = await until(id, isOver);
  expect(row.result).toEqual({ cancelled: true });
  expect(await worked()).toEqual(upTo(row.done));
});
