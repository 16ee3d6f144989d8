import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemAt } from '../laws/lives.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let photo: Buffer;

beforeAll(async () => {
  house = await openHouse();
  photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#963' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => house.close());

interface Link {
  readonly id: string;
  readonly word: string;
  readonly entry: string;
}

async function link(): Promise<Link> {
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  const { status, body } = await house.real.ask('POST', `/api/v1/entries/${entry.id}/hand-over`, {
    as: 'townLiaison',
    body: { purpose: 'progress' },
  });
  expect(status).toBe(200);
  return { id: String(body['id']), word: String(body['word']), entry: entry.id };
}

const bring = (word: string, form: string, at = 0, more = '', bytes = photo) =>
  house.real.ask(
    'POST',
    `/api/v1/hand-over/photos?word=${word}&form=${form}&name=a.jpg&at=${at}${more}`,
    { body: bytes, headers: { 'content-type': 'image/jpeg' } },
  );

const open = (word: string) => house.real.ask('GET', `/api/v1/hand-over?word=${word}`, {});

async function evidenceOf(entry: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from evidence where entry_id = ${entry}`.execute(house.database.db);
  return rows[0]?.n ?? 0;
}

test('a link adds photos to its entry in the name of whoever showed it, and looking does not use it', async () => {
  const it = await link();
  const before = await evidenceOf(it.entry);
  expect((await open(it.word)).status).toBe(200);
  expect((await open(it.word)).status).toBe(200);
  expect((await bring(it.word, 'a')).status).toBe(200);
  expect((await bring(it.word, 'a', 1)).status).toBe(200);
  expect(await evidenceOf(it.entry)).toBe(before + 2);
  const seen = await house.real.ask('GET', `/api/v1/hand-overs/${it.id}`, { as: 'townLiaison' });
  expect(seen.body).toMatchObject({ state: 'used', photos: 2 });
});

test('it is used once: another form, a repeated photo and a second look come too late', async () => {
  const it = await link();
  expect((await bring(it.word, 'a')).status).toBe(200);
  const kept = await evidenceOf(it.entry);
  expect((await open(it.word)).status).toBe(403);
  expect((await bring(it.word, 'b')).status).toBe(403);
  await bring(it.word, 'a');
  expect(await evidenceOf(it.entry)).toBe(kept);
});

test('of two phones at one moment one has it', async () => {
  const it = await link();
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((form) => bring(it.word, form)));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
});

test('after ten minutes it opens nothing', async () => {
  const it = await link();
  await sql`update hand_over set ends_at = created_at - interval '1 second' where id = ${it.id}`.execute(
    house.database.db,
  );
  const kept = await evidenceOf(it.entry);
  expect((await open(it.word)).status).toBe(403);
  expect((await bring(it.word, 'a')).status).toBe(403);
  expect(await evidenceOf(it.entry)).toBe(kept);
});

test('it leads to no other entry, to no reading, and to no session', async () => {
  const it = await link();
  const other = await problemAt(house.database.db, house.city, 'accepted');
  expect((await bring(it.word, 'a', 0, `&id=${other.id}`)).status).toBe(400);
  const shown = await open(it.word);
  expect(Object.keys(shown.body).toSorted()).toEqual(['endsAt', 'no', 'purpose', 'title']);
  const cookie = { headers: { cookie: `luoshi=${it.word}` } };
  expect((await house.real.ask('GET', `/api/v1/entries/${it.entry}`, cookie)).status).toBe(401);
  const bearer = { headers: { authorization: `Bearer ${it.word}` } };
  expect((await house.real.ask('GET', `/api/v1/entries/${it.entry}`, bearer)).status).toBe(401);
});

test('nobody makes one for an entry he has no part in, nor looks after another’s', async () => {
  const it = await link();
  const path = `/api/v1/entries/${it.entry}/hand-over`;
  const body = { purpose: 'progress' };
  expect((await house.real.ask('POST', path, { as: 'westOffice', body })).status).toBe(404);
  expect((await house.real.ask('POST', path, { body })).status).toBe(401);
  const at = `/api/v1/hand-overs/${it.id}`;
  expect((await house.real.ask('GET', at, { as: 'eastOffice' })).status).toBe(404);
});

test('a file that is refused uses nothing up; a disabled account’s link is over', async () => {
  const it = await link();
  expect((await bring(it.word, 'a', 0, '', Buffer.from('MZ no picture'))).status).toBe(415);
  expect((await open(it.word)).status).toBe(200);
  await sql`update account set disabled_at = now() where id = (select account_id from hand_over where id = ${it.id})`.execute(
    house.database.db,
  );
  expect((await bring(it.word, 'b')).status).toBe(403);
});

test('signing out closes the link too', async () => {
  await sql`update account set disabled_at = null`.execute(house.database.db);
  const it = await link();
  expect((await open(it.word)).status).toBe(200);
  await house.real.ask('POST', '/api/v1/logout', { as: 'townLiaison', body: {} });
  const kept = await evidenceOf(it.entry);
  expect((await open(it.word)).status).toBe(403);
  expect((await bring(it.word, 'a')).status).toBe(403);
  expect(await evidenceOf(it.entry)).toBe(kept);
});
