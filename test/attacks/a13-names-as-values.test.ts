import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { listEntries } from '#contract/entry.ts';
import { type House, openHouse, type Site, withOperation } from './house.ts';
import { changedSince, digest, type Loot, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
});
afterAll(() => house.close());

/** Names that every object of the language answers to. */
const NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'delete', 'valueOf'];

async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const before = await digest(house);
  const as = 'eastOffice';
  const [entry] = loot.east;
  const refused = async (what: string, asked: ReturnType<Site['ask']>): Promise<void> => {
    const { status } = await asked;
    if (status !== 400 && status !== 404) found.push(`${what}: ${status}`);
  };
  for (const name of NAMES) {
    for (const field of ['sort', 'state', 'kind', 'level', 'source', 'merged', 'foundBy'])
      await refused(
        `${field}=${name}`,
        site.ask('GET', `/api/v1/entries?${field}=${name}`, { as }),
      );
    const format = `/api/v1/entries/export?format=${name}`;
    await refused(`format=${name}`, site.ask('GET', format, { as }));
    const path = `/api/v1/entries/${entry?.id}/${name}`;
    const body = { version: entry?.version };
    await refused(`move ${name}`, site.ask('POST', path, { as, body }));
    const bulk = { filter: {}, move: name, input: {}, expect: 1 };
    await refused(`bulk ${name}`, site.ask('POST', '/api/v1/entries/bulk', { as, body: bulk }));
    const raise = { kind: name, title: '甲', source: name, level: name };
    await refused(`kind ${name}`, site.ask('POST', '/api/v1/entries', { as, body: raise }));
  }
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A13: only the words of the contract are values', async () => {
  expect(await attack(house.real)).toEqual([]);
  const open = withOperation('listEntries', {
    input: z.strictObject({ ...listEntries.input.shape, sort: z.string() }) as never,
  });
  expect(await attack(house.weakened({ routes: open }))).not.toEqual([]);
}, 180_000);
