import { afterAll, beforeAll, expect, test } from 'vitest';
import { endAllSessions } from '#modules/org/session-store.ts';
import type { Direct } from '#platform/http.ts';
import { CITY } from '#test/tiny-city.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site, withOperation } from './house.ts';

const SECRET = '佐证正文：只给办理单位看';
let house: House;
let link = '';
beforeAll(async () => {
  house = await openHouse();
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  const path = `/api/v1/entries/${entry.id}/evidence?version=${entry.version}&name=%E4%BD%90%E8%AF%81.txt`;
  const sent = await house.real.ask('POST', path, {
    as: 'townLiaison',
    body: Buffer.from(SECRET),
    headers: { 'content-type': 'text/plain' },
  });
  link = `/api/v1/evidence/${sent.body['id'] as string}`;
});
afterAll(() => house.close());

/** The address of a file, tried by everybody who may have picked it up. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const tries = [
    ['logged out', {}, 401],
    ['another county', { as: 'westOffice' }, 404],
    ['an administrator', { as: 'system_admin' }, 403],
    [
      'a made-up session',
      { headers: { cookie: 'luoshi=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } },
      401,
    ],
    [
      'a token in the address',
      { headers: { 'x-session': await house.cookieOf('townLiaison') } },
      401,
    ],
  ] as const;
  for (const [who, asking, wanted] of tries)
    for (const tail of ['', '?inline=true']) {
      const { status, text } = await site.ask('GET', link + tail, asking);
      if (status !== wanted || text.includes(SECRET)) found.push(`${who}${tail}: ${status}`);
    }
  return found;
}

test('A6: the link of a file opens nothing by itself, and nothing is kept in a cache', async () => {
  const own = await house.real.ask('GET', link, { as: 'townLiaison' });
  expect([own.status, own.text]).toEqual([200, SECRET]);
  expect(own.headers.get('cache-control')).toBe('no-store');
  expect(await attack(house.real)).toEqual([]);
  const open = withOperation('downloadEvidence', { access: 'public' });
  const bearer = instead('downloadEvidence', async ({ db }: Direct, input: never) => {
    const { id } = input as { id: string };
    const row = await db.selectFrom('evidence').selectAll().where('id', '=', id).executeTakeFirst();
    return new Response(row === undefined ? '' : SECRET);
  });
  const weak = house.weakened({ routes: (all) => bearer(open(all)) });
  expect(await attack(weak)).not.toEqual([]);
});

test('A6: nor after the session has ended', async () => {
  const cookie = await house.cookieOf('townLeader');
  const before = await house.real.ask('GET', link, { headers: { cookie } });
  expect(before.status).toBe(200);
  const { accountId } = house.city.actor.townLeader;
  await house.database.db.transaction().execute((tx) => endAllSessions(tx, CITY, accountId));
  const after = await house.real.ask('GET', link, { headers: { cookie } });
  expect(after.status).toBe(401);
});
