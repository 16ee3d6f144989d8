import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { countEntries } from '#modules/ledger/list-entries.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { readEntry } from '#modules/ledger/read-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { reportProgress } from './progress.ts';
import { askEntry, decideEntry, withdrawEntry } from './requests.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Detail = Awaited<ReturnType<typeof readEntry>>;

type Handing = Pick<Parameters<typeof assignEntry>[1], 'deadline' | 'measures'>;

async function accepted(handing: Handing = {}): Promise<Detail> {
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
      ...handing,
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

test('whoever has asked may take it back, nobody else; the entry goes on as it was', async () => {
  const { db } = database;
  const entry = await accepted();
  const asked = await adjust(entry, { title: '堤脚渗水' });
  const { id, version } = asked;
  const request = asked.requests[0]?.id ?? '';
  const withdraw = (who: PostKey): Promise<Detail> =>
    city.act(db, who, (ctx) => withdrawEntry(ctx, { id, version, request }));
  expect(asked.can).toContain('withdraw');
  await expect(withdraw('eastOffice')).rejects.toMatchObject({ code: 'not-allowed' });
  const back = await withdraw('townLiaison');
  expect([back.openRequest, back.title, back.requests[0]?.decision]).toEqual([
    undefined,
    '河岸塌方',
    'withdrawn',
  ]);
  expect(back.can).toContain('ask');
});

const TRY = { kind: 'adjustment' as const, reason: '实地复勘' };

test('an adjustment that changes nothing is refused, also one that repeats what stands', async () => {
  const { db } = database;
  const { id, version, title } = await accepted();
  for (const same of [{}, { title }, { measures: [{ kind: 'measure' as const, text: '砌护坡' }] }])
    await expect(
      city.act(db, 'townLiaison', (ctx) => askEntry(ctx, { id, version, ...TRY, ...same })),
    ).rejects.toMatchObject({ code: 'nothing-asked' });
});

const LONG: Handing = {
  deadline: { kind: 'long_term' },
  measures: [
    { kind: 'measure', text: '每周巡堤' },
    { kind: 'milestone', text: '汛前检查', dueOn: '2026-06-01' },
    { kind: 'milestone', text: '汛后总结', dueOn: '2026-10-31' },
  ],
};

test('a long-term entry becomes a dated one only when that is asked', async () => {
  const { db } = database;
  const { id, version } = await accepted(LONG);
  const ask = (more: object): Promise<Detail> =>
    city.act(db, 'townLiaison', (ctx) =>
      askEntry(ctx, { id, version, ...TRY, deadline: '2026-12-31', ...more }),
    );
  await expect(ask({ kind: 'extension' })).rejects.toMatchObject({ code: 'long-term-kept' });
  await expect(ask({})).rejects.toMatchObject({ code: 'long-term-kept' });
  const asked = await ask({ toDated: true });
  expect(asked.requests[0]?.ask).toEqual({ deadline: '2026-12-31', toDated: true });
  const decided = await city.act(db, 'townLeader', (ctx) =>
    decideEntry(ctx, {
      id,
      version: asked.version,
      request: asked.requests[0]?.id ?? '',
      approve: true,
    }),
  );
  expect([decided.deadlineKind, decided.deadline]).toEqual(['date', '2026-12-31']);
});

test('measures that stay keep the day they were done', async () => {
  const { db } = database;
  const entry = await accepted(LONG);
  const first = entry.measures.find((measure) => measure.text === '汛前检查');
  const done = await city.act(db, 'townLiaison', (ctx) =>
    reportProgress(ctx, {
      id: entry.id,
      version: entry.version,
      percent: 50,
      note: '汛前已查',
      done: [first?.id ?? ''],
    }),
  );
  const asked = await city.act(db, 'townLiaison', (ctx) =>
    askEntry(ctx, {
      id: entry.id,
      version: done.version,
      ...TRY,
      measures: [
        { kind: 'milestone', text: '汛前检查', dueOn: '2026-06-01' },
        { kind: 'measure', text: '每日巡堤' },
        { kind: 'milestone', text: '汛后总结', dueOn: '2026-11-30' },
      ],
    }),
  );
  const decided = await city.act(db, 'townLeader', (ctx) =>
    decideEntry(ctx, {
      id: entry.id,
      version: asked.version,
      request: asked.requests[0]?.id ?? '',
      approve: true,
    }),
  );
  const told = decided.measures.map(({ text, doneAt }) => [text, doneAt !== undefined]);
  expect(told).toEqual([
    ['每日巡堤', false],
    ['汛前检查', true],
    ['汛后总结', false],
  ]);
});
