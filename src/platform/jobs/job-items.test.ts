import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import type { Database, Tx } from '../db/open.ts';
import { gatheringJob, leaveForJob } from './job-items.ts';
import { type JobRunner, startJobs } from './job-runner.ts';

const CITY = 7;
let database: Database;
let runner: JobRunner | undefined;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.db.deleteFrom('job_item').execute();
  await database.db.deleteFrom('job').execute();
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});
afterAll(() => database.close());

interface Item {
  readonly n: number;
}

async function leave(tx: Tx, ...numbers: readonly number[]): Promise<void> {
  await leaveForJob(
    { tx, cityId: CITY, now: new Date() },
    'count',
    numbers.map((n) => ({ n })),
  );
}

function commit(...numbers: readonly number[]): Promise<void> {
  return database.db.transaction().execute((tx) => leave(tx, ...numbers));
}

/** Takes up what is left, each number written as a row of its own; `faults` says which lots fail when they are written. */
function start(lots: number[][], most: number, faults: (lot: readonly number[]) => boolean): void {
  const kind = gatheringJob<Item>('count', most, (job, _, items) =>
    Promise.resolve(async (tx) => {
      const lot = items.map(({ args }) => args.n);
      for (const n of lot)
        await tx
          .insertInto('job')
          .values({
            city_id: job.cityId,
            id: items.find(({ args }) => args.n === n)?.id ?? job.id,
            kind: `counted ${n}`,
            args: '{}',
            run_at: new Date(),
            created_at: new Date(),
          })
          .execute();
      if (faults(lot)) throw new Error(`cannot count ${lot.join(', ')}`);
      lots.push(lot);
      return { counted: lot.length };
    }),
  );
  runner = startJobs({
    db: database.db,
    cityId: CITY,
    kinds: [kind],
    now: () => new Date(),
    log: () => undefined,
    pollMs: 20,
  });
}

async function left(): Promise<readonly { n: number; tries: number }[]> {
  const rows = await database.db
    .selectFrom('job_item')
    .select(['args', 'tries'])
    .orderBy('id')
    .execute();
  return rows.map(({ args, tries }) => ({ n: (args as Item).n, tries }));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function counted(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('job')
    .where('kind', 'like', 'counted%')
    .select('kind')
    .orderBy('kind')
    .execute();
  return rows.map(({ kind }) => kind.slice('counted '.length));
}

test('what was left is taken up together, as many as one lot holds, and is gone with the work', async () => {
  await commit(1, 2);
  await commit(3, 4, 5);
  const lots: number[][] = [];
  start(lots, 4, () => false);
  await until(async () => (await left()).length === 0);
  expect(lots).toEqual([[1, 2, 3, 4], [5]]);
  expect(await counted()).toEqual(['1', '2', '3', '4', '5']);
  await commit(6);
  await until(async () => (await left()).length === 0);
  expect(await counted()).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('what was left by a transaction that did not commit is not there', async () => {
  const given = database.db.transaction().execute(async (tx) => {
    await leave(tx, 1);
    throw new Error('given up');
  });
  await expect(given).rejects.toThrow('given up');
  expect(await left()).toEqual([]);
});

test('a bad item is tried by itself, holds up no other, and leaves nothing half done', async () => {
  await commit(1, 2, 3);
  start([], 10, (lot) => lot.includes(2));
  await until(async () => (await left()).some(({ tries }) => tries > 0));
  await until(async () => (await left()).length === 1);
  expect((await left())[0]).toMatchObject({ n: 2 });
  expect(await counted()).toEqual(['1', '3']);
});
