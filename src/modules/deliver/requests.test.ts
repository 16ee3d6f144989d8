import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { countEntries } from '#modules/ledger/list-entries.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { readEntry } from '#modules/ledger/read-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { askEntry, decideEntry } from './requests.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Detail = Awaited<ReturnType<typeof readEntry>>;

async function accepted(): Promise<Detail> {
  const { db } = database;
  const raised = await city.act(db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title: '河岸塌方', source: 'visit', level: 'unit' }),
  );
  const assigned = await city.act(db, 'eastOffice', async (ctx) =>
    assignEntry(ctx, {
      ...(await listEntry(ctx, raised)),
      lead: city.unit.eastTown.id,
      deadline: { kind: 'date', on: '2026-08-31' },
      measures: [{ kind: 'measure', text: '砌护坡' }],
    }),
  );
  return city.act(db, 'townLiaison', (ctx) => acceptEntry(ctx, assigned));
}

function adjust(entry: Detail, what: object): Promise<Detail> {
  return city.act(database.db, 'townLiaison', (ctx) =>
    askEntry(ctx, { ...entry, kind: 'adjustment', reason: '实地复勘', ...what }),
  );
}

test('a title that an approved adjustment has changed is the one that is found', async () => {
  const { db } = database;
  const asked = await adjust(await accepted(), { title: '堤脚渗水' });
  const found = async (text: string): Promise<number> =>
    (await countEntries(city.ask(db, 'eastOffice'), { text })).n;
  expect([await found('河岸塌方'), await found('堤脚渗水')]).toEqual([1, 0]);
  await city.act(db, 'townLeader', (ctx) =>
    decideEntry(ctx, { ...asked, request: asked.requests[0]?.id ?? '', approve: true }),
  );
  expect([await found('河岸塌方'), await found('堤脚渗水')]).toEqual([0, 1]);
});

test('an adjustment asks for nothing that the ledger could not hold', async () => {
  const entry = await accepted();
  await expect(adjust(entry, { deadline: '2026-01-01' })).rejects.toMatchObject({
    code: 'deadline-past',
  });
  await expect(adjust(entry, { measures: [] })).rejects.toMatchObject({ code: 'no-measures' });
});
