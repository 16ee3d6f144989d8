import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES } from '#domain/org/actor.ts';
import { campaignRoutes } from '#modules/campaign/campaign-routes.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { Browser, type Clock, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { accountRoutes } from './account-routes.ts';
import { orgRoutes } from './org-routes.ts';
import { whoIs } from './who-is.ts';

const clock: Clock = { now: new Date('2026-05-06T09:00:00+08:00') };
const config = { secureCookie: false, key: new Uint8Array(32).fill(7) };
const routes = [...accountRoutes(config), ...orgRoutes, ...campaignRoutes];
let database: Database;
let city: SmallCity;
const people = new Map<string, Browser>();

beforeAll(async () => {
  database = await testDatabase();
  city = new SmallCity(database, clock);
  for (const role of ROLES) {
    await city.officer(`the_${role}`, role, await city.city());
    const browser = new Browser(city.app(routes));
    await browser.signIn(`the_${role}`);
    people.set(role, browser);
  }
});
afterAll(async () => {
  await database.close();
});

async function ask(browser: Browser, op: { method: string; path: string }, id: string) {
  const path = op.path.replaceAll(/\{\w+\}/g, id);
  return op.method === 'GET' ? await browser.get(path) : await browser.post(path, { nonsense: 1 });
}

test('strangers reach the doors of the house and nothing behind them', async () => {
  const open = [];
  for (const { op } of routes) {
    const answer = await ask(new Browser(city.app(routes)), op, newId());
    if (answer.status === 401 && answer.body['code'] === 'not-signed-in') continue;
    open.push(op.id);
  }
  expect(open.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'acceptInvitation',
    'finishOidc',
    'login',
    'logout',
    'setUp',
    'signInWays',
    'startOidc',
  ]);
});

test.each(ROLES)('%s is stopped at every door that is not for the post', async (role) => {
  const browser = people.get(role);
  if (browser === undefined) throw new Error(role);
  for (const { op } of routes) {
    if (op.access === 'public' || op.access === 'signed-in') continue;
    const answer = await ask(browser, op, newId());
    const admitted = op.access.includes(role);
    expect({ op: op.id, stopped: answer.body['code'] === 'not-allowed' }).toEqual({
      op: op.id,
      stopped: !admitted,
    });
  }
});

test('an id is a whole UUID or it is nothing', async () => {
  const office = people.get('office');
  if (office === undefined) throw new Error('office');
  for (const id of ['12abc', '1e3', '%201', '0', 'constructor', `${newId()}x`, "'%20or%201=1--"]) {
    expect((await office.get(`/units/${id}`)).status).toBe(400);
    expect((await office.get(`/campaigns/${id}`)).status).toBe(400);
  }
  expect((await office.get(`/units/${newId()}`)).status).toBe(404);
});

test('fields that nobody asked for are refused, not obeyed', async () => {
  const office = people.get('office');
  if (office === undefined) throw new Error('office');
  const extra = { role: 'security_admin', cityId: 2, personId: newId() };
  const answer = await office.post('/people', { name: '张三', ...extra });
  expect(answer.body).toMatchObject({ code: 'invalid', where: 'role, cityId, personId' });
});

test('a word of one city opens nothing in another', async () => {
  const office = people.get('office');
  const { db } = database;
  const request = new Request('http://127.0.0.1/api/v1/me', {
    headers: { cookie: office?.cookie ?? '' },
  });
  expect(await whoIs(db, 1, false)(request, clock.now)).toBeDefined();
  expect(await whoIs(db, 2, false)(request, clock.now)).toBeUndefined();
  // A cookie of the plain name, which any neighbour on the host may set, is none where there is https.
  expect(await whoIs(db, 1, true)(request, clock.now)).toBeUndefined();
});
