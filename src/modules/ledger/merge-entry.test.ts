import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueEntry } from '#modules/assign/assign-entry.ts';
import { askEntry } from '#modules/deliver/requests.ts';
import type { Database } from '#platform/db/open.ts';
import { type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { listEntry, notListEntry } from './list-entry.ts';
import { mergeEntry, supersedeEntry } from './merge-entry.ts';
import { raiseEntry } from './raise-entry.ts';
import type { readEntry } from './read-entry.ts';
import { tallyEntries } from './tally.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Detail = Awaited<ReturnType<typeof readEntry>>;

function raise(kind: 'problem' | 'task'): Promise<Detail> {
  return city.act(database.db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind, title: '巷口积水', source: 'visit', level: 'unit', category: 'a' }),
  );
}

async function issued(): Promise<Detail> {
  const draft = await raise('task');
  const deadline = { kind: 'date' as const, on: '2026-08-31' };
  return city.act(database.db, 'eastOffice', (ctx) =>
    issueEntry(ctx, { ...draft, lead: city.unit.eastTown.id, deadline }),
  );
}

test('a listed entry cannot leave the denominator by a merge into one that is not listed', async () => {
  const { db } = database;
  const listed = await city.act(db, 'eastOffice', async (ctx) =>
    listEntry(ctx, await raise('problem')),
  );
  const raised = await raise('problem');
  const declined = await city.act(db, 'eastOffice', async (ctx) =>
    notListEntry(ctx, { ...(await raise('problem')), reason: '不属实' }),
  );
  for (const other of [raised, declined, await issued()])
    await expect(
      city.act(db, 'eastOffice', (ctx) =>
        mergeEntry(ctx, { ...listed, into: other.id, reason: '同一问题' }),
      ),
    ).rejects.toMatchObject({ code: 'unfit-survivor' });
  const { tally } = await tallyEntries(city.ask(db, 'eastOffice'), { kind: 'problem' });
  expect(tally).toMatchObject({ listed: 1, merged: 0 });
});

test('a superseded task leaves no request waiting, and is carried on by a task that is alive', async () => {
  const { db } = database;
  const [task, next, dead] = [await issued(), await issued(), await issued()];
  const asked = await city.act(db, 'townLiaison', (ctx) =>
    askEntry(ctx, { ...task, kind: 'extension', reason: '雨季', deadline: '2026-10-31' }),
  );
  await city.act(db, 'eastOffice', (ctx) =>
    supersedeEntry(ctx, { ...dead, by: next.id, reason: '合并推进' }),
  );
  const into = (by: Detail): Promise<Detail> =>
    city.act(db, 'eastOffice', (ctx) =>
      supersedeEntry(ctx, { ...asked, by: by.id, reason: '合并推进' }),
    );
  await expect(into(dead)).rejects.toMatchObject({ code: 'unfit-survivor' });
  const gone = await into(next);
  expect(gone).toMatchObject({ state: 'superseded' });
  expect(gone.requests.map((request) => request.decision)).toEqual(['withdrawn']);
});
