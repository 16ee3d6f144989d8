import { type RawBuilder, sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import { type RollupState, tallyOf } from '#domain/entry/counting.ts';
import { type OrgPath, unitNo } from '#domain/org/path.ts';
import { narrowed, type Reach, reachOf } from '#domain/org/reach.ts';
import type { Query } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import { within } from '#platform/reach.ts';
import { pathOfUnit, unitAt } from './unit-path.ts';
import { unitsBelow } from './units-below.ts';

type Tally = Sent<(typeof contract.tallyEntries)['output']>;

/** 分母规则: what every rate drawn from a tally divides by. */
const RULE =
  '分母为列入台账的全部事项（含撤销），并案的随其存续事项计一次并另列；申报=报结+销号。 / Divided by all listed entries, cancelled ones included; merged ones count once with their survivor.';

interface Line {
  category: string;
  state: RollupState;
  n: number;
}

/** Exact counts: what is folded plus what is not folded yet, read in one statement and so at one moment. */
export async function tallyEntries(
  q: Query,
  input: InputOf<typeof contract.tallyEntries>,
): Promise<Tally> {
  const { path, scope, only } = await askedOf(q, input);
  const [rows, unit, below] = await Promise.all([
    linesOf(q, scope, only),
    path === undefined ? undefined : unitAt(q, path),
    input.below === true ? linesBelow(q, scope.roots, only) : [],
  ]);
  return {
    asOf: q.now.toISOString(),
    rule: RULE,
    ...(unit === undefined ? {} : { unit }),
    tally: tallyOf(rows),
    states: sumBy(rows, (row) => row.state).map(([state, n]) => ({ state, n })),
    categories: rows,
    below,
  };
}

interface Asked {
  /** The unit asked for, if one was. */
  readonly path: OrgPath | undefined;
  readonly scope: Reach;
  readonly only: RawBuilder<unknown>;
}

async function askedOf(q: Query, filter: KeptFilter): Promise<Asked> {
  const reach = reachOf(q.actor);
  const path =
    filter.unit === undefined ? undefined : await pathOfUnit(q.db, q.cityId, filter.unit);
  const only = sql`
    ${filter.campaign === undefined ? sql`` : sql`and campaign_id = ${filter.campaign}`}
    ${filter.kind === undefined ? sql`` : sql`and kind = ${filter.kind}`}`;
  return { path, scope: path === undefined ? reach : narrowed(reach, path), only };
}

async function linesOf(q: Query, scope: Reach, only: RawBuilder<unknown>): Promise<Line[]> {
  const { rows } = await sql<Line>`${sql.raw(KEPT)}
    select category, state, sum(n)::int as n from (
      select category, state, n from rollup
        where city_id = ${q.cityId} and unit_no = any(${scope.roots.map(unitNo)}::int[]) ${only}
      union all
      select category, state, n from rollup_delta
        where city_id = ${q.cityId} and ${within('org_path', scope)} ${only}) x
    group by category, state having sum(n) <> 0 order by category, state`.execute(q.db);
  return rows;
}

/** How many entries in a state stand within a reach, exactly. */
export async function keptIn(q: Query, reach: Reach, wanted: RollupState): Promise<number> {
  const lines = await linesOf(q, reach, sql`and state = ${wanted}`);
  return lines.reduce((sum, { n }) => sum + n, 0);
}

/** What the kept counts can tell of a filter: it asks for nothing else than they are kept by. */
interface KeptFilter extends Omit<InputOf<typeof contract.tallyEntries>, 'below'> {
  readonly state?: readonly RollupState[] | undefined;
  readonly category?: readonly string[] | undefined;
}

const KEPT_BY: ReadonlySet<string> = new Set(['campaign', 'kind', 'unit', 'state', 'category']);

/** How many a filter finds by the kept counts, exactly; `undefined` where they do not tell. */
export async function keptCount(q: Query, filter: KeptFilter): Promise<number | undefined> {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (asked.some(([name]) => !KEPT_BY.has(name))) return undefined;
  const { scope, only } = await askedOf(q, filter);
  const lines = await linesOf(q, scope, only);
  return lines
    .filter(
      ({ state, category }) =>
        state !== 'merged' &&
        (filter.state?.some((one) => one === state) ?? true) &&
        (filter.category?.includes(category) ?? true),
    )
    .reduce((sum, { n }) => sum + n, 0);
}

function sumBy(rows: readonly Line[], key: (row: Line) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.n);
  return [...sums];
}

/** One line for each unit directly below a single root, or for each root where there are several. */
async function linesBelow(
  q: Query,
  roots: readonly OrgPath[],
  only: RawBuilder<unknown>,
): Promise<Tally['below']> {
  const units = await unitsBelow(q, roots);
  const nos = units.map((unit) => unit.no);
  const { rows } = await sql<{ no: number; state: RollupState; n: number }>`${sql.raw(KEPT)}
    select no, state, sum(n)::int as n from (
      select unit_no as no, state, n from rollup
        where city_id = ${q.cityId} and unit_no = any(${nos}::int[]) ${only}
      union all
      select x.no::int, d.state, d.n from rollup_delta d
        cross join lateral unnest(string_to_array(trim(trailing '.' from d.org_path), '.')) x (no)
        where d.city_id = ${q.cityId} and x.no::int = any(${nos}::int[]) ${only}) y
    group by no, state`.execute(q.db);
  const byUnit = Map.groupBy(rows, (row) => row.no);
  return units.map((unit) => ({
    unit: { id: unit.id, name: unit.short_name },
    kind: unit.kind,
    tally: tallyOf(byUnit.get(unit.no) ?? []),
  }));
}
