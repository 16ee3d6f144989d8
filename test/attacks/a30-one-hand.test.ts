import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { totpCode, totpStep } from '#platform/identity/totp.ts';
import { problemAt } from '../laws/lives.ts';
import { type Answer, type House, NOW, openHouse, type Who } from './house.ts';

const PASSWORD = '山间-竹桥-五只鹭-37';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Entry = Awaited<ReturnType<typeof problemAt>>;

async function move(entry: Entry, tail: string, as: Who, body: object): Promise<Answer> {
  const sent = { version: entry.version, ...body };
  return await house.real.ask('POST', `/api/v1/entries/${entry.id}/${tail}`, { as, body: sent });
}

const REASON = { reason: '自己申请，自己批' };

test('A30: who asks for a cancellation does not approve it himself, whatever level it is', async () => {
  const { db } = house.database;
  for (const [level, as] of [
    ['county', 'eastOffice'],
    ['city', 'cityOffice'],
  ] as const) {
    const made = await problemAt(db, house.city, 'accepted');
    await sql`update entry set level = ${level} where id = ${made.id}`.execute(db);
    const asked = await move(made, 'ask', as, { kind: 'cancellation', ...REASON });
    expect(asked.status).toBe(200);
    const after = asked.body as unknown as Entry;
    const request = after.requests.at(-1)?.id ?? '';
    expect(after.can).not.toContain('decide');
    const decided = await move(after, 'decide', as, { request, approve: true });
    expect(decided.status).toBe(403);
    // The approver post is somebody else's; should he come to hold it, he still asked for it.
    await sql`update request set approver_post = opened_post where id = ${request}`.execute(db);
    const own = await move(after, 'decide', as, { request, approve: true });
    expect([own.status, own.body['code']]).toEqual([403, 'asker-decides']);
  }
});

test('A30: the word that a phone is handed is nowhere in the database, and the same key gives it again', async () => {
  const { db } = house.database;
  const { id } = await problemAt(db, house.city, 'accepted');
  const begin = (): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/entries/${id}/hand-over`, {
      as: 'townLiaison',
      body: {},
      headers: { 'idempotency-key': 'hand-over-of-one' },
    });
  const word = String((await begin()).body['word']);
  expect(word).toMatch(/^[\w-]{43}$/);
  expect(String((await begin()).body['word'])).toBe(word);
  const { rows } = await sql`
    select key from idempotency where position(${word} in body::text) > 0`.execute(db);
  expect(rows).toEqual([]);
  expect((await house.real.ask('GET', `/api/v1/hand-over?word=${word}`)).status).toBe(200);
});

test('A30: a session and the password do not put another second factor in the place of the one that is on', async () => {
  const { db } = house.database;
  const hash = await hashPassword(PASSWORD);
  await sql`update account set login = 'villager', password_hash = ${hash}, must_change = false
    where id = ${house.accounts.get('townLiaison') ?? ''}`.execute(db);
  const cookie = { cookie: await house.cookieOf('townLiaison') };
  const ask = (path: string, body: object, headers: Record<string, string>): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/account/totp/${path}`, { body, headers });
  const begun = await ask('begin', { password: PASSWORD }, cookie);
  const secret = String(begun.body['secret']);
  const on = await ask('confirm', { code: totpCode(secret, totpStep(NOW)) }, cookie);
  expect(on.status).toBe(200);
  const now = { cookie: (on.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const again = await ask('begin', { password: PASSWORD }, now);
  expect([again.status, again.body['code']]).toEqual([409, 'totp-on']);
  // One that was begun before the other was turned on takes its place no more either.
  await sql`update account set totp_pending = totp_secret where login = 'villager'`.execute(db);
  const late = await ask('confirm', { code: totpCode(secret, totpStep(NOW)) }, now);
  expect([late.status, late.body['code']]).toEqual([409, 'totp-on']);
});
