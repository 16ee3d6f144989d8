import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportEntries } from '#modules/ledger/sheets/export-entries.ts';
import type { Direct } from '#platform/http.ts';
import { type House, instead, openHouse, pathOf, type Site, type Who } from './house.ts';
import { CANARY, type Loot, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
  // The city merges an entry of the one county into one of the other.
  const [mine, theirs] = [loot.east[0], loot.west[0]];
  const merged = await house.real.ask('POST', `/api/v1/entries/${mine?.id}/merge`, {
    as: 'cityOffice',
    body: { version: mine?.version, into: theirs?.id, reason: '同一问题' },
  });
  if (merged.status !== 200) throw new Error(merged.text);
});
afterAll(() => house.close());

const OTHERS = [
  '/print',
  '/preview',
  '/embed',
  '/atom',
  '.rss',
  '/history',
  '/versions',
  '/comments',
];

/** Every way to read anything, as somebody of the other county, with the ids of what is not his. */
async function attack(site: Site, as: Who): Promise<string[]> {
  const found: string[] = [];
  const look = async (path: string): Promise<void> => {
    const { status, text, bytes } = await site.ask('GET', path, { as });
    if (text.includes(CANARY) || bytes.includes(Buffer.from(CANARY, 'utf16le')))
      found.push(`${path}: ${status}`);
  };
  const { unit } = house.city;
  for (const { op } of site.routes) {
    if (op.method !== 'GET') continue;
    for (const entry of [undefined, ...loot.west, ...loot.east]) {
      const path = pathOf(op, entry === undefined ? {} : { id: entry.id });
      if (entry !== undefined && !op.path.includes('{id}')) continue;
      await look(path);
    }
  }
  for (const query of ['format=csv', 'format=csv&merged=with', `format=csv&unit=${unit.west.id}`])
    await look(`/api/v1/entries/export?${query}`);
  for (const query of ['limit=200', 'limit=200&merged=with', `co=${unit.westHousing.id}`])
    await look(`/api/v1/entries?${query}`);
  for (const { id } of loot.west)
    for (const other of OTHERS) await look(`/api/v1/entries/${id}${other}`);
  return found;
}

test('A4: no print, export, history or list shows what the main door hides', async () => {
  expect(await attack(house.real, 'eastOffice')).toEqual([]);
  // The canary does stand where it may be read.
  expect(await attack(house.real, 'westOffice')).not.toEqual([]);
  const careless = house.weakened({
    routes: instead('exportEntries', (call: Direct, input: never) =>
      exportEntries({ ...call, actor: house.city.actor.cityOffice }, input),
    ),
  });
  expect(await attack(careless, 'eastOffice')).not.toEqual([]);
}, 180_000);
