import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase } from '#test/template.ts';
import type { Database } from './open.ts';
import { settleIndexes } from './settle-indexes.ts';

let database: Database;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.close());

test('no request puts the waiting words of others in their places; the house does, once for all', async () => {
  const { db, patient } = database;
  await sql`create table said (id int, tsv tsvector)`.execute(db);
  await sql`create index said_words on said using gin (tsv)`.execute(db);
  const say = sql`
    insert into said select n, array_to_tsvector(array(select md5(n || ' ' || w) from generate_series(1, 20) w))
    from generate_series(1, 1500) n`;
  // Some nine MiB in all: more than twice what PostgreSQL by itself would let wait.
  for (let times = 0; times < 8; times += 1) await say.execute(db);
  const waiting = await settleIndexes(patient);
  expect(waiting * 8192).toBeGreaterThan(6 * 2 ** 20);
  expect(await settleIndexes(patient)).toBe(0);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from said where tsv @@ ('''' || md5('7 7') || '''')::tsquery`.execute(
    db,
  );
  expect(rows[0]?.n).toBe(8);
});
