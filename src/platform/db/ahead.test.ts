import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { AHEAD } from './driver.ts';
import type { Database, Tx } from './open.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const NOW = new Date('2026-05-22T03:00:00Z');

const write = (tx: Tx, key: string): Promise<unknown> =>
  sql`${sql.raw(AHEAD)} insert into credential_try (city_id, key, tries, since) values (1, ${key}, 1, ${NOW})`.execute(
    tx,
  );

const keys = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ key: string }>(
    'select key from credential_try order by key',
  );
  return rows.map((row) => row.key);
};

test('a write that nobody waited for is there after the commit, and is seen by what follows it', async () => {
  const seen = await database.db.transaction().execute(async (tx) => {
    await write(tx, 'a');
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from credential_try`.execute(tx);
    return rows[0]?.n;
  });
  expect(seen).toBe(1);
  expect(await keys()).toEqual(['a']);
});

test('one that fails undoes the transaction, and its own error is what the caller gets', async () => {
  const twice = database.db.transaction().execute(async (tx) => {
    await write(tx, 'b');
    await write(tx, 'b');
  });
  await expect(twice).rejects.toMatchObject({ code: '23505' });
  const asked = database.db.transaction().execute(async (tx) => {
    await write(tx, 'c');
    await write(tx, 'c');
    await sql`select 1`.execute(tx);
  });
  await expect(asked).rejects.toMatchObject({ code: '23505' });
  expect(await keys()).toEqual(['a']);
});

test('a failure is forgotten with its transaction', async () => {
  for (let n = 0; n < 20; n += 1) {
    await expect(
      database.db.transaction().execute(async (tx) => {
        await write(tx, 'a');
      }),
    ).rejects.toMatchObject({ code: '23505' });
    await database.db.transaction().execute(async (tx) => {
      await write(tx, `n${n}`);
    });
  }
  expect(await keys()).toHaveLength(21);
});
