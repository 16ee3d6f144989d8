import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepApart } from '#modules/listen/keep-apart.ts';
import { publicBoard } from '#modules/listen/public-pages.ts';
import { CITY } from '#test/tiny-city.ts';
import { type Answer, type House, NOW, openHouse, type Who } from '../attacks/house.ts';
import { said } from '../attacks/said.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function post(path: string, body: Body, as?: Who): Promise<Answer> {
  return await house.real.ask('POST', `/api/v1${path}`, {
    body,
    ...(as === undefined ? {} : { as }),
  });
}

async function version(id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  return rows[0]?.version ?? 0;
}

/** The public board so many seconds after the house's moment. */
async function boardAt(seconds: number): ReturnType<typeof publicBoard> {
  const now = new Date(NOW.getTime() + seconds * 1000);
  const { db } = house.database;
  const request = new Request('http://127.0.0.1/');
  const basis = { db, cityId: CITY, today: '2026-05-22', actor: undefined, from: 'local' };
  return await publicBoard({ ...basis, now, request });
}

test('what is written is looked over by the city’s own words; only public problems like it are told', async () => {
  const look = async (words: string): Promise<Body> => (await post('/say/look', { words })).body;
  expect(await look('村口路灯不亮，电话13800138000')).toEqual({
    number: true,
    name: false,
    home: false,
    accusation: false,
    danger: false,
    alike: [],
  });
  expect(await look('我叫王小明，我家3号楼2单元501室漏水')).toMatchObject({
    number: false,
    name: true,
    home: true,
  });
  expect(await look('有人吃空饷')).toMatchObject({ accusation: false });
  await post('/watch-words', { word: '吃空饷', class: 'accusation' }, 'cityOffice');
  expect(await look('有人吃 空饷')).toMatchObject({ accusation: true });
  expect(JSON.stringify(await look('有人吃空饷'))).not.toContain('吃空饷');

  const { id } = await said(house, {
    words: '柳河镇北街路灯不亮',
    placeUnit: house.city.unit.eastTown.id,
  });
  await post(`/voices/${id}/register`, { version: 1 }, 'eastOffice');
  const raised = await post(
    `/voices/${id}/raise`,
    { version: 2, title: '柳河镇北街路灯不亮' },
    'eastOffice',
  );
  const [entry] = raised.body['entries'] as { id: string; no: string }[];
  await post(`/entries/${entry?.id}/list`, { version: 1 }, 'eastOffice');
  expect((await look('柳河镇北街的路灯不亮了'))['alike']).toEqual([]);
  const passed = { title: '柳河镇北街路灯不亮', words: '三盏路灯不亮。', reason: '不含个人信息' };
  expect((await boardAt(0)).problems.n).toBe(0);
  await post(`/entries/${entry?.id}/release`, passed, 'eastOffice');
  // Counted a second ago; what is released, and what is taken back, is there at the next request.
  expect((await boardAt(1)).problems.n).toBe(1);
  await post(`/entries/${entry?.id}/withdraw-release`, { reason: '复核' }, 'eastOffice');
  expect((await boardAt(2)).problems.n).toBe(0);
  await post(`/entries/${entry?.id}/release`, passed, 'eastOffice');
  expect((await look('柳河镇北街的路灯不亮了'))['alike']).toMatchObject([
    { no: entry?.no, title: passed.title, state: 'listed' },
  ]);
  expect((await look('自来水有异味'))['alike']).toEqual([]);
});

test('however many wrong codes others of the network have typed, a right one opens', async () => {
  const { code } = await said(house, { words: '桥头路面塌陷' });
  const guess = (): Promise<Answer> => post('/follow', { code: '2222 2222 2222 2222 2222' });
  const found = new Set<unknown>();
  for (let n = 0; n < 61; n += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, guess));
    for (const { body } of answers) found.add(body['code']);
  }
  expect(found).toEqual(new Set(['code-unknown', 'too-many']));
  expect((await guess()).status).toBe(429);
  expect((await post('/follow', { code })).body).toMatchObject({ state: 'received' });
});

test('a unit complained of gets a new superior: he sees nothing of the complaint either', async () => {
  const { unit } = house.city;
  const { id } = await said(house, { kind: 'complaint', words: '窗口推诿', about: '东岭县住建局' });
  const reads = async (who: Who): Promise<number> =>
    (await house.real.ask('GET', `/api/v1/voices/${id}`, { as: who })).status;
  await post(`/voices/${id}/register`, { version: 1 }, 'cityOffice');
  expect(await reads('cityOffice')).toBe(200);
  // Passed on to the county in the west, which has nothing to do with the unit: so far.
  await post(`/voices/${id}/route`, { version: 2, unit: unit.west.id }, 'cityOffice');
  expect(await reads('westOffice')).toBe(200);
  const link = { kind: 'line', upper: unit.west.id, lower: unit.eastHousing.id };
  expect((await post('/unit-links', { ...link, fromOn: '2026-01-01' }, 'cityOffice')).status).toBe(
    200,
  );
  // Not by a job later on: nobody runs one here.
  expect(await reads('westOffice')).toBe(404);
  expect(await reads('cityOffice')).toBe(200);
  const at = { cityId: CITY, now: NOW, today: '2026-05-22' };
  // A second time there is nothing to add.
  expect(await house.database.db.transaction().execute((tx) => keepApart({ ...at, tx }))).toBe(0);
});

test('a request to unseal that nobody approved within three days is over', async () => {
  const { id } = await said(house, {
    words: '井盖丢了',
    contact: '13800138000',
    placeUnit: house.city.unit.eastTown.id,
  });
  await post(`/voices/${id}/register`, { version: await version(id) }, 'eastOffice');
  const asked = await post(`/voices/${id}/unsealing`, { id, reason: '须当面指认' }, 'eastOffice');
  const unsealing = String(asked.body['id']);
  await house.database.db.transaction().execute(async (tx) => {
    await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
    const old = new Date(NOW.getTime() - 3 * 86_400_000);
    await sql`update vault.unsealing set asked_at = ${old} where id = ${unsealing}`.execute(tx);
  });
  const late = await post(`/unsealings/${unsealing}/approve`, {}, 'cityOffice');
  expect(late.body['code']).toBe('unseal-over');
  const listed = await house.real.ask('GET', '/api/v1/unsealings', { as: 'cityOffice' });
  expect(listed.body['items']).toMatchObject([{ id: unsealing, over: true, mayApprove: false }]);
});
