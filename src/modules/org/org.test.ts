import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reachOf } from '#domain/org/reach.ts';
import type { Database } from '#platform/db/open.ts';
import { Browser, CITY, type Clock, type Officer, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { accountRoutes } from './account-routes.ts';
import { orgRoutes } from './org-routes.ts';
import type { Unit } from './unit-store.ts';
import { whoIs } from './who-is.ts';

const clock: Clock = { now: new Date('2026-05-06T09:00:00+08:00') };
const routes = [
  ...accountRoutes({ secureCookie: false, key: new Uint8Array(32).fill(7) }),
  ...orgRoutes,
];
let database: Database;
let city: SmallCity;
let root: Unit;
let county: Unit;
let office: Browser;
let security: Browser;
let count = 0;

beforeAll(async () => {
  database = await testDatabase();
  city = new SmallCity(database, clock);
  root = await city.city();
  county = await city.unit('河东县', 'county');
  await city.officer('office', 'office', root);
  await city.officer('security', 'security_admin', root);
});
beforeEach(async () => {
  clock.now = new Date('2026-05-06T09:00:00+08:00');
  office = await as('office');
  security = await as('security');
});
afterAll(async () => {
  await database.close();
});

async function as(login: string): Promise<Browser> {
  const browser = new Browser(city.app(routes));
  expect((await browser.signIn(login)).status).toBe(200);
  return browser;
}

function fresh(word: string): string {
  count += 1;
  return `${word}${count}`;
}

async function actorOf(browser: Browser) {
  const request = new Request('http://127.0.0.1/api/v1/me', {
    headers: { cookie: browser.cookie ?? '' },
  });
  return await whoIs(database.db, CITY, false)(request, clock.now);
}

async function rootsOf(browser: Browser): Promise<readonly string[]> {
  const actor = await actorOf(browser);
  return actor === undefined ? [] : reachOf(actor).roots;
}

describe('reach', () => {
  test('is the unit’s own subtree, and what stands below it by line or Party, for as long as the link is good', async () => {
    const bureau = await city.unit('市住建局', 'department');
    const lower = await city.unit('河东县住建局', 'department', county);
    const station = await city.unit(
      '城关镇住建站',
      'office',
      await city.unit('城关镇', 'town', county),
    );
    const committee = await city.unit('市直机关工委', 'department');
    const branch = await city.unit('住建局机关支部', 'branch', bureau);
    await city.link('line', bureau, lower, '2026-01-01');
    await city.link('line', lower, station, '2026-01-01');
    await city.link('party', committee, branch, '2026-01-01', '2026-06-30');
    const [inBureau, inCommittee] = [fresh('a'), fresh('b')];
    await city.officer(inBureau, 'liaison', bureau);
    await city.officer(inCommittee, 'liaison', committee);
    expect(await rootsOf(await as(inBureau))).toEqual(
      [bureau.path, lower.path, station.path].toSorted(),
    );
    expect(await rootsOf(await as(inCommittee))).toEqual([branch.path, committee.path].toSorted());
    clock.now = new Date('2026-07-01T00:00:01+08:00');
    expect(await rootsOf(await as(inCommittee))).toEqual([committee.path]);
  });

  test('of an administrator is empty', async () => {
    expect(await rootsOf(security)).toEqual([]);
  });

  test('a link that would close a circle is refused', async () => {
    const units = [];
    for (const name of ['甲局', '乙局', '丙局']) units.push(await city.unit(name, 'department'));
    const [a, b, c] = units.map((unit) => unit.id);
    expect((await office.post('/unit-links', { kind: 'line', upper: a, lower: b })).status).toBe(
      200,
    );
    expect((await office.post('/unit-links', { kind: 'line', upper: b, lower: c })).status).toBe(
      200,
    );
    const circle = await office.post('/unit-links', { kind: 'line', upper: c, lower: a });
    expect(circle.body).toMatchObject({ code: 'link-cycle' });
    expect((await office.post('/unit-links', { kind: 'party', upper: c, lower: a })).status).toBe(
      200,
    );
  });
});

describe('holdings', () => {
  let liaison: Officer;
  let other: { id: string };

  beforeAll(async () => {
    liaison = await city.officer('moving', 'liaison', county);
    const town = await city.unit('石桥镇', 'town', county);
    clock.now = new Date('2026-05-06T09:00:00+08:00');
    const made = await (
      await as('office')
    ).post('/posts', {
      unitId: town.id,
      name: '支部书记',
      role: 'handler',
    });
    other = { id: String(made.body['id']) };
  });

  test('count by the calendar day, acting and all', async () => {
    const appointed = await office.post('/holdings', {
      postId: other.id,
      personId: liaison.personId,
      acting: true,
      fromOn: '2026-06-01',
      toOn: '2026-06-30',
    });
    expect(appointed.status).toBe(200);
    const days = [
      '2026-05-31T23:59:59',
      '2026-06-01T00:00:00',
      '2026-06-30T23:59:59',
      '2026-07-01T00:00:00',
    ];
    const seen = [];
    for (const day of days) {
      clock.now = new Date(`${day}+08:00`);
      const actor = await actorOf(await as('moving'));
      seen.push(
        actor?.posts.map((post) => `${post.role}${post.acting ? '(acting)' : ''}`).toSorted(),
      );
    }
    const both = ['handler(acting)', 'liaison'];
    expect(seen).toEqual([['liaison'], both, both, ['liaison']]);
  });

  test('a person moved to another post loses and gains at that moment, and his session ends', async () => {
    const person = await as('moving');
    expect((await actorOf(person))?.posts.map((post) => post.role)).toEqual(['liaison']);
    const posts = await office.get(`/units/${county.id}/posts`);
    const held = (
      posts.body['posts'] as { id: string; holders: { holdingId: string; personId: string }[] }[]
    )
      .flatMap((post) => post.holders)
      .find((holder) => holder.personId === liaison.personId);
    expect((await office.post(`/holdings/${held?.holdingId}/end`)).status).toBe(200);
    expect((await person.get('/me')).status).toBe(401);
    const newPost = await office.post('/posts', {
      unitId: root.id,
      name: '核查员',
      role: 'inspector',
    });
    await office.post('/holdings', { postId: newPost.body['id'], personId: liaison.personId });
    const again = await as('moving');
    expect((await actorOf(again))?.posts.map((post) => post.role)).toEqual(['inspector']);
  });

  test('nobody appoints himself, and an office only within its own subtree', async () => {
    const clerk = await city.officer(fresh('county'), 'office', county);
    const browser = await as(clerk.login);
    const mine = await browser.post('/posts', {
      unitId: county.id,
      name: '督查',
      role: 'inspector',
    });
    expect(mine.status).toBe(200);
    const self = { postId: mine.body['id'], personId: clerk.personId };
    expect((await browser.post('/holdings', self)).body).toMatchObject({ code: 'own-post' });
    const above = await browser.post('/posts', {
      unitId: root.id,
      name: '督查',
      role: 'inspector',
    });
    expect(above.body).toMatchObject({ code: 'not-allowed' });
    const reserved = await browser.post('/posts', {
      unitId: county.id,
      name: '安全员',
      role: 'security_admin',
    });
    expect(reserved.body).toMatchObject({ code: 'not-allowed' });
  });
});

describe('the administrators', () => {
  test('are different people without business posts, whichever is given first, also at once', async () => {
    const posts: Record<string, string> = {};
    for (const role of ['system_admin', 'audit_admin', 'office'])
      posts[role] = String(
        (await security.post('/posts', { unitId: root.id, name: role, role })).body['id'],
      );
    const person = async (): Promise<string> =>
      String((await security.post('/people', { name: fresh('人') })).body['id']);
    const give = async (personId: string, role: string, days: object = {}) =>
      (await security.post('/holdings', { postId: posts[role], personId, ...days })).body['code'];
    const first = await person();
    expect(await give(first, 'system_admin')).not.toBe('admin-disjoint');
    expect(await give(first, 'audit_admin')).toBe('admin-disjoint');
    expect(await give(first, 'office')).toBe('admin-disjoint');
    const second = await person();
    await give(second, 'office', { fromOn: '2026-08-01' });
    expect(await give(second, 'audit_admin')).toBe('admin-disjoint');
    expect(await give(second, 'audit_admin', { toOn: '2026-07-31' })).not.toBe('admin-disjoint');
    const third = await person();
    const codes = await Promise.all([
      give(third, 'system_admin'),
      give(third, 'audit_admin'),
      give(third, 'office'),
    ]);
    expect(codes.filter((code) => code === 'admin-disjoint')).toHaveLength(2);
  });

  test('only the security administrator opens, disables and resets accounts, never his own', async () => {
    const { accountId, login } = await city.officer(fresh('x'), 'handler', county);
    const person = await as(login);
    for (const deed of ['disable', 'enable', 'invite'])
      expect((await office.post(`/accounts/${accountId}/${deed}`)).status).toBe(403);
    expect((await security.post(`/accounts/${accountId}/disable`)).status).toBe(200);
    expect((await person.get('/me')).status).toBe(401);
    await security.post(`/accounts/${accountId}/enable`);
    const own = (await security.get('/me')).body['accountId'];
    for (const deed of ['disable', 'invite'])
      expect((await security.post(`/accounts/${String(own)}/${deed}`)).body).toMatchObject({
        code: 'own-post',
      });
  });

  test('an invitation opens once, voids the password before it, and ends what was open', async () => {
    const { accountId, login } = await city.officer(fresh('y'), 'handler', county);
    const person = await as(login);
    const made = await person.post('/account/tokens', { name: 't', scopes: ['account'], days: 9 });
    const bearer = { authorization: `Bearer ${String(made.body['token'])}` };
    const first = (await security.post(`/accounts/${accountId}/invite`)).body['word'];
    const second = (await security.post(`/accounts/${accountId}/invite`)).body['word'];
    expect((await person.get('/me')).status).toBe(401);
    expect((await person.get('/me', bearer)).status).toBe(401);
    expect((await person.signIn(login)).status).toBe(401);
    const password = '南坡-四棵槐树-旧渡口-7';
    const choose = async (word: unknown) =>
      (await person.post('/invitation', { word, password })).body['code'] ?? 'done';
    expect(await choose(first)).toBe('word-expired');
    expect(
      (await person.post('/invitation', { word: second, password: 'qwertyuiop123' })).status,
    ).toBe(422);
    expect(await choose(second)).toBe('done');
    expect(await choose(second)).toBe('word-expired');
    expect((await person.signIn(login, password)).status).toBe(200);
    const third = (await security.post(`/accounts/${accountId}/invite`)).body['word'];
    clock.now = new Date(clock.now.getTime() + 73 * 3600_000);
    expect(await choose(third)).toBe('word-expired');
  });
});

describe('the tree', () => {
  test('grows, is renamed, searched and closed, and tells who was faster', async () => {
    const made = await office.post('/units', {
      parentId: county.id,
      code: fresh('C'),
      name: '临江路灯管理所',
      kind: 'department',
    });
    const unit = made.body['unit'] as { id: string; version: number };
    expect(made.body['lineage']).toEqual([
      { id: root.id, name: root.name },
      { id: county.id, name: county.name },
    ]);
    for (const q of ['路灯', '灯', '臨江', '临江路灯管理所']) {
      const found = await office.get(`/unit-search?q=${encodeURIComponent(q)}`);
      expect((found.body['units'] as { id: string }[]).map((row) => row.id)).toContain(unit.id);
    }
    const near = await office.get(`/unit-search?q=${encodeURIComponent('临江路灯所管理站')}`);
    expect(near.body).toMatchObject({
      units: [],
      nearest: expect.arrayContaining(['临江路灯管理所']),
    });

    const rename = { version: unit.version, name: '临江照明管理所' };
    expect((await office.post(`/units/${unit.id}/rename`, rename)).status).toBe(200);
    const stale = await office.post(`/units/${unit.id}/rename`, rename);
    expect(stale.body).toMatchObject({ code: 'stale', who: 'office某', what: 'unit.rename' });
    expect(
      (await office.get(`/unit-search?q=${encodeURIComponent('路灯管理所')}`)).body['units'],
    ).toEqual([]);

    const inUse = await office.post(`/units/${county.id}/close`, { version: county.version });
    expect(inUse.body).toMatchObject({ code: 'unit-in-use' });
    expect(
      (await office.post(`/units/${unit.id}/close`, { version: unit.version + 1 })).status,
    ).toBe(200);
  });

  test('moves a unit with all below it, never into itself', async () => {
    const west = await city.unit('河西县', 'county');
    const town = await city.unit('柳林镇', 'town', county);
    const village = await city.unit('柳林村', 'village', town);
    const itself = await office.post(`/units/${town.id}/move`, {
      version: 1,
      parentId: village.id,
    });
    expect(itself.body).toMatchObject({ code: 'moves-into-itself' });
    const moved = await office.post(`/units/${town.id}/move`, { version: 1, parentId: west.id });
    expect(moved.body).toMatchObject({
      unit: { path: `${west.path}${town.no}.`, parentId: west.id, version: 2 },
    });
    const below = await database.db
      .selectFrom('unit')
      .select(['org_path', 'county_no'])
      .where('id', '=', village.id)
      .executeTakeFirstOrThrow();
    expect(below).toEqual({
      org_path: `${west.path}${town.no}.${village.no}.`,
      county_no: west.no,
    });
  });

  test('every change is told to the audit administrator, and to nobody else', async () => {
    await city.officer('audit', 'audit_admin', root);
    const audit = await as('audit');
    const unit = await office.post('/units', {
      parentId: county.id,
      code: fresh('C'),
      name: '记录所',
      kind: 'office',
    });
    const { id } = unit.body['unit'] as { id: string };
    const told = await audit.get(`/org-events?subject=${id}`);
    expect(told.body['events']).toMatchObject([
      { kind: 'unit.create', byName: 'office某', payload: { name: '记录所' } },
    ]);
    expect((await office.get('/org-events')).status).toBe(403);
  });

  test('the same write sent twice happens once', async () => {
    const key = { 'idempotency-key': fresh('key') };
    const body = { parentId: county.id, code: fresh('C'), name: '一次所', kind: 'office' };
    const answers = await Promise.all([1, 2, 3].map(() => office.post('/units', body, key)));
    expect(answers.map((answer) => answer.body)).toEqual(answers.map(() => answers[0]?.body));
    expect(answers[0]?.status).toBe(200);
  });
});

test('a leader’s post stands by a unit until it ends', async () => {
  const leader = await city.officer(fresh('l'), 'leader', county);
  const made = await office.post('/sponsorships', {
    postId: leader.postId,
    objectKind: 'unit',
    objectId: county.id,
  });
  expect(made.status).toBe(200);
  expect(
    (
      await office.post('/sponsorships', {
        postId: leader.postId,
        objectKind: 'unit',
        objectId: 'x',
      })
    ).status,
  ).toBe(404);
  const list = async () =>
    (await office.get(`/sponsorships?post=${leader.postId}`)).body['sponsorships'];
  expect(await list()).toHaveLength(1);
  await office.post(`/sponsorships/${String(made.body['id'])}/end`, { toOn: '2026-05-06' });
  clock.now = new Date('2026-05-07T00:00:00+08:00');
  expect(await (await as('office')).get(`/sponsorships?post=${leader.postId}`)).toMatchObject({
    body: { sponsorships: [] },
  });
});

test('who leaves loses posts, sessions and account at once', async () => {
  const { personId, login } = await city.officer(fresh('z'), 'handler', county);
  const person = await as(login);
  expect((await office.post(`/people/${personId}/leave`)).body).toMatchObject({
    posts: [],
    leftOn: '2026-05-06',
  });
  expect((await person.get('/me')).status).toBe(401);
  expect((await person.signIn(login)).status).toBe(401);
});
