import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asking, type House, openHouse, pathOf, type Site } from './house.ts';
import { changedSince, digest, type Loot, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
});
afterAll(() => house.close());

const NONE = { 'sec-fetch-site': '' };
/** How another site's page can make an officer's browser ask, his cookie with it. */
const WAYS: Readonly<Record<string, Record<string, string>>> = {
  'cross-site': { 'sec-fetch-site': 'cross-site' },
  'a sister site': { 'sec-fetch-site': 'same-site' },
  'an older browser': { ...NONE, origin: 'https://evil.example', host: '127.0.0.1' },
  'no origin': { ...NONE },
  'a null origin': { ...NONE, origin: 'null' },
  'a form': { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
  'plain text': { ...NONE, origin: 'https://evil.example', 'content-type': 'text/plain' },
  'a host that begins alike': {
    ...NONE,
    origin: 'http://127.0.0.1.evil.example',
    host: '127.0.0.1',
  },
};

async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const before = await digest(house);
  const id = loot.east[0]?.id ?? '';
  for (const { op } of site.routes) {
    if (op.method !== 'POST') continue;
    for (const [way, headers] of Object.entries(WAYS)) {
      const body = op.body === 'bytes' ? 'x' : { version: 1 };
      const asking: Asking = { as: 'eastOffice', body, headers };
      const { status, headers: answered } = await site.ask('POST', pathOf(op, { id }), asking);
      if (status !== 403) found.push(`${op.id} by ${way}: ${status}`);
      if (answered.get('set-cookie') !== null) found.push(`${op.id} by ${way} sets a cookie`);
    }
  }
  for (const header of ['x-http-method-override', 'x-method-override']) {
    const path = `/api/v1/entries/${id}/screen?_method=POST&version=1`;
    const headers = { [header]: 'POST', 'sec-fetch-site': 'cross-site' };
    const { status } = await site.ask('GET', path, { as: 'eastOffice', headers });
    if (status !== 404) found.push(`a GET as a POST: ${status}`);
  }
  for (const { op } of site.routes)
    if (op.method === 'GET') await site.ask('GET', pathOf(op, { id }), { as: 'eastOffice' });
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A20: no other site can make a signed-in browser write', async () => {
  expect(await attack(house.real)).toEqual([]);
  const trusting = house.weakened({
    before: (request) => {
      const headers = new Headers(request.headers);
      headers.set('sec-fetch-site', 'same-origin');
      return new Request(request, { headers });
    },
  });
  expect(await attack(trusting)).not.toEqual([]);
}, 180_000);
