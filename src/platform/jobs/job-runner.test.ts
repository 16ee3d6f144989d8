import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { withDatabase } from '#test/global-setup.ts';
import { testDatabase } from '#test/template.ts';
import type { Database, Db } from '../db/open.ts';
import { briefJob, callJob, type JobKind, longJob } from './job-kinds.ts';
import { reportProgress, takeLease } from './job-lease.ts';
import { type JobRunner, startJobs } from './job-runner.ts';
import { tidyTables } from './tidy-tables.ts';
import type { Recurring } from './recurring.ts';

const CITY = 7;
let database: Database;
let db: Db;
let runners: JobRunner[] = [];
let log: object[] = [];

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  await sql`create table worked (n int not null, by_whom text not null)`.execute(db);
});
beforeEach(async () => {
  await sql`truncate worked, job`.execute(db);
  log = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  runners = [];
});
afterAll(() => database.close());

async function put(kind: string, args: object = {}, more: object = {}): Promise<string> {
  const id = randomUUID();
  const now = new Date();
  await db
    .insertInto('job')
    .values({
      city_id: CITY,
      id,
      kind,
      args: JSON.stringify(args),
      run_at: now,
      created_at: now,
      ...more,
    })
    .execute();
  return id;
}

function start(
  kinds: readonly JobKind[],
  more: { now?: () => Date; recurring?: Recurring[] } = {},
): JobRunner {
  const runner = startJobs({
    db,
    cityId: CITY,
    kinds,
    now: () => new Date(),
    log: (line) => log.push(line),
    pollMs: 20,
    leaseMs: 300,
    ...more,
  });
  runners.push(runner);
  return runner;
}

async function rowOf(id: string) {
  return await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1500; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it never came to be: ${JSON.stringify(log)}`);
}

const finished = (id: string) => async (): Promise<boolean> =>
  (await rowOf(id)).finished_at !== null;

async function worked(): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from worked order by n`.execute(db);
  return rows.map((row) => row.n);
}

const work = briefJob<{ n: number }>('work', async ({ tx, args }) => {
  await sql`insert into worked values (${args.n}, 'brief')`.execute(tx);
  return { n: args.n };
});

test('of two runners each job is done by one, and its result kept', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => put('work', { n })));
  start([work]);
  start([work]);
  for (const id of ids) await until(finished(id));
  expect(await worked()).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect((await rowOf(ids[3] ?? '')).result).toEqual({ n: 3 });
});

test('a job of another city, and one not yet due, is left alone', async () => {
  const other = await put('work', { n: 1 }, { city_id: 8 });
  const later = await put('work', { n: 2 }, { run_at: new Date(Date.now() + 60_000) });
  const mine = await put('work', { n: 3 });
  start([work]);
  await until(finished(mine));
  expect([(await rowOf(other)).finished_at, (await rowOf(later)).finished_at]).toEqual([
    null,
    null,
  ]);
  expect(await worked()).toEqual([3]);
});

test('a failed try leaves nothing but its error, and comes again later and later, eight times in all', async () => {
  const failing = briefJob('failing', async ({ tx }) => {
    await sql`insert into worked values (1, 'failing')`.execute(tx);
    throw new Error('the printer is on fire');
  });
  const id = await put('failing');
  // Stopped when the job is there: one stopped before it could stand a millisecond short of due, for ever.
  const clock = { now: Date.now() };
  start([failing], { now: () => new Date(clock.now) });
  const waits: number[] = [];
  for (let tries = 1; tries < 8; tries += 1) {
    await until(async () => (await rowOf(id)).tries === tries);
    waits.push((await rowOf(id)).run_at.getTime() - clock.now);
    clock.now += 4 ** tries * 1000;
  }
  await until(finished(id));
  expect(waits).toEqual([4, 16, 64, 256, 1024, 4096, 16_384].map((seconds) => seconds * 1000));
  expect(await rowOf(id)).toMatchObject({
    tries: 8,
    error: 'internal: Error: the printer is on fire',
  });
  expect(await worked()).toEqual([]);
});

test.each(['brief', 'long'])('a %s job that is refused is not tried again', async (lane) => {
  const refuse = (): Promise<never> => Promise.reject(new Refusal('no-reason'));
  const id = await put('refused');
  start([lane === 'brief' ? briefJob('refused', refuse) : longJob('refused', refuse)]);
  await until(finished(id));
  expect(await rowOf(id)).toMatchObject({ tries: 1, error: '须说明理由' });
});

test('a long job that fails is tried again from its last batch', async () => {
  const clock = { ahead: 0 };
  const seen: number[] = [];
  const halting = longJob('halting', async (job) => {
    seen.push(job.done);
    await job.report(job.done + 1, 3);
    if (job.done < 2) throw new Error('halted');
    return { whole: true };
  });
  const id = await put('halting');
  start([halting], { now: () => new Date(Date.now() + clock.ahead) });
  for (const tries of [1, 2]) {
    await until(async () => (await rowOf(id)).done === tries && (await rowOf(id)).error !== null);
    clock.ahead += 4000;
  }
  await until(finished(id));
  expect(seen).toEqual([0, 1, 2]);
  expect(await rowOf(id)).toMatchObject({
    done: 3,
    total: 3,
    error: null,
    result: { whole: true },
  });
});

test('a user ends a job between two batches; a stop of the process only pauses it', async () => {
  const batches = longJob('batches', async (job) => {
    let done = job.done;
    while (!(await job.cancelled())) await job.report((done += 1), 1_000_000);
    return { until: done };
  });
  const id = await put('batches');
  const first = start([batches]);
  await until(async () => (await rowOf(id)).done > 3);
  await first.stop();
  const paused = await rowOf(id);
  expect(paused).toMatchObject({ finished_at: null, result: null, tries: 0 });
  start([batches]);
  await until(async () => (await rowOf(id)).done > paused.done + 3);
  await db.updateTable('job').set({ cancelled_at: new Date() }).where('id', '=', id).execute();
  await until(finished(id));
  const ended = await rowOf(id);
  expect(ended.result).toEqual({ until: ended.done });
});

test('a process that slept through its lease cannot commit what another now does', async () => {
  const id = await put('slept');
  const mine = await takeLease(db, CITY, ['slept'], new Date(), 1);
  if (mine === undefined) throw new Error('not taken');
  expect(await takeLease(db, CITY, ['slept'], new Date(Date.now() - 60_000), 1)).toBeUndefined();
  const theirs = await takeLease(db, CITY, ['slept'], new Date(Date.now() + 10), 60_000);
  expect(theirs?.row.id).toBe(id);
  const batch = db.transaction().execute(async (tx) => {
    await sql`insert into worked values (1, 'asleep')`.execute(tx);
    await reportProgress(tx, mine, 1, 2);
  });
  await expect(batch).rejects.toThrow(/job slept/);
  expect(await worked()).toEqual([]);
});

test('killed with -9 again and again, every batch of a long job commits once', async () => {
  const id = await put('count', { to: 60 });
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const address = withDatabase(inject('databases').admin, rows[0]?.name ?? '');
  const kills = 6;
  for (let life = 0; life <= kills; life += 1) {
    const seen = (await rowOf(id)).done;
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', CHILD, JSON.stringify(address)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (life === kills) await until(finished(id));
    else await until(async () => (await rowOf(id)).done >= Math.min(seen + 5, 60));
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await worked()).toEqual(Array.from({ length: 60 }, (_, n) => n));
  expect((await rowOf(id)).result).toEqual({ counted: 60 });
});

/** Counts to `to`, one batch a number, on the database given. */
const CHILD = `
import { sql } from 'kysely';
const { connectTo } = await import('${new URL('../db/open.ts', import.meta.url).href}');
const { startJobs } = await import('${new URL('job-runner.ts', import.meta.url).href}');
const { longJob } = await import('${new URL('job-kinds.ts', import.meta.url).href}');
const { db } = await connectTo(JSON.parse(process.argv[1]), 'server', async () => {});
const count = longJob('count', async (job, db) => {
  for (let n = job.done; n < job.args.to; n += 1) {
    if (await job.cancelled()) break;
    await db.transaction().execute(async (tx) => {
      await sql\`insert into worked values (\${n}, \${String(process.pid)})\`.execute(tx);
      await job.report(n + 1, job.args.to, tx);
    });
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return { counted: job.args.to };
});
startJobs({ db, cityId: ${CITY}, kinds: [count], now: () => new Date(), log: () => {}, pollMs: 20, leaseMs: 300 });
`;

test('calls to others run beside each other and do not hold up our own work', async () => {
  const gate = Promise.withResolvers<void>();
  const waiting: string[] = [];
  const call = callJob('call', async (job) => {
    waiting.push(job.id);
    await gate.promise;
  });
  const calls = [await put('call'), await put('call'), await put('call')];
  const runner = start([call, work]);
  await until(() => Promise.resolve(waiting.length === 3));
  const brief = await put('work', { n: 1 });
  runner.wake();
  await until(finished(brief));
  expect((await rowOf(calls[0] ?? '')).finished_at).toBeNull();
  gate.resolve();
  for (const id of calls) await until(finished(id));
  expect(waiting.toSorted()).toEqual(calls.toSorted());
});

test('what recurs is put down once a span, whoever runs', async () => {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const recurring = [{ kind: 'work', everySeconds: 3600, args: { n: 5 } }];
  const more = { recurring, now: () => new Date(clock.now) };
  start([work], more);
  start([work], more);
  await until(async () => (await worked()).length === 1);
  clock.now += 3_600_000;
  await until(async () => (await worked()).length === 2);
  expect(await worked()).toEqual([5, 5]);
});

test('heavy work that recurs waits for three in the morning', async () => {
  const noon = new Date('2026-01-01T12:00:00+08:00');
  start([work], {
    recurring: [{ kind: 'work', everySeconds: 86_400, atNight: true }],
    now: () => noon,
  });
  await until(async () => (await db.selectFrom('job').select('id').execute()).length === 1);
  const [job] = await db.selectFrom('job').selectAll().execute();
  expect(job?.run_at).toEqual(new Date('2026-01-02T03:00:00+08:00'));
});

test('old keys and old jobs go, young ones stay', async () => {
  const days = (n: number): Date => new Date(Date.now() - n * 86_400_000);
  const key = (name: string, at: Date) => ({
    city_id: CITY,
    account_id: randomUUID(),
    key: name,
    request_hash: '',
    at,
  });
  await db
    .insertInto('idempotency')
    .values([key('old', days(8)), key('young', days(6))])
    .execute();
  await put('work', {}, { finished_at: days(31) });
  await put('work', {}, { finished_at: days(29) });
  const id = await put('tidy-tables');
  start([tidyTables]);
  await until(finished(id));
  expect((await rowOf(id)).result).toEqual({ keys: 1, jobs: 1 });
});
