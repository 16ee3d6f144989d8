import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRoutes } from '#modules/org/account-routes.ts';
import type { Unit } from '#modules/org/unit-store.ts';
import type { Database } from '#platform/db/open.ts';
import { type Answer, Browser, type Clock, CITY, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { campaignRoutes } from './campaign-routes.ts';
import { categoriesOf, currentCampaign } from './campaigns.ts';
import { crosswalkTo } from './taxonomies.ts';

const clock: Clock = { now: new Date('2026-05-06T09:00:00+08:00') };
const routes = [
  ...accountRoutes({ secureCookie: false, key: new Uint8Array(32).fill(7) }),
  ...campaignRoutes,
];
let database: Database;
let city: SmallCity;
let county: Unit;
let office: Browser;
let countyOffice: Browser;
let liaison: Browser;

beforeAll(async () => {
  database = await testDatabase();
  city = new SmallCity(database, clock);
  county = await city.unit('河东县', 'county');
  await city.officer('office', 'office', await city.city());
  await city.officer('county', 'office', county);
  await city.officer('liaison', 'liaison', county);
  [office, countyOffice, liaison] = [await as('office'), await as('county'), await as('liaison')];
});
afterAll(async () => {
  await database.close();
});

async function as(login: string): Promise<Browser> {
  const browser = new Browser(city.app(routes));
  expect((await browser.signIn(login)).status).toBe(200);
  return browser;
}

function idOf(answer: Answer, part?: string): string {
  expect(answer.body).not.toHaveProperty('code', 'invalid');
  const body = part === undefined ? answer.body : (answer.body[part] as Record<string, unknown>);
  return String(body['id']);
}

async function campaign(code: string, change: object = {}): Promise<Answer> {
  return await office.post('/campaigns', {
    code,
    name: `专项${code}`,
    officeUnit: (await city.city()).id,
    startsOn: '2026-03-01',
    endsOn: '2026-11-30',
    phases: [
      { name: '学习讨论', startsOn: '2026-03-01', endsOn: '2026-05-31' },
      { name: '整改提升', startsOn: '2026-05-01', endsOn: '2026-11-30' },
    ],
    ...change,
  });
}

test('a campaign has an office, a window and phases in it, and is found as the current one', async () => {
  const made = await campaign('C1');
  expect(made.body).toMatchObject({
    present: true,
    phases: [{ seq: 1 }, { seq: 2, name: '整改提升' }],
    can: ['campaign.set_taxonomy', 'action.require'],
  });
  await campaign('C2', { startsOn: '2026-06-01', phases: [] });
  expect(await currentCampaign(database.db, CITY, '2026-05-06')).toBe(idOf(made));
  expect(await currentCampaign(database.db, CITY, '2026-02-28')).toBeUndefined();
  expect((await campaign('C1')).body).toMatchObject({ code: 'name-taken' });
  const outside = [{ name: '早', startsOn: '2026-02-01', endsOn: '2026-03-31' }];
  expect((await campaign('C3', { phases: outside })).body).toMatchObject({
    code: 'outside-window',
  });
  expect((await campaign('C4', { startsOn: '2026-12-01', phases: [] })).body).toMatchObject({
    code: 'date-order',
  });
  const county1 = await countyOffice.post('/campaigns', {
    code: 'X',
    name: '越级',
    officeUnit: (await city.city()).id,
    startsOn: '2026-03-01',
    endsOn: '2026-11-30',
    phases: [],
  });
  expect(county1.body).toMatchObject({ code: 'not-allowed' });
});

test('a taxonomy changes only into its next version, with a crosswalk from the last', async () => {
  const first = await office.post('/taxonomies', {
    code: 'SIX',
    name: '六个破除',
    facets: [
      { code: '1.1', name: '等靠要', parent: '1' },
      { code: '1', name: '观念' },
      { code: '2', name: '作风' },
    ],
  });
  expect(first.body).toMatchObject({
    taxonomy: { version: 1 },
    facets: [{ code: '1.1' }, { code: '1' }, { code: '2' }],
  });
  const second = await office.post('/taxonomies', {
    code: 'SIX',
    name: '六个破除',
    facets: [
      { code: '1', name: '观念' },
      { code: '2a', name: '作风不实' },
      { code: '2b', name: '作风不严' },
    ],
    crosswalk: [
      { from: '2', to: '2a' },
      { from: '2', to: '2b' },
      { from: '1.1', to: '1' },
    ],
  });
  expect(second.body).toMatchObject({ taxonomy: { version: 2 } });
  const [one, two] = [idOf(first, 'taxonomy'), idOf(second, 'taxonomy')];
  expect(await crosswalkTo(database.db, CITY, one, two)).toEqual(
    new Map([
      ['1', ['1']],
      ['1.1', ['1']],
      ['2', ['2a', '2b']],
    ]),
  );
  const wrong = await office.post(`/taxonomies/${one}/crosswalk`, {
    to: two,
    pairs: [{ from: '1', to: '9' }],
  });
  expect(wrong.body).toMatchObject({ code: 'bad-facets', codes: ['1→9'] });
  const mine = await countyOffice.post('/taxonomies', {
    code: 'OWN',
    name: '本县',
    facets: [{ code: '1', name: '一' }],
  });
  expect(mine.body).toMatchObject({ code: 'not-allowed' });

  const made = await campaign('C5', { taxonomyId: one });
  expect(await categoriesOf(database.db, CITY, idOf(made))).toHaveLength(3);
  expect(
    (await office.post(`/campaigns/${idOf(made)}/taxonomy`, { taxonomyId: two })).body,
  ).toMatchObject({ taxonomyId: two });
});

test('actions are capped, a unit’s own are its own, and what is done can be corrected', async () => {
  const id = idOf(await campaign('C6', { requiredCap: 2, ownCap: 1 }));
  const root = await city.city();
  const add = async (who: Browser, body: object): Promise<Answer> =>
    await who.post(`/campaigns/${id}/actions`, body);
  const required = await add(office, { name: '集中学习', dueOn: '2026-05-31' });
  expect(required.body).toMatchObject({ required: true, unit: null });
  const both = await Promise.all([
    add(office, { name: '大走访' }),
    add(office, { name: '大排查' }),
  ]);
  const refused = both.filter((answer) => answer.body['code'] === 'cap-reached');
  expect(refused).toHaveLength(1);
  expect((await add(liaison, { name: '全县必做' })).body).toMatchObject({ code: 'not-allowed' });

  const own = await add(liaison, { name: '夜谈', unitId: county.id });
  expect(own.body).toMatchObject({ required: false, unit: { id: county.id } });
  expect((await add(liaison, { name: '再谈', unitId: county.id })).body).toMatchObject({
    code: 'cap-reached',
  });
  expect((await add(liaison, { name: '替市里做', unitId: root.id })).body).toMatchObject({
    code: 'not-allowed',
  });

  const done = async (body: object): Promise<Answer> =>
    await liaison.post(`/actions/${idOf(required)}/done`, body);
  expect((await done({ unitId: county.id, doneOn: '2026-05-07' })).body).toMatchObject({
    code: 'outside-window',
  });
  expect((await done({ unitId: root.id })).body).toMatchObject({ code: 'not-allowed' });
  await done({ unitId: county.id, doneOn: '2026-04-01', note: '三场' });
  await done({ unitId: county.id, doneOn: '2026-04-02', note: '四场' });
  const list = await liaison.get(`/campaigns/${id}/actions?unit=${county.id}`);
  expect(list.body['actions']).toContainEqual(
    expect.objectContaining({
      name: '集中学习',
      doneUnits: 1,
      doneOn: '2026-04-02',
      note: '四场',
      can: ['action.done'],
    }),
  );
  const outside = await liaison.get(`/campaigns/${id}/actions?unit=${root.id}`);
  expect(outside.body).toMatchObject({ code: 'out-of-reach' });
});
