import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueEntry } from '#modules/assign/assign-entry.ts';
import { refuseEntry } from '#modules/assign/accept-entry.ts';
import { blockEntry, deliverEntry, reportProgress } from '#modules/deliver/progress.ts';
import { appointChecker } from '#modules/verify/check-entry.ts';
import { sendBackEntry } from '#modules/verify/close-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { myWork } from './my-work.ts';
import { raiseEntry } from './raise-entry.ts';
import type { readEntry } from './read-entry.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Detail = Awaited<ReturnType<typeof readEntry>>;

async function issued(): Promise<Detail> {
  const { db } = database;
  const draft = await city.act(db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'task', title: '疏浚河道', source: 'meeting', level: 'unit' }),
  );
  return city.act(db, 'eastOffice', (ctx) =>
    issueEntry(ctx, {
      ...draft,
      lead: city.unit.eastTown.id,
      deadline: { kind: 'date', on: '2026-08-31' },
    }),
  );
}

async function waits(who: PostKey, entry: Detail): Promise<string | undefined> {
  const { items } = await myWork(city.ask(database.db, who), { limit: 200 });
  return items.find((item) => item.id === entry.id)?.waitsFor;
}

test('work waits for its lead at every step: reported whole, blocked, sent back', async () => {
  const { db } = database;
  const task = await issued();
  const whole = await city.act(db, 'townLiaison', (ctx) =>
    reportProgress(ctx, { ...task, percent: 100, note: '全部完成' }),
  );
  expect(await waits('townLiaison', whole)).toBe('deliver');
  await addEvidence(db, city, whole.id);
  const done = await city.act(db, 'townLiaison', (ctx) =>
    deliverEntry(ctx, { ...whole, note: '报结' }),
  );
  const appointed = await city.act(db, 'cityOffice', (ctx) =>
    appointChecker(ctx, { ...done, unit: city.unit.supervision.id }),
  );
  expect([await waits('townLiaison', done), await waits('inspector', done)]).toEqual([
    undefined,
    'check',
  ]);
  const back = await city.act(db, 'eastOffice', (ctx) =>
    sendBackEntry(ctx, { ...appointed, reason: '下游未清' }),
  );
  expect(await waits('townLiaison', back)).toBe('returned');
  const blocked = await city.act(db, 'townLiaison', (ctx) =>
    blockEntry(ctx, { ...back, reason: '汛期', reviewOn: '2026-07-01' }),
  );
  expect(await waits('townLiaison', blocked)).toBe('deliver');
});

test('a task is refused before it is begun, not out of the denominator afterwards', async () => {
  const { db } = database;
  const refuse = (entry: Detail): Promise<Detail> =>
    city.act(db, 'townLiaison', (ctx) => refuseEntry(ctx, { ...entry, reason: '不归我管' }));
  expect((await refuse(await issued())).state).toBe('draft');
  const begun = await city.act(db, 'townLiaison', async (ctx) =>
    reportProgress(ctx, { ...(await issued()), percent: 40, note: '过半' }),
  );
  await expect(refuse(begun)).rejects.toMatchObject({ code: 'move-not-allowed' });
});
