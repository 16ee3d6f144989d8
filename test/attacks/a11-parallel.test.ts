import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf } from '#platform/command.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Direct, Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, NOW, openHouse, type Site } from './house.ts';

const AT_ONCE = 50;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function count(query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  const { rows } = await query.execute(house.database.db);
  return rows[0]?.n ?? -1;
}

/** Fifty at once: one raise under one key, one closure under as many keys. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const all = Array.from({ length: AT_ONCE });
  const title = `并发${newId()}`;
  const key = newId();
  const raised = await Promise.all(
    all.map(() =>
      site.ask('POST', '/api/v1/entries', {
        as: 'townLiaison',
        body: { kind: 'problem', title, source: 'visit', level: 'unit' },
        headers: { 'idempotency-key': key },
      }),
    ),
  );
  const rows = await count(sql`select count(*)::int as n from entry where title = ${title}`);
  if (rows !== 1) found.push(`${rows} rows under one key`);
  if (!raised.every(({ body }) => isDeepStrictEqual(body, raised[0]?.body)))
    found.push('one key, several answers');
  const entry = await problemAt(house.database.db, house.city, 'checked');
  const closed = await Promise.all(
    all.map(() =>
      site.ask('POST', `/api/v1/entries/${entry.id}/close`, {
        as: 'townLeader',
        body: { version: entry.version },
      }),
    ),
  );
  const ended = Map.groupBy(closed, ({ status }) => status);
  if (ended.get(200)?.length !== 1 || ended.get(409)?.length !== AT_ONCE - 1)
    found.push(`closed: ${[...ended].map(([status, list]) => `${status}×${list.length}`).join()}`);
  const events = await count(
    sql`select count(*)::int as n from event where subject_id = ${entry.id} and kind = 'problem.close'`,
  );
  if (events !== 1) found.push(`${events} closures on record`);
  return found;
}

test('A11: fifty at once are one', async () => {
  expect(await attack(house.real)).toEqual([]);
  const keyless = house.weakened({
    routes: (routes) =>
      routes.map((route): Route =>
        route.op.id !== 'raiseEntry'
          ? route
          : {
              op: route.op,
              as: 'direct',
              run: ({ db, cityId, actor }: Direct, input: never) =>
                db.transaction().execute((tx) => {
                  if (actor === undefined) throw new Error('nobody');
                  return raiseEntry({ tx, cityId, actor, now: NOW, today: dayOf(NOW) }, input);
                }),
            },
      ),
  });
  expect(await attack(keyless)).not.toEqual([]);
}, 180_000);
