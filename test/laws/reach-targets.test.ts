import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '#contract/target.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { listIndicators } from '#modules/targets/indicators.ts';
import { listTargets } from '#modules/targets/list-targets.ts';
import { readTarget } from '#modules/targets/read-target.ts';
import { targetProgress } from '#modules/targets/target-progress.ts';
import type { Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type TinyCity, tinyCity, type UnitKey } from '#test/tiny-city.ts';

let database: Database;
let city: TinyCity;
beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

interface Indicator {
  readonly id: string;
  readonly keeper: string;
  /** A department serves the territory of the unit it belongs to. */
  readonly isDepartment: boolean;
  readonly above: string;
  readonly ownerPost: string | undefined;
}
interface Target {
  readonly id: string;
  readonly unit: string;
  readonly indicator: Indicator;
}

const KEYS = [
  'city',
  'supervision',
  'housing',
  'east',
  'eastHousing',
  'eastTown',
  'west',
  'westTown',
] as const satisfies readonly UnitKey[];
const DEPARTMENTS: ReadonlySet<UnitKey> = new Set(['supervision', 'housing', 'eastHousing']);
const key = fc.constantFrom(...KEYS);
const world = fc.record({
  indicators: fc.array(fc.record({ keeper: key, owned: fc.boolean() }), {
    minLength: 3,
    maxLength: 5,
  }),
  targets: fc.array(fc.record({ unit: key, indicator: fc.nat(20) }), {
    minLength: 6,
    maxLength: 12,
  }),
});

type Drawn = typeof world extends fc.Arbitrary<infer W> ? W : never;

async function build(drawn: Drawn): Promise<{ indicators: Indicator[]; targets: Target[] }> {
  const { db } = database;
  await sql`truncate reading_vintage, reading, target, indicator cascade`.execute(db);
  const bureauPost = city.actor.eastHousingLiaison.posts[0]?.postId;
  const indicators = drawn.indicators.map(({ keeper, owned }) => ({
    id: newId(),
    keeper: city.unit[keeper].path,
    unit: city.unit[keeper].id,
    isDepartment: DEPARTMENTS.has(keeper),
    above: city.unit[keeper].path.replace(/\d+\.$/, ''),
    ownerPost: owned ? bureauPost : undefined,
  }));
  const targets: Target[] = [];
  await db.transaction().execute(async (tx) => {
    const told = (id: string, state: string) =>
      sql`
      insert into event (city_id, subject_id, subject_version, state, id, at, kind, payload)
      values (${CITY}, ${id}, 1, ${state}, ${newId()}, ${NOON}, 'x', '{}')`.execute(tx);
    for (const [i, one] of indicators.entries()) {
      await told(one.id, 'defined');
      await sql`insert into indicator (city_id, id, version, state, name, meaning, direction, periodicity, unit_id,
          owner_post, created_at, updated_at)
        values (${CITY}, ${one.id}, 1, 'defined', ${`指标${i}`}, '口径', 'up', 'monthly', ${one.unit},
          ${one.ownerPost ?? null}, ${NOON}, ${NOON})`.execute(tx);
    }
    for (const { unit, indicator } of drawn.targets) {
      const id = newId();
      const of = indicators[indicator % indicators.length] as (typeof indicators)[number];
      await told(id, 'effective');
      await sql`insert into target (city_id, id, version, state, indicator_id, definition, unit_id, period_from,
          period_to, baseline, goal, op, grade, path, profile, created_at, updated_at)
        values (${CITY}, ${id}, 1, 'effective', ${of.id}, 1, ${city.unit[unit].id}, '2026-01-01', '2026-12-31', 0, 100,
          'ge', 'expected', 'linear', '[]', ${NOON}, ${NOON})`.execute(tx);
      targets.push({ id, unit: city.unit[unit].path, indicator: of });
    }
  });
  return { indicators, targets };
}

const sorted = (ids: Iterable<string>): string[] => [...ids].toSorted();

async function listed(q: Query, filter: object): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTargets(
      q,
      contract.listTargets.input.parse({
        ...filter,
        limit: 4,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    ids.push(...page.items.map((item) => item.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return sorted(ids);
}

async function opens(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return false;
    throw error;
  }
}

test('targets show to those over their unit and to who keeps their indicator; indicators to those they measure', async () => {
  const met = { seen: 0, hidden: 0, byKeeping: 0 };
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      const built = await build(drawn);
      for (const who of [
        'cityOffice',
        'eastOffice',
        'eastHousingLiaison',
        'townLiaison',
        'westOffice',
        'housingInspector',
      ] as const) {
        const q = city.ask(database.db, who);
        const { posts } = q.actor;
        const over = (path: string): boolean =>
          posts.some((post: HeldPost) =>
            [post.path, ...post.linked].some((root) => path.startsWith(root)),
          );
        const keeps = (one: Indicator): boolean =>
          over(one.keeper) || posts.some((post) => post.postId === one.ownerPost);
        const mine = built.targets.filter((one) => over(one.unit) || keeps(one.indicator));
        expect(await listed(q, {})).toEqual(sorted(mine.map((one) => one.id)));
        for (const unit of KEYS) {
          const { id, path } = city.unit[unit];
          const below = mine.filter((one) => one.unit.startsWith(path));
          expect(await listed(q, { unit: id })).toEqual(sorted(below.map((one) => one.id)));
        }
        for (const one of built.targets) {
          const may = mine.includes(one);
          expect(await opens(readTarget(q, { id: one.id }))).toBe(may);
          met[may ? 'seen' : 'hidden'] += 1;
          if (may && !over(one.unit)) met.byKeeping += 1;
        }
        const table = await targetProgress(q, {});
        const shown = table.lines.reduce((sum, line) => sum + line.targets, 0);
        expect(shown).toBeLessThanOrEqual(mine.length);
        const known = await listIndicators(q, {});
        const measured = built.indicators.filter(
          (one) =>
            keeps(one) ||
            posts.some((post) => post.path.startsWith(one.keeper)) ||
            (one.isDepartment && posts.some((post) => post.path.startsWith(one.above))) ||
            built.targets.some((target) => target.indicator === one && over(target.unit)),
        );
        expect(sorted(known.indicators.map((one) => one.id))).toEqual(
          sorted(measured.map((one) => one.id)),
        );
      }
    }),
    { numRuns: process.env['LUOSHI_SOAK'] === '1' ? 60 : 6, seed: 20261122, endOnFailure: true },
  );
  expect(Math.min(met.seen, met.hidden, met.byKeeping)).toBeGreaterThan(5);
}, 120_000);
