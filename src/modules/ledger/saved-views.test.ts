import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRoutes } from '#modules/org/account-routes.ts';
import type { Database } from '#platform/db/open.ts';
import { Browser, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { savedViewRoutes } from './saved-views.ts';

let database: Database;
let as: Record<'office' | 'liaison' | 'elsewhere', Browser>;
let unit: string;

beforeAll(async () => {
  database = await testDatabase();
  const city = new SmallCity(database, { now: new Date('2026-05-22T04:00:00Z') });
  const bureau = await city.unit('市住建局', 'department');
  const other = await city.unit('市水务局', 'department');
  unit = bureau.id;
  await city.officer('office', 'office', bureau);
  await city.officer('liaison', 'liaison', bureau);
  await city.officer('elsewhere', 'office', other);
  const identity = { secureCookie: false, key: Buffer.alloc(32, 7), oidc: undefined };
  const app = city.app([...accountRoutes(identity), ...savedViewRoutes]);
  const browser = async (login: string): Promise<Browser> => {
    const one = new Browser(app);
    expect((await one.signIn(login)).status).toBe(200);
    return one;
  };
  as = {
    office: await browser('office'),
    liaison: await browser('liaison'),
    elsewhere: await browser('elsewhere'),
  };
});
afterAll(() => database.close());

const view = (name: string) => ({
  place: 'problems',
  name,
  query: { search: { overdue: true, sort: 'due' }, hidden: ['updated'] },
});

async function names(who: Browser): Promise<unknown[]> {
  const { body } = await who.get('/views');
  return (body['views'] as { name: string }[]).map((one) => one.name);
}

test('a view is its maker’s alone until it is shared with a unit of his', async () => {
  await as.liaison.post('/views', view('我盯的'));
  const shared = await as.liaison.post('/views', { ...view('本周要报'), unit });
  expect(shared.body).toMatchObject({ own: true, unit: { id: unit }, query: view('').query });
  expect(await names(as.liaison)).toEqual(['我盯的', '本周要报']);
  expect(await names(as.office)).toEqual(['本周要报']);
  expect(await names(as.elsewhere)).toEqual([]);
  const foreign = await as.elsewhere.post('/views', { ...view('别人的'), unit });
  expect(foreign.status).toBe(403);
});

test('who sees no view finds none to rename or drop; who shares one may not take what is not his', async () => {
  const { body } = await as.office.post('/views', { ...view('全市超期'), unit });
  const at = `/views/${String(body['id'])}`;
  expect((await as.elsewhere.post(`${at}/rename`, { name: '改掉' })).status).toBe(404);
  expect((await as.liaison.post(`${at}/drop`)).status).toBe(403);
  expect((await as.office.post(`${at}/rename`, { name: '本周要报' })).status).toBe(409);
  expect((await as.office.post(`${at}/rename`, { name: '全市超期清单' })).status).toBe(200);
  expect((await as.office.post(`${at}/drop`)).status).toBe(200);
  expect(await names(as.liaison)).not.toContain('全市超期清单');
});

test('what is dropped stays on record, and what colleagues lose is told', async () => {
  const { db } = database;
  const kept = await db
    .selectFrom('saved_view')
    .selectAll()
    .where('dropped_at', 'is not', null)
    .execute();
  expect(kept).toHaveLength(1);
  const told = await db
    .selectFrom('org_event')
    .where('subject_id', '=', kept[0]?.id ?? '')
    .orderBy('id')
    .select('kind')
    .execute();
  expect(told.map((one) => one.kind)).toEqual(['view.share', 'view.rename', 'view.drop']);
});
