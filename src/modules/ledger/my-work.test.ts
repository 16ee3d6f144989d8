import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueEntry, reassignEntry } from '#modules/assign/assign-entry.ts';
import { refuseEntry } from '#modules/assign/accept-entry.ts';
import { blockEntry, deliverEntry, reportProgress } from '#modules/deliver/progress.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry, sendBackEntry } from '#modules/verify/close-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { listEntries } from './list-entries.ts';
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

test('a blocker whose review has come, and a milestone that has passed, wait for the lead and are found', async () => {
  const { db } = database;
  const later = new Date('2026-07-02T04:00:00Z');
  const task = await issued();
  const blocked = await city.act(db, 'townLiaison', (ctx) =>
    blockEntry(ctx, { id: task.id, version: task.version, reason: '汛期', reviewOn: '2026-07-01' }),
  );
  const long = await city.act(db, 'eastOffice', async (ctx) => {
    const { id, version } = await raiseEntry(ctx, {
      kind: 'task',
      title: '常态巡河',
      source: 'meeting',
      level: 'unit',
    });
    return issueEntry(ctx, {
      id,
      version,
      lead: city.unit.eastTown.id,
      deadline: { kind: 'long_term' },
      measures: [{ kind: 'milestone', text: '半年小结', dueOn: '2026-07-01' }],
    });
  });
  const due = async (now: Date): Promise<string[]> => {
    const q = city.ask(db, 'townLiaison', now);
    const { items } = await listEntries(q, { review: 'due', sort: 'oldest', limit: 50 });
    expect(items.every((item) => item.reviewDue)).toBe(true);
    const work = await myWork(q, { limit: 200 });
    expect(work.counts.review).toBe(items.length);
    return items.map((item) => item.id);
  };
  expect(await due(new Date('2026-06-30T04:00:00Z'))).toEqual([]);
  expect(await due(later)).toEqual(expect.arrayContaining([blocked.id, long.id]));
});

test('who has raised an entry, or is co-unit, finds it by its number and by its words', async () => {
  const { db } = database;
  const raised = await city.act(db, 'secretary', (ctx) =>
    raiseEntry(ctx, { kind: 'task', title: '桥头泵站检修', source: 'visit', level: 'unit' }),
  );
  const { id, version, no } = raised;
  await city.act(db, 'eastOffice', (ctx) =>
    issueEntry(ctx, {
      id,
      version,
      lead: city.unit.eastTown.id,
      co: [city.unit.westHousing.id],
      deadline: { kind: 'date', on: '2026-08-31' },
    }),
  );
  const found = async (who: PostKey, filter: object): Promise<boolean> => {
    const page = await listEntries(city.ask(db, who), { sort: 'newest', limit: 200, ...filter });
    return page.items.some((item) => item.id === id);
  };
  for (const who of ['secretary', 'westHousingLiaison'] as const)
    expect([await found(who, { text: no }), await found(who, { text: '泵站' })]).toEqual([
      true,
      true,
    ]);
  expect(await found('secretary', {})).toBe(false);
  expect(await found('secretary', { role: 'raised' })).toBe(true);
  expect(await found('secretary', { origin: city.unit.eastBranch.id })).toBe(true);
  expect(await found('westHousingLiaison', { role: 'co' })).toBe(true);
  expect(await found('westOffice', { text: no })).toBe(true);
  expect(await found('housingInspector', { text: no })).toBe(false);
});
