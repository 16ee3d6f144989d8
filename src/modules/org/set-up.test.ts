import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { Browser, CITY, type Clock, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { accountRoutes } from './account-routes.ts';
import { createAccount } from './create-account.ts';
import { orgRoutes } from './org-routes.ts';
import { newSetUpWord } from './set-up.ts';

const clock: Clock = { now: new Date('2026-05-06T09:00:00+08:00') };
let database: Database;
let browser: Browser;

beforeAll(async () => {
  database = await testDatabase();
  const routes = [
    ...accountRoutes({ secureCookie: false, key: new Uint8Array(32).fill(7) }),
    ...orgRoutes,
  ];
  browser = new Browser(new SmallCity(database, clock).app(routes));
});
afterAll(async () => {
  await database.close();
});

const order = {
  cityName: '云溪市',
  securityAdmin: { name: '安一', login: 'An.Quan', password: '河边-石桥-三只鸟-91' },
  systemAdmin: { name: '系二', login: 'xitong' },
  auditAdmin: { name: '审三', login: 'shenji' },
};

test('a fresh house opens to the printed word alone, once, to three people without business posts', async () => {
  expect((await browser.get('/sign-in')).body).toEqual({
    cityName: null,
    setUp: false,
    oidc: false,
  });
  const older = await newSetUpWord(database.db, CITY, clock.now);
  const word = await newSetUpWord(database.db, CITY, clock.now);
  const tryIt = async (with_: unknown) =>
    (await browser.post('/set-up', { word: with_, ...order })).body;
  expect(await tryIt('guess')).toMatchObject({ code: 'word-expired' });
  expect(await tryIt(older)).toMatchObject({ code: 'word-expired' });
  const answers = await Promise.all([tryIt(word), tryIt(word), tryIt(word)]);
  const done = answers.find((answer) => 'systemAdmin' in answer);
  expect(answers.filter((answer) => 'systemAdmin' in answer)).toHaveLength(1);
  expect(await tryIt(word)).toMatchObject({ code: 'already-set-up' });
  expect(await newSetUpWord(database.db, CITY, clock.now)).toBeUndefined();

  expect((await browser.signIn('an.quan')).status).toBe(200);
  expect((await browser.get('/me')).body).toMatchObject({ posts: [{ role: 'security_admin' }] });
  expect((await browser.get('/org-events')).status).toBe(403);
  const audit = (done?.['auditAdmin'] ?? {}) as { word: string; login: string };
  const password = '南坡-四棵槐树-旧渡口-7';
  await browser.post('/invitation', { word: audit.word, password });
  expect((await browser.signIn(audit.login, password)).status).toBe(200);
  const told = await browser.get('/org-events');
  const kinds = (told.body['events'] as { kind: string }[]).map((event) => event.kind);
  expect(kinds).toContain('city.set_up');
  expect(kinds.filter((kind) => kind === 'account.create')).toHaveLength(3);
});

test('the operator opens accounts with a word, or with a password that must be changed', async () => {
  const { db } = database;
  const first = { login: 'zhou', name: '周四', role: 'office' } as const;
  const { word } = await createAccount(db, CITY, clock.now, first);
  expect(word).toMatch(/^[\w-]{43}$/);
  await expect(createAccount(db, CITY, clock.now, first)).rejects.toMatchObject({
    code: 'name-taken',
  });
  const weak = { ...first, login: 'wu', password: 'wuwuwuwuwuwu' };
  await expect(createAccount(db, CITY, clock.now, weak)).rejects.toMatchObject({
    code: expect.stringMatching(/^password-/),
  });
  await createAccount(db, CITY, clock.now, { ...weak, password: '东岭-二号井-第四页-白鹭' });
  expect((await browser.signIn('wu', '东岭-二号井-第四页-白鹭')).body).toEqual({
    strength: 'first_password',
  });
});
