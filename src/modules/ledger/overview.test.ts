import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as entries from '#contract/entry.ts';
import type { Sent } from '#contract/operation.ts';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry } from '#modules/verify/close-entry.ts';
import type { Context } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, CITY, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { foldCounts, rebuildCounts } from './fold-counts.ts';
import { listEntry } from './list-entry.ts';
import { moveLedgerPaths } from './move-paths.ts';
import { readOverview } from './overview-figures.ts';
import { raiseEntry } from './raise-entry.ts';

type Detail = Sent<typeof entries.EntryDetail>;

let database: Database;
let city: TinyCity;
const IN_MAY = new Date('2026-05-22T04:00:00Z');
const IN_JUNE = new Date('2026-06-10T04:00:00Z');
const IN_JULY = new Date('2026-07-01T04:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

async function assigned(): Promise<Detail> {
  const { db } = database;
  const facts = { kind: 'problem', source: 'self_check', level: 'unit', category: 'a' } as const;
  const raised = await city.act(
    db,
    'townLiaison',
    (ctx) => raiseEntry(ctx, { ...facts, title: '镇区路灯损坏多日无人修' }),
    IN_MAY,
  );
  const listed = await city.act(
    db,
    'eastOffice',
    (ctx) => listEntry(ctx, { ...raised, isKey: true }),
    IN_MAY,
  );
  return city.act(
    db,
    'eastOffice',
    (ctx) =>
      assignEntry(ctx, {
        ...listed,
        lead: city.unit.eastTown.id,
        deadline: { kind: 'date', on: '2026-06-05' },
        measures: [{ kind: 'measure', text: '逐盏检修并建立巡查制度' }],
      }),
    IN_MAY,
  );
}

async function closed(entry: Detail): Promise<Detail> {
  const { db } = database;
  const act = <T>(who: PostKey, work: (ctx: Context) => Promise<T>): Promise<T> =>
    city.act(db, who, work, IN_JUNE);
  const accepted = await act('townLiaison', (ctx) => acceptEntry(ctx, entry));
  await addEvidence(db, city, accepted.id);
  const delivered = await act('townLiaison', (ctx) =>
    deliverEntry(ctx, { ...accepted, note: '已修复' }),
  );
  const appointed = await act('eastOffice', (ctx) =>
    appointChecker(ctx, { ...delivered, unit: city.unit.supervision.id }),
  );
  const checked = await act('inspector', (ctx) =>
    recordCheck(ctx, { ...appointed, method: 'on_site', finding: 'confirmed', note: '路灯已亮' }),
  );
  return act('townLeader', (ctx) => closeEntry(ctx, checked));
}

const of = (who: PostKey, now = IN_JULY) =>
  readOverview(city.ask(database.db, who, now), { kind: 'problem' });

async function flows(): Promise<unknown> {
  const { rows } =
    await sql`select unit_no, week, measure, n from flow where n <> 0 order by 1, 2, 3`.execute(
      database.db,
    );
  return rows;
}

test('weeks, checks and overdue are told by the week in which they happened, and to nobody out of reach', async () => {
  const late = await assigned();
  const done = await closed(await assigned());
  const seen = await of('eastOffice');
  expect(seen.tally).toMatchObject({ listed: 2, claimed: 1, closed: 1 });
  expect(seen.overdue).toBe(1);
  expect(seen.checked).toMatchObject({ n: 1, upheld: 1, share: 1, high: 1 });
  expect(seen.weeks.filter((week) => week.listed !== 0 || week.closed !== 0)).toEqual([
    { week: '2026-05-18', listed: 2, closed: 0 },
    { week: '2026-06-08', listed: 0, closed: 1 },
  ]);
  expect(seen.units.find((one) => one.unit.id === city.unit.eastTown.id)).toMatchObject({
    overdue: 1,
    tally: { listed: 2 },
    categories: [{ category: 'a', listed: 2, open: 1 }],
  });
  expect(seen.latest.map((one) => one.no)).toEqual([done.no]);
  const west = await of('westOffice');
  expect(west).toMatchObject({ tally: { listed: 0 }, overdue: 0, checked: { n: 0 }, latest: [] });
  expect(west.checked.share).toBeUndefined();
  expect(late.state).toBe('assigned');
});

test('folding changes no figure, and the kept weeks are what the events tell', async () => {
  const before = await of('cityOffice');
  await foldCounts(database.db, CITY);
  expect(await of('cityOffice')).toEqual(before);
  const kept = await flows();
  await rebuildCounts(database.db, CITY);
  expect(await flows()).toEqual(kept);
});

test('a reopened entry is taken back from what was closed, in the week it came back', async () => {
  const { db } = database;
  const done = await closed(await assigned());
  const before = (await of('cityOffice')).tally.closed;
  await city.act(
    db,
    'eastOffice',
    (ctx) => reopenEntry(ctx, { id: done.id, version: done.version, reason: '又坏了' }),
    IN_JULY,
  );
  const after = await of('cityOffice');
  expect(after.tally.closed).toBe(before - 1);
  expect(after.weeks.at(-1)).toEqual({ week: '2026-06-29', listed: 0, closed: -1 });
  expect(after.weeks.reduce((sum, week) => sum + week.closed, 0)).toBe(after.tally.closed);
});

test('the weeks of a unit go with it to another parent', async () => {
  const { db } = database;
  const east = await of('eastOffice');
  const town = city.unit.eastTown;
  const path = `${city.unit.west.path}${town.no}.`;
  await city.act(db, 'cityOffice', (ctx) => moveLedgerPaths(ctx, town.path, path), IN_JULY);
  await foldCounts(db, CITY);
  const west = await of('westOffice');
  expect(west.weeks).toEqual(east.weeks);
  expect(west.checked).toEqual(east.checked);
  expect((await of('eastOffice')).weeks.every((week) => week.listed === 0)).toBe(true);
});
