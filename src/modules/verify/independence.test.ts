import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry, reassignEntry } from '#modules/assign/assign-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { correctEntry } from '#modules/ledger/correct-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { readEntry } from '#modules/ledger/read-entry.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, NOON, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { appointChecker, recordCheck } from './check-entry.ts';
import { closeEntry, reopenEntry } from './close-entry.ts';

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
    raiseEntry(ctx, { kind: 'problem', title: '危房', source: 'visit', level: 'city' }),
  );
  const assigned = await city.act(db, 'eastOffice', async (ctx) =>
    assignEntry(ctx, {
      ...(await listEntry(ctx, { ...raised, isKey: true })),
      lead: city.unit.eastTown.id,
      deadline: { kind: 'date', on: '2026-08-31' },
      measures: [{ kind: 'measure', text: '加固' }],
    }),
  );
  return city.act(db, 'townLiaison', (ctx) => acceptEntry(ctx, assigned));
}

async function delivered(): Promise<Detail> {
  const entry = await accepted();
  await addEvidence(database.db, city, entry.id);
  return city.act(database.db, 'townLiaison', (ctx) =>
    deliverEntry(ctx, { ...entry, note: '已加固' }),
  );
}

test('a unit that answers to the lead by line is not independent of it', async () => {
  const { db } = database;
  const link = { city_id: 1, kind: 'party' as const, from_on: '2026-01-01' };
  const id = '01900000-0000-7000-8000-000000000001';
  const [upper, lower] = [city.unit.eastTown.id, city.unit.westHousing.id];
  const entry = await delivered();
  const appoint = (): Promise<Detail> =>
    city.act(db, 'cityOffice', (ctx) => appointChecker(ctx, { ...entry, unit: lower }));
  await db
    .insertInto('unit_link')
    .values({ ...link, id, upper_unit: upper, lower_unit: lower })
    .execute();
  await expect(appoint()).rejects.toMatchObject({ code: 'not-independent' });
  await db.deleteFrom('unit_link').where('id', '=', id).execute();
  const appointed = await appoint();
  await db
    .insertInto('unit_link')
    .values({ ...link, id, upper_unit: upper, lower_unit: lower })
    .execute();
  await expect(
    city.act(db, 'westHousingInspector', (ctx) =>
      recordCheck(ctx, { ...appointed, method: 'on_site', finding: 'confirmed', note: '属实' }),
    ),
  ).rejects.toMatchObject({ code: 'not-independent' });
  await db.deleteFrom('unit_link').where('id', '=', id).execute();
});

test('a unit that had the work before it was handed on cannot check it', async () => {
  const { db } = database;
  const town = await accepted();
  const moved = await city.act(db, 'eastOffice', (ctx) =>
    reassignEntry(ctx, {
      id: town.id,
      version: town.version,
      lead: city.unit.eastHousing.id,
      reason: '职责调整',
    }),
  );
  const taken = await city.act(db, 'eastHousingLiaison', (ctx) => acceptEntry(ctx, moved));
  await addEvidence(db, city, taken.id);
  const done = await city.act(db, 'eastHousingLiaison', (ctx) =>
    deliverEntry(ctx, { ...taken, note: '已加固' }),
  );
  await expect(
    city.act(db, 'cityOffice', (ctx) =>
      appointChecker(ctx, { ...done, unit: city.unit.eastTown.id }),
    ),
  ).rejects.toMatchObject({ code: 'not-independent' });
});

test('naming the same checking unit again changes nothing', async () => {
  const { db } = database;
  const unit = city.unit.supervision.id;
  const entry = await delivered();
  const once = await city.act(db, 'cityOffice', (ctx) => appointChecker(ctx, { ...entry, unit }));
  const twice = await city.act(db, 'cityOffice', (ctx) => appointChecker(ctx, { ...once, unit }));
  expect(twice).toEqual(once);
});

test('the office of the doing unit cannot lower what its work is judged by', async () => {
  const { db } = database;
  const entry = await accepted();
  const [own] = city.actor.townLiaison.posts;
  const office: HeldPost = { ...(own as HeldPost), role: 'office' };
  const inTown = (wanted: object): Promise<Detail> =>
    db.transaction().execute((tx) =>
      correctEntry(
        {
          tx,
          cityId: 1,
          now: NOON,
          today: '2026-05-22',
          actor: { ...city.actor.townLiaison, posts: [office] },
        },
        { id: entry.id, version: entry.version, reason: '写错', ...wanted },
      ),
    );
  await expect(inTown({ level: 'unit' })).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(inTown({ isKey: false })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await inTown({ title: '危房加固' })).toMatchObject({ title: '危房加固', isKey: true });
});

test('an overdue entry goes to another unit as overdue as it is', async () => {
  const entry = await accepted();
  const late = new Date('2026-09-15T04:00:00Z');
  const moved = await city.act(
    database.db,
    'eastOffice',
    (ctx) =>
      reassignEntry(ctx, {
        id: entry.id,
        version: entry.version,
        lead: city.unit.eastHousing.id,
        reason: '职责调整',
      }),
    late,
  );
  expect(moved).toMatchObject({ deadline: '2026-08-31', overdue: true });
});

test('reopening sets a deadline that can stand, or keeps the one there is', async () => {
  const { db } = database;
  const entry = await delivered();
  const appointed = await city.act(db, 'cityOffice', (ctx) =>
    appointChecker(ctx, { ...entry, unit: city.unit.supervision.id }),
  );
  const checked = await city.act(db, 'inspector', (ctx) =>
    recordCheck(ctx, { ...appointed, method: 'on_site', finding: 'confirmed', note: '属实' }),
  );
  const closed = await city.act(db, 'cityOffice', (ctx) => closeEntry(ctx, checked));
  const reopen = (deadline: { kind: 'none' | 'long_term' | 'at_once' }): Promise<Detail> =>
    city.act(db, 'eastOffice', (ctx) => reopenEntry(ctx, { ...closed, reason: '反弹', deadline }));
  await expect(reopen({ kind: 'none' })).rejects.toMatchObject({ code: 'no-deadline' });
  await expect(reopen({ kind: 'long_term' })).rejects.toMatchObject({ code: 'no-milestones' });
  expect(await reopen({ kind: 'at_once' })).toMatchObject({ episode: 2, state: 'underway' });
});
