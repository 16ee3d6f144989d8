import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passwordMatches, hashPassword } from '#platform/identity/password-hash.ts';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { whoIs } from '#modules/org/who-is.ts';
import type { Direct } from '#platform/http.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

const PASSWORD = '山间-竹桥-五只鹭-37';
let house: House;
let hash = '';
beforeAll(async () => {
  house = await openHouse();
  hash = await hashPassword(PASSWORD);
});
afterAll(() => house.close());

async function reset(): Promise<void> {
  const { db } = house.database;
  await sql`update account set login = lower(login), password_hash = ${hash}, must_change = false, disabled_at = null`.execute(
    db,
  );
  await sql`delete from credential_try`.execute(db);
}

/** Thirty guesses within the hour, turn by turn at each door that takes a password of his. */
async function guessing(site: Site): Promise<string[]> {
  await reset();
  let looked = 0;
  for (let i = 0; i < 30; i += 1) {
    const current = `猜想-${i}-不是这个`;
    const headers = { 'x-forwarded-for': `10.0.${i}.1`, 'x-real-ip': `10.0.${i}.1` };
    const { status } =
      i % 3 === 0
        ? await site.ask('POST', '/api/v1/account/password', {
            as: 'townLeader',
            body: { current, next: '云上-石径-九头鹿-52' },
            headers,
          })
        : await site.ask('POST', '/api/v1/login', {
            body: { login: i % 2 === 0 ? 'townleader' : ' TownLeader ', password: current },
            headers,
          });
    if (status === 401) looked += 1;
  }
  return looked <= 10 ? [] : [`${looked} guesses were looked at within the hour`];
}

/** What a session is worth after it was ended, its owner disabled, or his post taken away. */
async function undead(site: Site): Promise<string[]> {
  await reset();
  const found: string[] = [];
  const { db } = house.database;
  const signIn = async (): Promise<string> => {
    const { headers } = await house.real.ask('POST', '/api/v1/login', {
      body: { login: 'westoffice', password: PASSWORD },
    });
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const alive = async (cookie: string): Promise<number> =>
    (await site.ask('GET', '/api/v1/entries', { headers: { cookie } })).status;
  const ends: Readonly<Record<string, (cookie: string) => Promise<unknown>>> = {
    'signing out': (cookie) => house.real.ask('POST', '/api/v1/logout', { headers: { cookie } }),
    'being disabled': () =>
      sql`update account set disabled_at = now() where login = 'westoffice'`.execute(db),
    'losing the post': () =>
      sql`update holding set to_on = '2026-01-02' where person_id = ${house.city.actor.westOffice.personId}::uuid`.execute(
        db,
      ),
  };
  for (const [what, end] of Object.entries(ends)) {
    await sql`update account set disabled_at = null`.execute(db);
    await sql`update holding set to_on = null`.execute(db);
    const cookie = await signIn();
    if ((await alive(cookie)) !== 200) found.push(`no session before ${what}`);
    await end(cookie);
    if ((await alive(cookie)) < 400) found.push(`a session lives on after ${what}`);
  }
  await sql`update holding set to_on = null`.execute(db);
  const planted = 'luoshi=cGxhbnRlZC1ieS1zb21lYm9keS1lbHNlLWJlZm9yZS0x';
  const { headers } = await house.real.ask('POST', '/api/v1/login', {
    body: { login: 'eastoffice', password: PASSWORD },
    headers: { cookie: planted },
  });
  if ((headers.get('set-cookie') ?? '').includes(planted)) found.push('a planted session is kept');
  if (!/HttpOnly/i.test(headers.get('set-cookie') ?? '')) found.push('scripts read the cookie');
  if (!/SameSite=Strict/i.test(headers.get('set-cookie') ?? '')) found.push('other sites send it');
  return found;
}

test('A21: ten guesses an hour at one account, over all its doors', async () => {
  expect(await guessing(house.real)).toEqual([]);
  const unguarded = instead('login', async ({ db }: Direct, input: never) => {
    const { password } = input as { password: string };
    const row = await db.selectFrom('account').select('password_hash').limit(1).executeTakeFirst();
    if (await passwordMatches(row?.password_hash ?? undefined, password))
      return { strength: 'password' };
    throw new Refusal('bad-credentials');
  });
  expect(await guessing(house.weakened({ routes: unguarded }))).not.toEqual([]);
}, 180_000);

test('A21: a session ends with its reason', async () => {
  expect(await undead(house.real)).toEqual([]);
  const known = new Map<string, Actor>();
  const ask = whoIs(house.database.db, CITY, false);
  const remembering = house.weakened({
    env: {
      whoIs: async (request, now) => {
        const cookie = request.headers.get('cookie') ?? '';
        const actor = known.get(cookie) ?? (await ask(request, now));
        if (actor !== undefined) known.set(cookie, actor);
        return actor;
      },
    },
  });
  expect(await undead(remembering)).not.toEqual([]);
}, 180_000);

const NEXT = '河湾-石桥-七只鹤-52';

/** What a token is worth that somebody made in a session not his, once its owner has changed his password. */
async function leftToThief(site: Site): Promise<number> {
  await reset();
  const { headers: given } = await house.real.ask('POST', '/api/v1/login', {
    body: { login: 'westoffice', password: PASSWORD },
  });
  const headers = { cookie: (given.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const { body } = await house.real.ask('POST', '/api/v1/account/tokens', {
    headers,
    body: { name: '统计', scopes: ['ledger:read'], days: 30 },
  });
  const authorization = `Bearer ${String(body['token'])}`;
  const worth = async (): Promise<number> =>
    (await site.ask('GET', '/api/v1/entries', { headers: { authorization } })).status;
  expect(await worth()).toBe(200);
  const changed = await site.ask('POST', '/api/v1/account/password', {
    headers,
    body: { current: PASSWORD, next: NEXT },
  });
  expect({ status: changed.status, text: changed.text }).toMatchObject({ status: 200 });
  return await worth();
}

test('A21: a new password shuts out who had the old session, his token too', async () => {
  expect(await leftToThief(house.real)).toBe(401);
  const sessionsAlone = instead('changePassword', async ({ db, actor }: Direct) => {
    await db
      .deleteFrom('session')
      .where('account_id', '=', actor?.accountId ?? '')
      .execute();
    return { strength: 'password' };
  });
  expect(await leftToThief(house.weakened({ routes: sessionsAlone }))).toBe(200);
}, 60_000);
