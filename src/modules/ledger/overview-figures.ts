import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/overview.ts';
import { type RollupState, tallyOf } from '#domain/entry/counting.ts';
import { isClaimed, isListed } from '#domain/entry/entry.ts';
import { weekOf } from '#domain/entry/flow.ts';
import { OPEN_STATES } from '#domain/entry/guards.ts';
import { unitNo } from '#domain/org/path.ts';
import { narrowed, type Reach, reachOf } from '#domain/org/reach.ts';
import { wilson } from '#domain/stats/wilson.ts';
import { daysOf, elapsedShare } from '#domain/target/calendar.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { type Week, weeksWithin } from './overview-flow.ts';
import { pathOfUnit, unitAt } from './unit-path.ts';
import { type Below, unitsBelow } from './units-below.ts';
import { verdictsWithin } from './verdict-within.ts';

export type OverviewInput = InputOf<typeof contract.readOverview>;
export type Overview = Sent<(typeof contract.readOverview)['output']>;

const WEEKS = 26;
const LATEST = 12;
/** How far back among what happened the wall looks for closures. */
const LOOK_BACK = 2000;

/** 总览: every part is read from kept counts or a short index; all of them at one moment would need a snapshot, so each is exact by itself. */
export async function readOverview(q: Query, input: OverviewInput): Promise<Overview> {
  const reach = reachOf(q.actor);
  const path = input.unit === undefined ? undefined : await pathOfUnit(q.db, q.cityId, input.unit);
  const scope = path === undefined ? reach : narrowed(reach, path);
  const at: Scope = { q, scope, kind: input.kind, campaign: input.campaign };
  const units = await unitsBelow(q, scope.roots);
  const [counts, late, weeks, verdicts, window, latest, unit] = await Promise.all([
    countsOf(at, units),
    overdueOf(at, units),
    weeksWithin(q, scope, { campaign: input.campaign, kind: input.kind }),
    input.verdicts === true
      ? verdictsWithin(q, scope, { campaign: input.campaign, kind: input.kind })
      : undefined,
    windowOf(q, input.campaign),
    latestOf(at),
    path === undefined ? undefined : unitAt(q, path),
  ]);
  const total = counts.get(undefined) ?? [];
  const tally = tallyOf(total);
  return {
    asOf: q.now.toISOString(),
    ...(unit === undefined ? {} : { unit }),
    ...(window === undefined ? {} : { window }),
    tally,
    states: summed(total),
    categories: categoriesOf(total),
    overdue: late.get(undefined) ?? 0,
    checked: checkedOf(weeks),
    ...(verdicts === undefined
      ? {}
      : {
          verdicts: {
            upheld: verdicts.upheld,
            failed: verdicts.failed,
            // Two readings a moment apart may differ by a claim; there is never less than none.
            none: Math.max(0, tally.claimed - verdicts.looked),
          },
        }),
    weeks: lastWeeks(weeks, q.today),
    units: units.map((below) => {
      const lines = counts.get(below.no) ?? [];
      return {
        unit: { id: below.id, name: below.short_name },
        kind: below.kind,
        tally: tallyOf(lines),
        overdue: late.get(below.no) ?? 0,
        categories: categoriesOf(lines),
      };
    }),
    latest,
  };
}

interface Scope {
  readonly q: Query;
  readonly scope: Reach;
  readonly kind: string;
  readonly campaign: string | undefined;
}

interface Line {
  readonly category: string;
  readonly state: RollupState;
  readonly n: number;
}

/** Kept counts of the scope (under `undefined`) and of each unit below it: what is folded plus what is not, in one statement. */
async function countsOf(
  { q, scope, kind, campaign }: Scope,
  units: readonly Below[],
): Promise<Map<number | undefined, Line[]>> {
  const roots = scope.roots.map(unitNo);
  const nos = [...new Set([...roots, ...units.map((unit) => unit.no)])];
  const only = sql`and kind = ${kind} ${campaign === undefined ? sql`` : sql`and campaign_id = ${campaign}`}`;
  const { rows } = await sql<Line & { no: number }>`
    select no, category, state, sum(n)::int as n from (
      select unit_no as no, category, state, n from rollup
        where city_id = ${q.cityId} and unit_no = any(${nos}::int[]) ${only}
      union all
      select x.no::int, d.category, d.state, d.n from rollup_delta d
        cross join lateral unnest(string_to_array(trim(trailing '.' from d.org_path), '.')) x (no)
        where d.city_id = ${q.cityId} and x.no::int = any(${nos}::int[]) ${only}) y
    group by no, category, state having sum(n) <> 0 order by no, category, state`.execute(q.db);
  const byUnit: Map<number | undefined, Line[]> = Map.groupBy(rows, (row) => row.no);
  byUnit.set(
    undefined,
    roots.flatMap((no) => byUnit.get(no) ?? []),
  );
  return byUnit;
}

function summed(lines: readonly Line[]): Overview['states'] {
  const sums = new Map<string, number>();
  for (const { state, n } of lines) sums.set(state, (sums.get(state) ?? 0) + n);
  return [...sums].map(([state, n]) => ({ state, n }));
}

function categoriesOf(lines: readonly Line[]): Overview['categories'] {
  const sums = new Map<string, { listed: number; open: number }>();
  for (const { category, state, n } of lines) {
    if (state === 'merged' || !isListed(state)) continue;
    const sum = sums.get(category) ?? { listed: 0, open: 0 };
    sum.listed += n;
    if (!isClaimed(state) && state !== 'cancelled') sum.open += n;
    sums.set(category, sum);
  }
  return [...sums].map(([category, sum]) => ({ category, ...sum }));
}

/** How many are overdue, by unit below and in all: counted, for a deadline passes without anybody's move. */
async function overdueOf(
  { q, scope, kind, campaign }: Scope,
  units: readonly Below[],
): Promise<Map<number | undefined, number>> {
  // Below one root a single step of the path tells the unit: far fewer groups to carry over.
  const [root, ...others] = scope.roots;
  const steps = root === undefined || others.length > 0 ? undefined : root.split('.').length;
  const place =
    steps === undefined ? sql`e.org_path` : sql`split_part(e.org_path, '.', ${steps}::int)`;
  const { rows } = await sql<{ place: string; n: number }>`
    select ${place} as place, count(*)::int as n from entry e
    where e.city_id = ${q.cityId} and e.delivered_at is null and e.due_sort < ${q.today}
      and e.deadline_kind = 'date' and e.state in (${sql.join([...OPEN_STATES])})
      and e.kind = ${kind} ${campaign === undefined ? sql`` : sql`and e.campaign_id = ${campaign}`}
      and ${within('e.org_path', scope)}
      and not exists (select 1 from merge_link k
        where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
    group by 1`.execute(q.db);
  const known = new Set(units.map((unit) => unit.no));
  const sums = new Map<number | undefined, number>();
  const add = (no: number | undefined, n: number): void =>
    void sums.set(no, (sums.get(no) ?? 0) + n);
  for (const { place: at, n } of rows) {
    add(undefined, n);
    for (const no of at
      .split('.')
      .filter((step) => step !== '')
      .map(Number))
      if (known.has(no)) add(no, n);
  }
  return sums;
}

function checkedOf(weeks: readonly Week[]): Overview['checked'] {
  const n = weeks.reduce((sum, week) => sum + week.checked, 0);
  const upheld = weeks.reduce((sum, week) => sum + week.upheld, 0);
  return { n, upheld, ...wilson(upheld, n) };
}

const WEEK_MS = 7 * 86_400_000;

/** The latest weeks up to this one; a week in which nothing happened stands as zero, for that is known. */
function lastWeeks(weeks: readonly Week[], today: string): Overview['weeks'] {
  const known = new Map(weeks.map((week) => [week.week, week]));
  const last = Date.parse(`${weekOf(today)}T00:00:00Z`);
  const first = weeks[0]?.week;
  return Array.from({ length: WEEKS }, (_, i) => {
    const week = new Date(last - (WEEKS - 1 - i) * WEEK_MS).toISOString().slice(0, 10);
    return { week, listed: known.get(week)?.listed ?? 0, closed: known.get(week)?.closed ?? 0 };
  }).filter(({ week }) => first !== undefined && week >= first);
}

async function windowOf(q: Query, campaign: string | undefined): Promise<Overview['window']> {
  if (campaign === undefined) return undefined;
  const row = await q.db
    .selectFrom('campaign')
    .where('city_id', '=', q.cityId)
    .where('id', '=', campaign)
    .select(['name', 'starts_on', 'ends_on'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const phase = await q.db
    .selectFrom('phase')
    .where('city_id', '=', q.cityId)
    .where('campaign_id', '=', campaign)
    .where('starts_on', '<=', q.today)
    .where('ends_on', '>=', q.today)
    .orderBy('seq', 'desc')
    .select('name')
    .executeTakeFirst();
  const range = { from: row.starts_on, to: row.ends_on };
  const days = daysOf(range);
  const elapsed = elapsedShare(range, q.today, 'days');
  return {
    campaign: row.name,
    ...(phase === undefined ? {} : { phase: phase.name }),
    ...range,
    elapsed,
    day: Math.round(elapsed * days),
    days,
    halfway: q.today.endsWith('-06-30'),
  };
}

/** What was struck off last, looked for among the latest events only: a quiet week has none. */
async function latestOf({ q, scope, kind, campaign }: Scope): Promise<Overview['latest']> {
  const { rows } = await sql<{
    id: string;
    no: string;
    title: string;
    lead: string | null;
    at: Date;
  }>`
    select e.id, e.no, e.title, u.short_name as lead, v.at
    from (select city_id, subject_id, id, at, kind from event where city_id = ${q.cityId}
      order by id desc limit ${LOOK_BACK}) v
    join entry e on e.city_id = v.city_id and e.id = v.subject_id
    left join unit u on u.city_id = e.city_id and u.id = e.lead_unit
    where v.kind in ('problem.close', 'task.close') and e.kind = ${kind} and ${within('e.org_path', scope)}
      ${campaign === undefined ? sql`` : sql`and e.campaign_id = ${campaign}`}
      and e.closed_at is not null
    order by v.id desc limit ${LATEST}`.execute(q.db);
  return rows.map(({ id, no, title, lead, at }) => ({
    id,
    no,
    title,
    lead: lead ?? '',
    at: at.toISOString(),
  }));
}
