import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { ensureSubjects } from './alike-store.ts';
import { countTopics, recountTopics } from './topic-counts.ts';
import { hotTopics } from './topics.ts';

let database: Database;
let city: TinyCity;
const ids: string[] = [];
const DAY = 86_400_000;

/** Forty days of problems, from two counties, their towns and a branch. */
const RAISERS = ['eastOffice', 'townLiaison', 'westOffice', 'secretary'] as const;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  for (let i = 0; i < 24; i++) {
    const at = new Date(NOON.getTime() - ((i * 7) % 40) * DAY);
    const who = RAISERS[i % RAISERS.length] ?? 'eastOffice';
    const asked = { kind: 'problem', title: `第${i}处路灯不亮`, source: 'self_check' } as const;
    const entry = await city.act(
      database.db,
      who,
      (ctx) => raiseEntry(ctx, { ...asked, level: 'unit', category: 'a' }),
      at,
    );
    ids.push(entry.id);
  }
  await database.db.transaction().execute((tx) =>
    ensureSubjects(
      tx,
      CITY,
      ids.map((id) => ({ id, kind: 'entry', campaign: city.campaign })),
    ),
  );
});
afterAll(() => database.close());

async function count(which: readonly string[]): Promise<void> {
  await database.db.transaction().execute((tx) => countTopics(tx, CITY, which));
}

async function kept(): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select unit_no, on_day, family_id, campaign_id, problems, places, places_any from topic
    where (problems, places, places_any) <> (0, 0, 0) order by 1, 2, 3, 4`.execute(database.db);
  return rows;
}

/** The same figures straight from still and ledger, in the plainest way there is. */
async function told(who: PostKey, days: number): Promise<readonly unknown[]> {
  const roots = city.actor[who].posts.flatMap((post) => [post.path, ...post.linked]);
  const from = dayOf(new Date(NOON.getTime() - (days - 1) * DAY));
  const before = dayOf(new Date(NOON.getTime() - (2 * days - 1) * DAY));
  const { rows } = await sql`
    select m.family_id as family, count(*) filter (where x.day >= ${from})::int as problems,
      count(*) filter (where x.day < ${from})::int as before,
      count(distinct e.org_path) filter (where x.day >= ${from})::int as places
    from alike_subject m join entry e on e.city_id = m.city_id and e.id = m.subject_id
    cross join lateral (select (e.created_at at time zone 'Asia/Shanghai')::date as day) x
    where x.day >= ${before} and exists (select 1 from unnest(${roots}::text[]) r where starts_with(e.org_path, r))
    group by 1 having count(*) filter (where x.day >= ${from}) > 1 order by 1`.execute(database.db);
  return rows;
}

async function shown(who: PostKey, days: number): Promise<readonly unknown[]> {
  const { topics } = await hotTopics(city.ask(database.db, who), { days, limit: 50 }, undefined);
  return topics
    .map(({ family, before, places, counts: { problems } }) => ({
      family,
      problems,
      before,
      places,
    }))
    .toSorted((a, b) => (a.family < b.family ? -1 : 1));
}

test('however kinds and places change, what is kept equals what is counted from the rows, for every reader', async () => {
  await count(ids);
  const change = fc.record({
    family: fc.nat(3),
    place: fc.constantFrom('east', 'eastTown', 'eastBranch', 'westTown', 'housing', 'city'),
    of: fc.uniqueArray(fc.nat(ids.length - 1), { minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      for (const { family, place, of } of changes) {
        const which = of.flatMap((at) => ids[at] ?? []);
        const path = city.unit[place as keyof TinyCity['unit']].path;
        await sql`update alike_subject set family_id = ${ids[family]} where subject_id = any(${which}::uuid[])`.execute(
          database.db,
        );
        await sql`update entry set org_path = ${path} where id = any(${which}::uuid[])`.execute(
          database.db,
        );
        await count(which);
      }
      for (const days of [7, 20, 366])
        for (const who of ['cityOffice', 'eastOffice', 'townLiaison', 'housingInspector'] as const)
          expect(await shown(who, days)).toEqual(await told(who, days));
      const before = await kept();
      await database.db.transaction().execute((tx) => recountTopics(tx, CITY));
      expect(await kept()).toEqual(before);
    }),
    { numRuns: 12 },
  );
});

test('a problem given to another unit is left to be counted there', async () => {
  const [id = ''] = ids;
  await sql`delete from job_item`.execute(database.db);
  await sql`update entry set org_path = origin_path where id = ${id}`.execute(database.db);
  const row = await database.db
    .selectFrom('entry')
    .where('id', '=', id)
    .select(['id', 'version'])
    .executeTakeFirstOrThrow();
  const listed = await city.act(database.db, 'eastOffice', (ctx) => listEntry(ctx, row));
  expect(await leftToCount()).toEqual([]);
  await city.act(database.db, 'eastOffice', (ctx) =>
    assignEntry(ctx, {
      ...listed,
      lead: city.unit.eastTown.id,
      deadline: { kind: 'date', on: '2026-06-05' },
      measures: [{ kind: 'measure', text: '逐盏检修' }],
    }),
  );
  expect(await leftToCount()).toEqual([{ args: { id } }]);
});

async function leftToCount(): Promise<readonly unknown[]> {
  return await database.db
    .selectFrom('job_item')
    .where('kind', '=', 'count-topics')
    .select('args')
    .execute();
}
