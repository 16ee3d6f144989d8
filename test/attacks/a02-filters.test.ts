import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { listEntries } from '#contract/entry.ts';
import { admittedBy, type House, openHouse, pathOf, type Site, withOperation } from './house.ts';
import { CANARY, stage } from './stage.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await stage(house);
});
afterAll(() => house.close());

const PROBES = [
  'fromId=1',
  'involved=1',
  'parent=1',
  'include=parties',
  'fields=detail',
  'filter[reporter.name]~=A',
  'origin_path=1.',
  'city_id=1',
  'order=title',
];

/** Filters that nobody offered, and offered ones pointed at what may not be seen. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  for (const { op } of site.routes) {
    // Whoever sends a browser back from signing in adds fields of his own.
    if (op.method !== 'GET' || op.id === 'finishOidc') continue;
    for (const probe of PROBES) {
      const path = `${pathOf(op)}?${probe}`;
      const { status } = await site.ask('GET', path, { as: admittedBy(op) });
      if (status !== 400) found.push(`${op.id}?${probe}: ${status}`);
    }
  }
  const { unit } = house.city;
  const west = [
    `lead=${unit.westHousing.id}`,
    `unit=${unit.west.id}`,
    `co=${unit.westHousing.id}`,
    `text=${encodeURIComponent(CANARY)}`,
    'mine=true&state=closed&lead=' + unit.westHousing.id,
  ];
  for (const filter of west)
    for (const path of ['/entries', '/entries/count', '/entries/export']) {
      const csv = path.endsWith('export') ? '&format=csv' : '';
      const answer = await site.ask('GET', `/api/v1${path}?${filter}${csv}`, { as: 'eastOffice' });
      const n = answer.body['n'] ?? (answer.body['items'] as unknown[] | undefined)?.length ?? 0;
      if (answer.status !== 200 || n !== 0 || answer.text.includes(CANARY))
        found.push(`${path}?${filter}: ${answer.status} ${JSON.stringify(n)}`);
    }
  return found;
}

test('A2: no filter but those offered, and none that tells of hidden rows', async () => {
  expect(await attack(house.real)).toEqual([]);
  const loose = withOperation('listEntries', {
    input: z.looseObject(listEntries.input.shape) as never,
  });
  expect(await attack(house.weakened({ routes: loose }))).not.toEqual([]);
}, 180_000);
