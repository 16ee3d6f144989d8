import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { readVoice } from '#modules/listen/read-voice.ts';
import type { Query } from '#platform/command.ts';
import { CITY } from '#test/tiny-city.ts';
import { type Asking, type House, instead, openHouse, type Site } from './house.ts';

let house: House;
const asked: string[] = [];
const client = pg.Client.prototype as { query: Ask };
type Ask = (this: unknown, ...given: unknown[]) => unknown;
const { query } = client;
beforeAll(async () => {
  // Every statement still goes to the database; only its text is noted. Connections keep what they find here.
  client.query = function noted(this: unknown, ...given: unknown[]): unknown {
    const what = given[0] as string | { readonly text?: string } | undefined;
    asked.push(typeof what === 'string' ? what : (what?.text ?? ''));
    return query.apply(this, given);
  };
  house = await openHouse();
});
afterAll(async () => {
  client.query = query;
  await house.close();
});

/** What the database is asked for a request, the second time that it is made. */
async function work(site: Site, method: string, path: string, asking: Asking): Promise<string[]> {
  await site.ask(method, path, asking);
  asked.length = 0;
  await site.ask(method, path, asking);
  return [...asked];
}

const NOBODY = '00000000-0000-7000-8000-00000000dead';

async function voiceOfEast(): Promise<string> {
  const { body: form } = await house.real.ask('GET', '/api/v1/say/form');
  const { status, text } = await house.real.ask('POST', '/api/v1/say', {
    body: {
      nonce: form['nonce'],
      kind: 'request',
      words: '柳河镇北街路灯不亮',
      placeUnit: house.city.unit.eastTown.id,
    },
  });
  expect({ status, text }).toMatchObject({ status: 200 });
  const { rows } = await sql<{ id: string }>`select id from voice limit 1`.execute(
    house.database.db,
  );
  return rows[0]?.id ?? '';
}

test('A33: a case that is not yours costs the house what one costs that never was', async () => {
  const voice = await voiceOfEast();
  const path = (id: string): string => `/api/v1/voices/${id}`;
  const differs = async (site: Site): Promise<boolean> => {
    const as = 'westOffice';
    const [hidden, none] = [
      await work(site, 'GET', path(voice), { as }),
      await work(site, 'GET', path(NOBODY), { as }),
    ];
    expect(none.length).toBeGreaterThan(0);
    return JSON.stringify(hidden) !== JSON.stringify(none);
  };
  expect(await differs(house.real)).toBe(false);
  const careless = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => {
      const { id } = input as { id: string };
      const found = await q.db.selectFrom('voice').where('id', '=', id).select('id').execute();
      if (found.length > 0) await q.db.selectFrom('voice_text').selectAll().execute();
      return await readVoice(q, input);
    }),
  });
  expect(await differs(careless)).toBe(true);
});

test('A33: a code with a slip of the pen and one that never was, a name that is not there and a wrong password cost the same', async () => {
  const follow = (code: string): Promise<string[]> =>
    work(house.real, 'POST', '/api/v1/follow', { body: { code } });
  const slip = await follow('23456 789AB CDEFG H');
  expect(slip.length).toBeGreaterThan(0);
  expect(slip).toEqual(await follow('不是查询码'));
  await sql`update account set login = lower(login), password_hash = ${await hashPassword('山间-竹桥-五只鹭-37')}
    where login ilike 'cityoffice'`.execute(house.database.db);
  const signIn = async (login: string): Promise<string[]> => {
    await sql`delete from credential_try where city_id = ${CITY}`.execute(house.database.db);
    return await work(house.real, 'POST', '/api/v1/login', {
      body: { login, password: '不对的口令-1-2-3' },
    });
  };
  expect(await signIn('nobody-here')).toEqual(await signIn('cityoffice'));
});
