import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { AlikeIndex } from './alike-index.ts';
import { matchJob } from './match-job.ts';

let database: Database;
let city: TinyCity;
let runner: JobRunner | undefined;
const index = new AlikeIndex();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});
afterAll(async () => {
  await index.stop();
  await database.close();
});

const TITLES = [
  '柳河镇桥头村路灯不亮，老人出门摔跤',
  '反映：柳河镇桥头村照明灯坏了不亮，老人出门摔跤，望解决',
  '柳河镇桥头村路灯不亮，晚上老人摔跤',
  '柳河镇杨湾村路灯不亮，老人出门摔跤',
  '柳河镇桥头村3栋电梯困人没有人修',
  '柳河镇桥头村5栋电梯困人没有人修',
  '柳河镇桥头村5栋电梯坏了困人，没人修',
];

async function compared(): Promise<void> {
  runner ??= startJobs({
    db: database.db,
    cityId: CITY,
    kinds: [matchJob(index, undefined)],
    now: () => new Date(),
    log: () => undefined,
    pollMs: 20,
  });
  for (;;) {
    const left = await database.db.selectFrom('job_item').select('id').execute();
    const open = await database.db
      .selectFrom('job')
      .where('finished_at', 'is', null)
      .select('error')
      .execute();
    for (const { error } of open) if (error !== null) throw new Error(error);
    if (left.length + open.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The links, the groups, the kinds and everybody shown with another, by title. */
async function outcome(): Promise<object> {
  const names = new Map(
    (await database.db.selectFrom('entry').select(['id', 'title']).execute()).map((e) => [
      e.id,
      e.title,
    ]),
  );
  const told = (ids: readonly string[]): string[] => ids.map((id) => names.get(id) ?? id);
  const { db } = database;
  const edges = await db.selectFrom('alike_edge').select(['a_id', 'b_id', 'rule']).execute();
  const subjects = await db.selectFrom('alike_subject').selectAll().execute();
  const shown = await db
    .selectFrom('alike_item as i')
    .innerJoin('alike_item_member as m', 'm.item_id', 'i.id')
    .select(['i.kind', 'i.main_id', 'm.subject_id'])
    .execute();
  return {
    edges: edges.map((e) => [...told([e.a_id, e.b_id]), e.rule].join(' | ')).toSorted(),
    groups: subjects.map((s) => told([s.subject_id, s.instance_id]).join(' | ')).toSorted(),
    families: subjects.map((s) => told([s.subject_id, s.family_id]).join(' | ')).toSorted(),
    shown: shown.map((s) => [s.kind, ...told([s.main_id, s.subject_id])].join(' | ')).toSorted(),
  };
}

test('newcomers compared together end as compared one after the other, and told again they change nothing', async () => {
  const ids: string[] = [];
  for (const title of TITLES) {
    const entry = await city.act(database.db, 'townLiaison', (ctx) =>
      raiseEntry(ctx, {
        kind: 'problem',
        title,
        source: 'self_check',
        level: 'unit',
        category: 'a',
      }),
    );
    ids.push(entry.id);
  }
  await compared();
  const together = await outcome();
  expect(together).toMatchObject({ edges: expect.arrayContaining([expect.any(String)]) });
  expect(await database.db.selectFrom('job').select('id').execute()).toHaveLength(1);
  await tell(ids);
  expect(await outcome()).toEqual(together);
  await sql`truncate alike_subject, alike_edge, alike_item_member, alike_item cascade`.execute(
    database.db,
  );
  for (const id of ids) await tell([id]);
  expect(await outcome()).toEqual(together);
});

async function tell(ids: readonly string[]): Promise<void> {
  await database.db.transaction().execute((tx) =>
    leaveForJob(
      { tx, cityId: CITY, now: new Date() },
      'match-alike',
      ids.map((id) => ({ kind: 'entry', id })),
    ),
  );
  await compared();
}
