import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { CITY, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { foldCounts, rebuildCounts, recount } from './fold-counts.ts';
import { listEntry } from './list-entry.ts';
import { raiseEntry } from './raise-entry.ts';
import type { readEntry } from './read-entry.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

function raise(): Promise<Awaited<ReturnType<typeof readEntry>>> {
  return city.act(database.db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title: '巷口积水', source: 'visit', level: 'unit' }),
  );
}

test('a rebuild waits for no move that is under way, and counts it once when it is done', async () => {
  const { db } = database;
  const [first, second] = [await raise(), await raise()];
  await foldCounts(db, CITY);
  await sql`update rollup set n = n + 7`.execute(db);
  await sql`delete from flow`.execute(db);
  await city.act(db, 'eastOffice', (ctx) => listEntry(ctx, first));
  expect(await recount(db, CITY)).not.toEqual([]);
  await city.act(db, 'eastOffice', async (ctx) => {
    await listEntry(ctx, second);
    // Inside the move's own transaction: were it waited for, neither would ever end.
    await rebuildCounts(db, CITY);
    expect(await recount(db, CITY)).toEqual([]);
  });
  expect(await recount(db, CITY)).toEqual([]);
  await foldCounts(db, CITY);
  expect(await recount(db, CITY)).toEqual([]);
});
