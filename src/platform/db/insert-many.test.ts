import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { testDatabase } from '#test/template.ts';
import { insertMany } from './insert-many.ts';
import type { Database } from './open.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const AT = new Date('2026-05-22T04:00:00.123Z');

/** What an array would take for its own, and what it must not lose. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'NULL',
    'null',
    '{}',
    '{a,b}',
    '"',
    '\\',
    ' ',
    "'",
    '\n',
    '\\N',
    '路灯，不亮"',
  ),
  fc.string({ maxLength: 12 }).filter((one) => !one.includes('\0')),
);
/** JSON knows no −0, and a database no NUL. */
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((one): unknown => JSON.parse(JSON.stringify(one)))
  .filter((one) => one !== null && !/\\u0000|__proto__/.test(JSON.stringify(one)));

test('whatever a row holds comes out as it went in', async () => {
  const row = fc.record({
    url: text,
    kinds: fc.array(text, { maxLength: 3 }),
    stopped: fc.boolean(),
  });
  const view = fc.record({ name: text.filter((one) => one.length > 0), query: json });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.array(view, { minLength: 1, maxLength: 20 }),
      async (rows, views) => {
        const webhooks = rows.map(({ url, kinds, stopped }) => ({
          city_id: 1,
          id: newId(),
          url,
          secret: 's',
          kinds,
          unit_id: newId(),
          by_account: newId(),
          created_at: AT,
          stopped_at: stopped ? AT : null,
        }));
        const account_id = newId();
        const saved = views.map((one) => ({ city_id: 1, id: newId(), account_id, at: AT, ...one }));
        await database.db.transaction().execute(async (tx) => {
          await insertMany(tx, 'webhook', webhooks, { ahead: true });
          await insertMany(tx, 'saved_view', saved);
        });
        const found = database.db.selectFrom('webhook').selectAll().orderBy('id');
        const ids = webhooks.map(({ id }) => id);
        expect(await found.where('id', 'in', ids).execute()).toEqual(webhooks);
        const seen = database.db.selectFrom('saved_view').selectAll().orderBy('id');
        expect(await seen.where('account_id', '=', account_id).execute()).toMatchObject(saved);
      },
    ),
    { numRuns: 25 },
  );
});
