import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEntries } from '#modules/ledger/entry-load.ts';
import { viewRow } from '#modules/ledger/entry-view.ts';
import { newId } from '#platform/ids.ts';
import type { Query } from '#platform/command.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, instead, openHouse, pathOf, type Site } from './house.ts';
import { changedSince, digest, type Loot, moveBodies, onEntries, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
});
afterAll(() => house.close());

const WHERE = new Set(['raised', 'assigned', 'delivered']);

/** Every operation on another county's entry must answer as it does for an id that is nobody's. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const before = await digest(house);
  let asked = 0;
  for (const entry of loot.west.filter(({ state }) => WHERE.has(state)))
    for (const { op } of onEntries(site)) {
      const body =
        op.method === 'GET' || op.body === 'bytes' ? undefined : moveBodies(house, entry)[op.id];
      const query = op.body === 'bytes' ? `?version=${entry.version}&name=a.txt` : '';
      const sent = op.body === 'bytes' ? '佐证' : body;
      const ask = async (id: string): Promise<string> => {
        const asking = { as: 'eastOffice' as const, ...(sent === undefined ? {} : { body: sent }) };
        const { status, text } = await site.ask(op.method, pathOf(op, { id }) + query, asking);
        return `${status} ${text.replaceAll(id, '<id>')}`;
      };
      const [foreign, nobodys] = [await ask(entry.id), await ask(newId())];
      asked += 1;
      if (foreign !== nobodys || !foreign.startsWith('404'))
        found.push(`${op.id} at ${entry.state}: ${foreign.slice(0, 120)}`);
    }
  expect(asked).toBeGreaterThan(80);
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A1: ids of another county are worth no more than random ones', async () => {
  expect(await attack(house.real)).toEqual([]);
  const unscoped = house.weakened({
    routes: instead('readEvents', async (q: Query, input: never) => {
      const { id } = input as { id: string };
      const entry = (await loadEntries(q.db, CITY, [id])).get(id);
      return { events: entry === undefined ? [] : [], row: entry && viewRow(q, entry) };
    }),
  });
  expect(await attack(unscoped)).not.toEqual([]);
}, 180_000);
