import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Direct } from '#platform/http.ts';
import { type Answer, type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function nonce(): Promise<string> {
  return String((await house.real.ask('GET', '/api/v1/say/form')).body['nonce']);
}

async function said(more: Body = {}): Promise<string> {
  const { body, status, text } = await house.real.ask('POST', '/api/v1/say', {
    body: {
      nonce: await nonce(),
      kind: 'request',
      words: '柳河镇北街路灯不亮',
      placeUnit: house.city.unit.eastTown.id,
      ...more,
    },
  });
  if (status !== 200) throw new Error(text);
  return String(body['code']);
}

/** More at once than the house has connections. */
const AT_ONCE = 14;

async function addsAtOnce(site: Site, times = AT_ONCE): Promise<number[]> {
  const code = await said();
  const bodies = await Promise.all(
    Array.from({ length: times }, async (_, i) => ({
      code,
      nonce: await nonce(),
      move: 'add',
      words: `补充第 ${i} 条：还有一盏灯`,
    })),
  );
  const answers = await Promise.all(
    bodies.map((body): Promise<Answer> => site.ask('POST', '/api/v1/follow/speak', { body })),
  );
  return [...new Set(answers.map(({ status }) => status))];
}

test('A27: one code used many times at once does not take every connection and wait for another', async () => {
  expect(await addsAtOnce(house.real)).toEqual([200]);
  // A build that asks for a second connection while it holds the row.
  const weak = house.weakened({
    routes: instead('speakByCode', async ({ db, cityId }: Direct, _: never) =>
      db.transaction().execute(async (tx) => {
        await sql`select 1 from voice where city_id = ${cityId} order by id limit 1 for no key update`.execute(
          tx,
        );
        await sql`select 1`.execute(db);
        return new Response('{}', { headers: { 'content-type': 'application/json' } });
      }),
    ),
  });
  expect(await addsAtOnce(weak, 2)).toEqual([200]);
  expect(await addsAtOnce(weak)).not.toEqual([200]);
}, 60_000);

test('A27: one code is heard so often an hour, however many tries come at once', async () => {
  const code = await said();
  const speak = async (i: number): Promise<number> => {
    const body = { code, nonce: await nonce(), move: 'add', words: `又一盏灯不亮，第 ${i} 盏` };
    return (await house.real.ask('POST', '/api/v1/follow/speak', { body })).status;
  };
  const statuses = await Promise.all(Array.from({ length: 26 }, (_, i) => speak(i)));
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(6);
});
