import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Database } from '#platform/db/open.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY, NOON, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { bulkJob, type BulkParts, startBulk } from './bulk-move.ts';
import { listEntry, screenEntry } from './list-entry.ts';
import { importJobs } from './sheets/import-jobs.ts';
import { numberAhead, raiseEntry } from './raise-entry.ts';
import { enqueue, putJobs } from '#platform/command.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

const FACTS = { kind: 'problem', title: '路灯不亮', source: 'visit', level: 'unit' } as const;

async function finished(id: string): Promise<{ result: unknown; error: string | null }> {
  for (;;) {
    const row = await database.db
      .selectFrom('job')
      .where('id', '=', id)
      .select(['result', 'error', 'finished_at'])
      .executeTakeFirstOrThrow();
    if (row.finished_at !== null) return row;
    await new Promise((again) => setTimeout(again, 20));
  }
}

test('a bulk move that breaks off goes on where it stood, and counts everything once', async () => {
  const { db } = database;
  for (let i = 0; i < 6; i += 1) await city.act(db, 'townLiaison', (ctx) => raiseEntry(ctx, FACTS));
  let clock = NOON.getTime() + 1000;
  const done = { count: 0 };
  const handlers = {
    screen: async (ctx, input) => {
      done.count += 1;
      if (done.count === 4) throw new Error('the process was away');
      return screenEntry(ctx, input);
    },
  } as Partial<BulkParts['handlers']> as BulkParts['handlers'];
  const { job } = await city.act(db, 'eastOffice', async (ctx) => {
    const put = await startBulk(ctx, {
      filter: { state: ['raised'] },
      move: 'screen',
      input: {},
      expect: 6,
    });
    expect(putJobs(ctx.tx)).toBe(true);
    return put;
  });
  const jobs = startJobs({
    db,
    cityId: CITY,
    kinds: [bulkJob({ handlers, actorOf: actorOfAccount })],
    // A clock that is looked at often runs fast: the back-off after the failed try is soon over.
    now: () => new Date((clock += 50)),
    log: () => undefined,
    pollMs: 20,
  });
  try {
    const { result } = await finished(job);
    expect(result).toMatchObject({ n: 6, moved: 6, refused: 0 });
    expect(done.count).toBe(7);
  } finally {
    await jobs.stop();
  }
});

test('a preview whose sheet is gone fails at once, and says so', async () => {
  const { db } = database;
  const id = await city.act(db, 'eastOffice', (ctx) =>
    enqueue(ctx, 'preview-import', { batch: '01a2010b-0000-7000-8000-000000000000' }),
  );
  const jobs = startJobs({
    db,
    cityId: CITY,
    kinds: importJobs({} as Parameters<typeof importJobs>[0]),
    now: () => new Date(NOON.getTime() + 1000),
    log: () => undefined,
    pollMs: 20,
  });
  try {
    expect((await finished(id)).error).toBe('查无此项');
  } finally {
    await jobs.stop();
  }
});

test('a raise does not wait for another that is not yet committed, and no number is given twice', async () => {
  const { db } = database;
  const q = city.ask(db, 'townLiaison');
  const first = await numberAhead(q, FACTS);
  const numbers = await city.act(db, 'townLiaison', async (ctx) => {
    const slow = await raiseEntry(ctx, FACTS, first);
    // Within the open transaction of the first, on a connection of its own.
    const second = await numberAhead(q, FACTS);
    const quick = await city.act(db, 'westHousingLiaison', (other) =>
      raiseEntry(other, FACTS, second),
    );
    const listed = await city.act(db, 'westOffice', (other) =>
      listEntry(other, { id: quick.id, version: quick.version }),
    );
    expect(listed.state).toBe('listed');
    return [slow.no, quick.no];
  });
  expect(new Set(numbers).size).toBe(2);
});
