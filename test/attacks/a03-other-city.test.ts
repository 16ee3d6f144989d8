import { afterAll, beforeAll, expect, test } from 'vitest';
import { whoIs } from '#modules/org/who-is.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, openHouse, pathOf, type Site } from './house.ts';

let house: House;
let token = '';
const OTHER = 2;

beforeAll(async () => {
  house = await openHouse();
  const made = await house.real.ask('POST', '/api/v1/account/tokens', {
    as: 'cityOffice',
    body: { name: '同步', scopes: ['ledger:read', 'ledger:write', 'org:read'], days: 30 },
  });
  token = String(made.body['token']);
});
afterAll(() => house.close());

/** A session and a token of one city, brought to the house of another one on the same database. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const bearer = { authorization: `Bearer ${token}` };
  for (const { op } of site.routes) {
    if (op.access === 'public') continue;
    for (const asking of [{ as: 'cityOffice' as const }, { headers: bearer }]) {
      for (const host of [{}, { host: 'city1.example', 'x-city': '1', 'x-tenant-id': '1' }]) {
        const { status } = await site.ask(op.method, pathOf(op), {
          ...asking,
          headers: { ...('headers' in asking ? asking.headers : {}), ...host },
        });
        if (status !== 401) found.push(`${op.id}: ${status}`);
      }
    }
  }
  return found;
}

test('A3: what signs in to one city signs in to no other', async () => {
  const { db } = house.database;
  const home = await house.real.ask('GET', '/api/v1/entries', {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(home.status).toBe(200);
  const other = house.weakened({ env: { cityId: OTHER, whoIs: whoIs(db, OTHER, false) } });
  expect(await attack(other)).toEqual([]);
  const careless = house.weakened({ env: { cityId: OTHER, whoIs: whoIs(db, CITY, false) } });
  expect(await attack(careless)).not.toEqual([]);
}, 180_000);
