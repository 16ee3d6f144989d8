import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { makeCity } from '#test/alike-city/generate.ts';
import { testDatabase } from '../template.ts';
import { CITY, type TinyCity, tinyCity } from '../tiny-city.ts';
import { type StruckJobs, struckJobs } from './struck-jobs.ts';

const WRITER = fileURLToPath(new URL('./distil-writer.ts', import.meta.url));
const PROBLEMS = 300;

let database: Database;
let city: TinyCity;
let jobs: StruckJobs;
beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  jobs = await struckJobs(database, WRITER);
  const { statements } = makeCity({ statements: PROBLEMS, seed: 3, retold: 0.6 });
  await city.act(database.db, 'townLiaison', async (ctx) => {
    for (const { text } of statements)
      await raiseEntry(ctx, {
        kind: 'problem',
        title: text.slice(0, 60),
        source: 'self_check',
        level: 'unit',
        category: 'a',
      });
  });
});
afterAll(() => database.close());

async function putDown(): Promise<string> {
  const id = newId();
  const now = new Date();
  const args = JSON.stringify({ campaign: city.campaign });
  await database.db
    .insertInto('job')
    .values({ city_id: CITY, id, kind: 'distil-campaign', args, run_at: now, created_at: now })
    .execute();
  return id;
}

async function standing(): Promise<unknown> {
  const { rows: edges } = await sql`
    select a_id, b_id, rule from alike_edge where undone_at is null order by a_id, b_id`.execute(
    database.db,
  );
  const { rows: subjects } = await sql`
    select subject_id, instance_id, family_id from alike_subject order by subject_id`.execute(
    database.db,
  );
  const { rows: items } = await sql`
    select i.kind, i.main_id, m.subject_id from alike_item i
    join alike_item_member m on m.city_id = i.city_id and m.item_id = i.id order by 1, 2, 3`.execute(
    database.db,
  );
  return { edges, subjects, items };
}

test('kill -9 in the middle of distilling, again and again: the job ends as one that was never killed, and once more changes nothing', async () => {
  await jobs.finish(await putDown());
  const whole = await standing();
  await jobs.finish(await putDown());
  expect(await standing()).toEqual(whole);
  await sql`truncate alike_subject, alike_edge, alike_item_member, alike_item cascade`.execute(
    database.db,
  );
  const job = await putDown();
  for (const table of ['alike_edge', 'alike_subject', 'alike_item']) {
    // Struck as soon as the first rows of a table are there, wherever the run then is.
    await jobs.strikeWhen(async () => {
      const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(database.db);
      return rows.length > 0 || (await jobs.isDone(job));
    });
  }
  await jobs.finish(job);
  expect(await standing()).toEqual(whole);
}, 300_000);
