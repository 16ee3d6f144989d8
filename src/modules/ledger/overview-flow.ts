import { type RawBuilder, sql } from 'kysely';
import type { CountKey } from '#domain/entry/counting.ts';
import {
  type Assurance,
  type EntryState,
  type Finding,
  isClosed,
  isListed,
} from '#domain/entry/entry.ts';
import { checkMeasures, type FlowChange, flowChanges, weekOf } from '#domain/entry/flow.ts';
import { type OrgPath, subtreeOf, unitNo } from '#domain/org/path.ts';
import type { Reach } from '#domain/org/reach.ts';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { TASK_STATES } from '#domain/task/lifecycle.ts';
import type { Context, Query } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Row } from '#platform/db/write-sql.ts';
import { newId } from '#platform/ids.ts';
import { within } from '#platform/reach.ts';

/** A count that the rows do not bear out. */
export interface CountFault {
  readonly unitNo: number;
  /** The state that is counted wrong, or the measure of the weekly flow. */
  readonly state: string;
  readonly kept: number;
  readonly counted: number;
}

function rowsOf(ctx: Context, changes: readonly FlowChange[]): readonly Row<'flow_delta'>[] {
  const week = weekOf(ctx.today);
  return changes.map((change) => ({
    city_id: ctx.cityId,
    id: newId(ctx.now.getTime()),
    org_path: change.orgPath,
    campaign_id: change.campaignId,
    kind: change.kind,
    week,
    measure: change.measure,
    n: change.n,
  }));
}

/** What a change of an entry puts down in this week, where it changes what is listed or closed. */
export function flowDeltas(
  ctx: Context,
  before: CountKey | undefined,
  after: CountKey,
): readonly Row<'flow_delta'>[] {
  return rowsOf(ctx, flowChanges(before, after));
}

/** Count a check into this week, where it says something about the claim. */
export async function countCheck(
  ctx: Context,
  entry: Pick<CountKey, 'orgPath' | 'campaignId' | 'kind'>,
  assurance: Assurance,
  finding: Finding,
): Promise<void> {
  const { orgPath, campaignId, kind } = entry;
  const measures = checkMeasures(assurance, finding);
  await insertMany(
    ctx.tx,
    'flow_delta',
    rowsOf(
      ctx,
      measures.map((measure) => ({ orgPath, campaignId, kind, measure, n: 1 })),
    ),
  );
}

/** Fold the waiting deltas into every unit above them; the caller holds the lock under which counts are folded. */
export async function foldFlow(tx: Tx, cityId: number): Promise<void> {
  await sql`
    with taken as (
      delete from flow_delta where city_id = ${cityId} returning *
    )
    insert into flow (city_id, unit_no, campaign_id, kind, week, measure, n)
    select t.city_id, x.no::int, t.campaign_id, t.kind, t.week, t.measure, sum(t.n)::int
    from taken t cross join lateral unnest(string_to_array(trim(trailing '.' from t.org_path), '.')) x (no)
    group by 1, 2, 3, 4, 5, 6 having sum(t.n) <> 0
    on conflict (city_id, unit_no, week, campaign_id, kind, measure)
    do update set n = flow.n + excluded.n`.execute(tx);
}

/** When a unit moves to another parent: its weeks are taken from the old line of units above it and given to the new one. */
export async function moveFlow(ctx: Context, fromPath: OrgPath, toPath: OrgPath): Promise<void> {
  const { from, to } = subtreeOf(fromPath);
  const { rows } = await sql<Omit<FlowChange, 'orgPath'> & { week: string; campaign_id: string }>`
    select campaign_id, kind, week, measure, sum(n)::int as n from (
      select campaign_id, kind, week, measure, n from flow
        where city_id = ${ctx.cityId} and unit_no = ${unitNo(fromPath)}
      union all
      select campaign_id, kind, week, measure, n from flow_delta
        where city_id = ${ctx.cityId} and org_path >= ${from} and org_path < ${to}) x
    group by 1, 2, 3, 4 having sum(n) <> 0`.execute(ctx.tx);
  const sides = rows.flatMap((row) => [
    { ...row, org_path: fromPath, n: -row.n },
    { ...row, org_path: toPath },
  ]);
  await insertMany(
    ctx.tx,
    'flow_delta',
    sides.map((side) => ({ ...side, city_id: ctx.cityId, id: newId(ctx.now.getTime()) })),
  );
}

/** One week of a scope; the numbers are net, so a week may take back what an earlier one claimed. */
export interface Week {
  readonly week: string;
  readonly listed: number;
  readonly closed: number;
  readonly checked: number;
  readonly upheld: number;
}

/** Every week of a scope in which something was counted, the oldest first. */
export async function weeksWithin(
  q: Query,
  scope: Reach,
  only: { readonly campaign: string | undefined; readonly kind: string },
): Promise<readonly Week[]> {
  const chosen = sql`and kind = ${only.kind}
    ${only.campaign === undefined ? sql`` : sql`and campaign_id = ${only.campaign}`}`;
  const of = (measure: keyof Week) =>
    sql`coalesce(sum(n) filter (where measure = ${measure}), 0)::int as ${sql.ref(measure)}`;
  const { rows } = await sql<Week>`
    select week, ${of('listed')}, ${of('closed')}, ${of('checked')}, ${of('upheld')} from (
      select week, measure, n from flow
        where city_id = ${q.cityId} and unit_no = any(${scope.roots.map(unitNo)}::int[]) ${chosen}
      union all
      select week, measure, n from flow_delta
        where city_id = ${q.cityId} and ${within('org_path', scope)} ${chosen}) x
    group by week order by week`.execute(q.db);
  return rows;
}

const STATES: readonly EntryState[] = [...new Set([...PROBLEM_STATES, ...TASK_STATES])];
const OFF_THE_LEDGER = sql`(${sql.join(STATES.filter((state) => !isListed(state)))})`;
const STRUCK_OFF = sql`(${sql.join(STATES.filter(isClosed))})`;

/** Every change that events and checks tell, as rows of `flow` for the unit where the entry stands. */
function toldFlow(cityId: number): RawBuilder<unknown> {
  return sql`
      select e.city_id, e.org_path, e.campaign_id, e.kind, m.measure, m.n,
        date_trunc('week', s.at at time zone 'Asia/Shanghai')::date as week
      from (
        select v.city_id, v.subject_id, v.at, v.state,
          lag(v.state) over (partition by v.city_id, v.subject_id order by v.subject_version) as earlier
        from event v where v.city_id = ${cityId}
      ) s
      join entry e on e.city_id = s.city_id and e.id = s.subject_id
      cross join lateral (values
        ('listed', (s.state not in ${OFF_THE_LEDGER})::int - coalesce((s.earlier not in ${OFF_THE_LEDGER})::int, 0)),
        ('closed', (s.state in ${STRUCK_OFF})::int - coalesce((s.earlier in ${STRUCK_OFF})::int, 0))) m (measure, n)
      where m.n <> 0 and not exists (select 1 from merge_link k
        where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
      union all
      select e.city_id, e.org_path, e.campaign_id, e.kind, m.measure, 1,
        date_trunc('week', c.checked_at at time zone 'Asia/Shanghai')::date
      from entry_check c
      join entry e on e.city_id = c.city_id and e.id = c.entry_id
      cross join lateral (values ('checked', true), ('upheld', c.finding = 'confirmed')) m (measure, counts)
      where c.city_id = ${cityId} and m.counts and c.assurance <> 'superior' and c.finding <> 'cannot_verify'`;
}

/** Make the weeks anew from events and checks, in the caller's transaction: after a load of rows, or to mend. */
export async function rebuildFlow(tx: Tx | Db, cityId: number): Promise<void> {
  await tx.deleteFrom('flow_delta').where('city_id', '=', cityId).execute();
  await tx.deleteFrom('flow').where('city_id', '=', cityId).execute();
  await sql`
    insert into flow (city_id, unit_no, campaign_id, kind, week, measure, n)
    select y.city_id, x.no::int, y.campaign_id, y.kind, y.week, y.measure, sum(y.n)::int
    from (${toldFlow(cityId)}) y
    cross join lateral unnest(string_to_array(trim(trailing '.' from y.org_path), '.')) x (no)
    group by 1, 2, 3, 4, 5, 6 having sum(y.n) <> 0`.execute(tx);
}

/**
 * Compare the weeks with what events and checks tell. All weeks of a measure together: an entry that was
 * merged is taken out in the week of the merge, and the events of its life before it are still there.
 */
export async function recountFlow(db: Db, cityId: number): Promise<CountFault[]> {
  const { rows } = await sql<CountFault>`
    with kept as (
      select unit_no, campaign_id, kind, measure, sum(n)::int as n from (
        select unit_no, campaign_id, kind, measure, n from flow where city_id = ${cityId}
        union all
        select x.no::int, d.campaign_id, d.kind, d.measure, d.n from flow_delta d
          cross join lateral unnest(string_to_array(trim(trailing '.' from d.org_path), '.')) x (no)
          where d.city_id = ${cityId}) k
      group by 1, 2, 3, 4
    ), counted as (
      select x.no::int as unit_no, y.campaign_id, y.kind, y.measure, sum(y.n)::int as n
      from (${toldFlow(cityId)}) y
      cross join lateral unnest(string_to_array(trim(trailing '.' from y.org_path), '.')) x (no)
      group by 1, 2, 3, 4
    )
    select unit_no as "unitNo", measure as state, coalesce(k.n, 0) as kept, coalesce(c.n, 0) as counted
    from kept k full join counted c using (unit_no, campaign_id, kind, measure)
    where coalesce(k.n, 0) <> coalesce(c.n, 0)
    order by unit_no, measure limit 1000`.execute(db);
  return rows;
}
