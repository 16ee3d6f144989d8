import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import type { Filter } from './words-within.ts';
import { foldCounts } from './fold-counts.ts';
import { listEntry } from './list-entry.ts';
import { listEntries } from './list-entries.ts';
import { raiseEntry } from './raise-entry.ts';
import { tallyEntries } from './tally.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  await assigned('eastTown', ['eastHousing']);
  await assigned('eastHousing', []);
  await raised();
});
afterAll(() => database.close());

const DEADLINE = { kind: 'date' as const, on: '2026-08-31' };
const MEASURES = [{ kind: 'measure' as const, text: '疏通管网' }];

function raised() {
  return city.act(database.db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title: '内涝', source: 'visit', level: 'unit' }),
  );
}

async function assigned(lead: 'eastTown' | 'eastHousing', co: 'eastHousing'[]): Promise<void> {
  const entry = await raised();
  await city.act(database.db, 'eastOffice', async (ctx) =>
    assignEntry(ctx, {
      ...(await listEntry(ctx, entry)),
      lead: city.unit[lead].id,
      co: co.map((key) => city.unit[key].id),
      deadline: DEADLINE,
      measures: MEASURES,
    }),
  );
}

async function leads(who: PostKey, filter: Filter): Promise<(string | undefined)[]> {
  const q = city.ask(database.db, who);
  const { items } = await listEntries(q, { ...filter, sort: 'oldest', limit: 50 });
  return items.map((item) => item.lead?.name);
}

test('filters hold together: mine, co-unit and subtree at once', async () => {
  const { eastTown, eastHousing } = city.unit;
  expect(await leads('eastHousingLiaison', { mine: true })).toEqual([
    eastTown.name,
    eastHousing.name,
  ]);
  expect(await leads('eastHousingLiaison', { mine: true, unit: eastHousing.id })).toEqual([
    eastHousing.name,
  ]);
  expect(await leads('eastHousingLiaison', { mine: true, co: eastHousing.id })).toEqual([
    eastTown.name,
  ]);
  expect(await leads('eastOffice', { co: eastHousing.id, unit: eastHousing.id })).toEqual([]);
});

test('an entry without a date is due neither from a day on nor up to one', async () => {
  expect(await leads('eastOffice', { from: '2026-01-01' })).toHaveLength(2);
  expect(await leads('eastOffice', { to: '2026-12-31' })).toHaveLength(2);
  expect(await leads('eastOffice', {})).toHaveLength(3);
});

test('the lines below tell the same before and after the counts are folded, from one root or several', async () => {
  const { db } = database;
  const [post] = city.actor.eastHousingLiaison.posts;
  const both = {
    ...city.ask(db, 'townLiaison'),
    actor: {
      ...city.actor.townLiaison,
      posts: [...city.actor.townLiaison.posts, ...(post === undefined ? [] : [post])],
    },
  };
  const tell = async () => [
    (await tallyEntries(city.ask(db, 'eastOffice'), { below: true })).below,
    (await tallyEntries(both, { below: true })).below,
  ];
  const fresh = await tell();
  expect(fresh[0]?.map((line) => [line.unit.name, line.tally.listed])).toEqual([
    [city.unit.eastHousing.name, 1],
    [city.unit.eastTown.name, 1],
  ]);
  expect(fresh[1]).toEqual(fresh[0]);
  await foldCounts(db, 1);
  expect(await tell()).toEqual(fresh);
});
