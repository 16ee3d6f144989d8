import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueEntry, reassignEntry } from '#modules/assign/assign-entry.ts';
import { refuseEntry } from '#modules/assign/accept-entry.ts';
import { blockEntry, deliverEntry, reportProgress } from '#modules/deliver/progress.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry, sendBackEntry } from '#modules/verify/close-entry.ts';
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

const refuse = (who: PostKey, entry: Detail): Promise<Detail> =>
  city.act(database.db, who, (ctx) => refuseEntry(ctx, { ...entry, reason: '不归我管' }));

test('a task is refused before it is begun, and stays on the ledger for the office to hand on', async () => {
  const { db } = database;
  const refused = await refuse('townLiaison', await issued());
  expect(refused.state).toBe('listed');
  expect(await waits('eastOffice', refused)).toBe('assign');
  const again = await city.act(db, 'eastOffice', (ctx) =>
    issueEntry(ctx, { id: refused.id, version: refused.version, lead: city.unit.eastHousing.id }),
  );
  expect(again.state).toBe('underway');
  const begun = await city.act(db, 'townLiaison', async (ctx) =>
    reportProgress(ctx, { ...(await issued()), percent: 40, note: '过半' }),
  );
  await expect(refuse('townLiaison', begun)).rejects.toMatchObject({ code: 'move-not-allowed' });
});

test('a new lead may refuse what another has begun; a reopened task may not be refused', async () => {
  const { db } = database;
  const begun = await city.act(db, 'townLiaison', async (ctx) =>
    reportProgress(ctx, { ...(await issued()), percent: 40, note: '过半' }),
  );
  const handed = await city.act(db, 'eastOffice', (ctx) =>
    reassignEntry(ctx, {
      id: begun.id,
      version: begun.version,
      lead: city.unit.eastHousing.id,
      reason: '职责调整',
    }),
  );
  expect((await refuse('eastHousingLiaison', handed)).state).toBe('listed');

  const task = await issued();
  await addEvidence(db, city, task.id);
  const done = await city.act(db, 'townLiaison', (ctx) =>
    deliverEntry(ctx, { ...task, note: '报结' }),
  );
  const appointed = await city.act(db, 'eastOffice', (ctx) =>
    appointChecker(ctx, { ...done, unit: city.unit.supervision.id }),
  );
  const checked = await city.act(db, 'inspector', (ctx) =>
    recordCheck(ctx, { ...appointed, method: 'on_site', finding: 'confirmed', note: '属实' }),
  );
  const closed = await city.act(db, 'townLeader', (ctx) => closeEntry(ctx, checked));
  const reopened = await city.act(db, 'eastOffice', (ctx) =>
    reopenEntry(ctx, { id: closed.id, version: closed.version, reason: '淤积反弹' }),
  );
  await expect(refuse('townLiaison', reopened)).rejects.toMatchObject({ code: 'move-not-allowed' });
});
