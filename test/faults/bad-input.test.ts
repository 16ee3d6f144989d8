import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '#test/tiny-city.ts';
import { jobKinds } from '../../src/main.ts';
import { type Answer, type Asking, type House, NOW, openHouse } from '../attacks/house.ts';
import { DEADLINE, MEASURES, problemAt } from '../laws/lives.ts';

let house: House;
let full = false;
beforeAll(async () => {
  house = await openHouse({ readOnly: () => full });
});
afterAll(() => house.close());

/** What a user is told, in both languages: each as a problem document with a sentence of its own. */
async function told(
  method: string,
  path: string | (() => Promise<string>),
  asking: Asking,
): Promise<{ zh: string; en: string; answer: Answer }> {
  const ask = async (lang: string): Promise<Answer> => {
    const at = typeof path === 'string' ? path : await path();
    const headers = { ...asking.headers, 'accept-language': lang };
    return house.real.ask(method, `/api/v1${at}`, { ...asking, headers });
  };
  const [zh, en] = [await ask('zh-CN,zh'), await ask('en-GB,en')];
  expect([zh.status, zh.body['code']]).toEqual([en.status, en.body['code']]);
  for (const { headers, body, status } of [zh, en]) {
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status, type: `urn:luoshi:${String(body['code'])}` });
  }
  expect(zh.body['title']).toMatch(/\p{Script=Han}.*\p{Script=Han}/u);
  expect(en.body['title']).toMatch(/^\p{L}.*\w+ \w+/u);
  expect(zh.body['title']).not.toBe(en.body['title']);
  return { zh: String(zh.body['title']), en: String(en.body['title']), answer: zh };
}

const liaison = { as: 'townLiaison' as const };
const bytes = { 'content-type': 'application/octet-stream' };

test('a sheet without a header that can be known', async () => {
  const body = Buffer.from('一,二,三\n四,五,六\n');
  const said = await told('POST', '/imports?name=x.csv', { ...liaison, body, headers: bytes });
  expect([said.answer.status, said.answer.body['code']]).toEqual([422, 'no-header']);
  expect(said.zh).toContain('前 30 行');
});

test('a file that is no sheet at all, and one in an encoding nobody knows', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const picture = await told('POST', '/imports?name=x.xlsx', {
    ...liaison,
    body: png,
    headers: bytes,
  });
  expect(picture.answer.status).toBe(422);
  expect(picture.zh).toMatch(/x\.xlsx.*无法读取/);
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 167 + 129) % 256));
  const said = await told('POST', '/imports?name=y.csv', {
    ...liaison,
    body: noise,
    headers: bytes,
  });
  expect(said.answer.status).toBe(422);
});

test('a sheet in GB18030 comes in right, without a single replacement character', async () => {
  // 序号,存在问题,责任单位 / 1,龥字路灯不亮,柳河镇
  const gbk =
    'd0f2bac52cb4e6d4dacecacce22cd4f0c8ceb5a5cebb0a312cfd9bd7d6c2b7b5c6b2bbc1c12cc1f8bad3d5f20a';
  const sent = await house.real.ask('POST', '/api/v1/imports?name=gb.csv', {
    ...liaison,
    body: Buffer.from(gbk, 'hex'),
    headers: bytes,
  });
  expect(sent.status).toBe(200);
  expect(sent.text).toContain('龥字路灯不亮');
  expect(sent.text).not.toContain('\uFFFD');
});

test('a deadline before today, a day that no calendar has, a review in the past', async () => {
  const entry = await problemAt(house.database.db, house.city, 'listed');
  const lead = house.city.unit.eastTown.id;
  const body = { version: entry.version, lead, measures: MEASURES };
  const past = { ...body, deadline: { kind: 'date', on: '2026-01-01' } };
  const as = 'eastOffice';
  const said = await told('POST', `/entries/${entry.id}/assign`, { as, body: past });
  expect([said.answer.status, said.answer.body['code']]).toEqual([422, 'deadline-past']);
  expect(said.zh).toBe('时限 2026-01-01 早于 2026-05-22，请选 2026-05-22 或以后的日子');
  const never = { ...body, deadline: { kind: 'date', on: '2026-02-30' } };
  const none = await told('POST', `/entries/${entry.id}/assign`, { as, body: never });
  expect([none.answer.status, none.zh]).toEqual([
    400,
    '请求格式有误：deadline.on（不是日历上有的日子，写成 2026-06-30）',
  ]);
});

test('a unit that is not in the tree', async () => {
  const entry = await problemAt(house.database.db, house.city, 'listed');
  const body = {
    version: entry.version,
    lead: '01a2010b-0000-7000-8000-000000000000',
    deadline: DEADLINE,
    measures: MEASURES,
  };
  const said = await told('POST', `/entries/${entry.id}/assign`, { as: 'eastOffice', body });
  expect([said.answer.status, said.answer.body['code']]).toEqual([422, 'unknown-unit']);
});

test('a sheet that names a unit which is not in the tree: the nearest names are offered', async () => {
  const { database, parts, real } = house;
  const jobs = startJobs({
    db: database.db,
    cityId: CITY,
    kinds: jobKinds(parts),
    now: () => NOW,
    log: () => undefined,
  });
  try {
    const body = Buffer.from('序号,存在问题,责任单位\n1,桥头路灯不亮,柳和镇\n');
    const sent = await real.ask('POST', '/api/v1/imports?name=z.csv', {
      as: 'eastOffice',
      body,
      headers: bytes,
    });
    expect(sent.status).toBe(200);
    const id = sent.body['id'] as string;
    const asked = await real.ask('POST', `/api/v1/imports/${id}/preview`, {
      as: 'eastOffice',
      body: { defaults: { source: 'visit', level: 'unit' } },
    });
    expect(asked.status).toBe(200);
    const summary = await vi.waitFor(
      async () => {
        const batch = await real.ask('GET', `/api/v1/imports/${id}`, { as: 'eastOffice' });
        expect(batch.body['summary']).toBeDefined();
        return batch.body['summary'];
      },
      { timeout: 30_000, interval: 200 },
    );
    expect(summary).toMatchObject({
      unknownUnits: [{ name: '柳和镇', nearest: expect.arrayContaining(['柳河镇']) as string[] }],
    });
  } finally {
    await jobs.stop();
  }
}, 180_000);

test('two people on one row: the second is told who changed it and how', async () => {
  const entry = await problemAt(house.database.db, house.city, 'raised');
  const path = `/entries/${entry.id}`;
  const body = { version: entry.version };
  const first = await house.real.ask('POST', `/api/v1${path}/screen`, { as: 'eastOffice', body });
  expect(first.status).toBe(200);
  const said = await told('POST', `${path}/list`, { as: 'eastOffice', body });
  expect(said.answer.status).toBe(409);
  expect(said.answer.body).toMatchObject({
    code: 'stale',
    seen: entry.version,
    now: entry.version + 1,
    who: '东岭县 eastOffice',
    what: 'problem.screen',
  });
  expect(said.zh).toContain('东岭县 eastOffice');
});

test('a picture that is none, a program called a document, an empty file', async () => {
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  const path = (name: string): string =>
    `/entries/${entry.id}/evidence?version=${entry.version}&name=${encodeURIComponent(name)}`;
  const cases = [
    ['现场.jpg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['报告.docx', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['空.pdf', Buffer.alloc(0)],
    ['页面.pdf', Buffer.from('<!doctype html><p>不是 PDF</p>')],
  ] as const;
  for (const [name, body] of cases) {
    const said = await told('POST', path(name), { ...liaison, body, headers: bytes });
    expect([name, said.answer.status]).not.toEqual([name, 500]);
    expect(said.zh).toContain(name);
  }
});

test('a write without a key, a key used for something else, a body that is not JSON', async () => {
  const raise = { kind: 'problem', title: '井盖', source: 'visit', level: 'unit' };
  const none = await told('POST', '/entries', {
    ...liaison,
    body: raise,
    headers: { 'idempotency-key': '' },
  });
  expect([none.answer.status, none.answer.body['code']]).toEqual([400, 'key-missing']);
  const key = { 'idempotency-key': 'once' };
  expect(
    (await house.real.ask('POST', '/api/v1/entries', { ...liaison, body: raise, headers: key }))
      .status,
  ).toBe(200);
  const other = { ...raise, title: '路灯' };
  const said = await told('POST', '/entries', { ...liaison, body: other, headers: key });
  expect([said.answer.status, said.answer.body['code']]).toEqual([422, 'key-reused']);
  const broken = await told('POST', '/entries', { ...liaison, body: '{"kind":' });
  expect([broken.answer.status, broken.zh]).toEqual([400, '请求格式有误：JSON']);
});

test('disk nearly full: reading goes on, writing says why not, and goes on when there is room', async () => {
  const raise = { kind: 'problem', title: '井盖', source: 'visit', level: 'unit' };
  full = true;
  const said = await told('POST', '/entries', { ...liaison, body: raise });
  expect([said.answer.status, said.answer.body['code']]).toEqual([503, 'read-only']);
  expect(said.zh).toMatch(/磁盘空间不足.*未保存/);
  const read = await house.real.ask('GET', '/api/v1/entries', liaison);
  expect([read.status, read.headers.get('luoshi-read-only')]).toEqual([200, '1']);
  expect((await house.real.ask('GET', '/healthz')).body).toEqual({ alive: true, readOnly: true });
  full = false;
  expect(
    (await house.real.ask('GET', '/api/v1/entries', liaison)).headers.has('luoshi-read-only'),
  ).toBe(false);
  expect(
    (await house.real.ask('POST', '/api/v1/entries', { ...liaison, body: raise })).status,
  ).toBe(200);
});

test('nobody, the wrong somebody, and something that is not there', async () => {
  expect((await told('GET', '/entries', {})).answer.status).toBe(401);
  expect((await told('GET', '/entries', { as: 'system_admin' })).answer.status).toBe(403);
  const nowhere = '/entries/01a2010b-0000-7000-8000-000000000000';
  expect((await told('GET', nowhere, liaison)).answer.status).toBe(404);
  expect((await told('GET', '/entries?unknown=1', liaison)).answer.status).toBe(400);
  expect((await told('GET', '/entries?after=xxxx', liaison)).answer.body['code']).toBe(
    'bad-cursor',
  );
});
