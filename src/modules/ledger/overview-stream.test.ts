import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRoutes } from '#modules/org/account-routes.ts';
import { whoIs } from '#modules/org/who-is.ts';
import type { Database } from '#platform/db/open.ts';
import { Browser, CITY, PASSWORD, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { overviewStream } from './overview-stream.ts';

let database: Database;
let city: SmallCity;
let app: ReturnType<SmallCity['app']>;

beforeAll(async () => {
  database = await testDatabase();
  city = new SmallCity(database, { now: new Date('2026-05-22T04:00:00Z') });
  const bureau = await city.unit('市住建局', 'department');
  await city.officer('office', 'office', bureau);
  await city.officer('admin', 'system_admin', await city.city());
  const identity = { secureCookie: false, key: Buffer.alloc(32, 7), oidc: undefined };
  const stream = overviewStream(() => whoIs(database.db, CITY, false), 40);
  app = city.app([...accountRoutes(identity), stream]);
});
afterAll(() => database.close());

async function signedIn(login: string): Promise<Browser> {
  const browser = new Browser(app);
  expect((await browser.signIn(login, PASSWORD)).status).toBe(200);
  return browser;
}

async function watch(browser: Browser, query = ''): Promise<Response> {
  return await app.request(`http://127.0.0.1/api/v1/overview/stream${query}`, {
    headers: { cookie: browser.cookie ?? '' },
  });
}

test('a single one is an event with the figures, and an end', async () => {
  const office = await signedIn('office');
  const answer = await watch(office, '?single=true');
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const [event = '', data = ''] = (await answer.text()).split('\n');
  expect(event).toBe('event: overview');
  expect(JSON.parse(data.replace('data: ', ''))).toMatchObject({ overdue: 0, weeks: [] });
});

test('nobody without business, and nobody unknown, watches', async () => {
  expect((await watch(new Browser(app))).status).toBe(401);
  expect((await watch(await signedIn('admin'))).status).toBe(403);
});

test('it goes on while the session lasts and says why it ends when that is over', async () => {
  const office = await signedIn('office');
  const answer = await watch(office);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('a stream has a body');
  let heard = '';
  const until = async (words: string): Promise<void> => {
    while (!heard.includes(words)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended before ${words}`);
      heard += value;
    }
  };
  await until('event: overview');
  heard = '';
  await until('event: overview');
  await office.post('/logout');
  await until('data: signed-out');
  expect((await reader.read()).done).toBe(true);
});

test('one person’s fifth screen takes the place of his first', async () => {
  const office = await signedIn('office');
  // One after another: of four at once nobody knows which came first.
  const screens: Response[] = [];
  for (let n = 0; n < 4; n += 1) screens.push(await watch(office));
  const fifth = await watch(office);
  expect(await screens[0]?.text()).toContain('data: elsewhere');
  for (const screen of [...screens.slice(1), fifth]) await screen.body?.cancel();
});
