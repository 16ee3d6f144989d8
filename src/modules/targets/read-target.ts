import { sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import type { Actor } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { monthEnd } from '#domain/target/period.ts';
import { wantedAt } from '#domain/target/path.ts';
import { rollUp } from '#domain/target/roll-up.ts';
import { surchargeIndex } from '#domain/target/surcharge.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { loadIndicators, viewIndicators } from './indicators.ts';
import { loadRules, type PaceRule, viewRule } from './pace-rules.ts';
import {
  type AsOf,
  knownBy,
  type LoadedTarget,
  loadTarget,
  loadTargets,
  wayOf,
} from './target-load.ts';
import { judge, viewRow, viewSurcharge } from './target-view.ts';

type Detail = Sent<typeof contract.TargetDetail>;
type Relative = NonNullable<Detail['parent']>;

interface Reader {
  readonly db: Db | Tx;
  readonly cityId: number;
  readonly actor: Actor;
}

/** 一个目标, with everything that stands around it, at a date. */
export async function readTarget(
  q: Query,
  input: InputOf<typeof contract.readTarget>,
): Promise<Detail> {
  return await detailOf(q, input.id, { at: input.at ?? q.today, known: input.known });
}

/** The same inside a change, as its answer. */
export async function readTargetIn(ctx: Context, id: string): Promise<Detail> {
  const { tx: db, cityId, actor } = ctx;
  return await detailOf({ db, cityId, actor }, id, { at: ctx.today, known: undefined });
}

async function detailOf(r: Reader, id: string, asOf: AsOf): Promise<Detail> {
  const { db, cityId, actor } = r;
  const row = await loadTarget(db, { cityId, actor, asOf }, id);
  const rules = await loadRules(db, cityId);
  const target = viewRow(row, actor, rules, asOf.at);
  const [indicator] = await viewIndicators(
    db,
    r,
    await loadIndicators(db, r, [sql<SqlBool>`i.id = ${row.indicator_id}`]),
  );
  const rule = rules[target.rule];
  if (indicator === undefined || rule === undefined) throw new Refusal('not-found', { id });
  const children = await loadChildren(r, row, asOf);
  return {
    target,
    rule: viewRule(rule),
    at: asOf.at,
    indicator,
    baselineOn: row.baseline_on,
    profile: [...row.profile],
    line: lineOf(row, rule),
    readings: await loadReadings(r, row, asOf),
    parent: await loadParent(r, row),
    children: children.map((child) => viewChild(child, actor, rules, asOf.at)),
    ...rolled(row, children, rules, asOf.at),
    guard: await loadGuard(r, row, asOf),
    source: sourceOf(row),
    remark: row.remark,
    events: await loadEvents(r, row.id),
  };
}

function sourceOf(row: LoadedTarget): Detail['source'] {
  if (row.document_id === null) return null;
  return {
    document: row.document_id,
    start: row.span_start ?? 0,
    end: row.span_end ?? 0,
    quote: row.quote,
  };
}

/** What the path wants, month by month up to five years, then year by year. */
function lineOf(row: LoadedTarget, rule: PaceRule): Detail['line'] {
  const way = wayOf(row);
  if (way === undefined) return [];
  const { from, to } = way.range;
  const points = [{ on: from, value: way.path.kind === 'held' ? way.value : way.baseline }];
  const step = Number(to.slice(0, 4)) - Number(from.slice(0, 4)) >= 5 ? 12 : 1;
  const [year = 0, month = 1] = from.split('-').map(Number);
  for (let of = month - 1 + (step - 1); ; of += step) {
    const on = monthEnd(new Date(Date.UTC(year, of, 1)).toISOString().slice(0, 7));
    if (on >= to) break;
    points.push({ on, value: wantedAt(way, on, rule.elapsedBy) });
  }
  return [...points, { on: to, value: wantedAt(way, to, rule.elapsedBy) }];
}

interface VintageRow {
  readonly id: string;
  readonly period_end: string;
  readonly head: number;
  readonly version: number;
  readonly vintage: Detail['readings'][number]['vintages'][number]['vintage'];
  readonly value: string;
  readonly as_of: string;
  readonly definition: number;
  readonly note: string;
  readonly unit: string;
  readonly post: string;
  readonly at: Date;
}

/** Every figure of the target's unit up to the date, the newest period first, each with all its vintages. */
async function loadReadings(r: Reader, row: LoadedTarget, asOf: AsOf): Promise<Detail['readings']> {
  const { rows } = await sql<VintageRow>`
    select r.id, r.period_end, r.version as head, v.version, v.vintage, v.value, v.as_of, v.definition, v.note,
      u.short_name as unit, p.name as post, v.at
    from reading r
    join reading_vintage v on v.city_id = r.city_id and v.reading_id = r.id
    join unit u on u.city_id = v.city_id and u.id = v.by_unit
    join post p on p.city_id = v.city_id and p.id = v.by_post
    where r.city_id = ${r.cityId} and r.indicator_id = ${row.indicator_id} and r.unit_id = ${row.unit_id}
      and r.period_end <= ${asOf.at} ${knownBy(asOf.known)}
    order by r.period_end desc, v.version desc limit 600`.execute(r.db);
  return [...Map.groupBy(rows, (one) => one.id)].map(([id, vintages]) => ({
    id,
    periodEnd: vintages[0]?.period_end ?? '',
    version: vintages[0]?.head ?? 0,
    vintages: vintages.map((one) => ({
      version: one.version,
      vintage: one.vintage,
      value: one.value,
      asOf: one.as_of,
      note: one.note,
      byUnit: one.unit,
      byPost: one.post,
      at: one.at.toISOString(),
      definition: one.definition,
    })),
  }));
}

/** The children are shown to whoever reads the parent: each lies below its unit. */
async function loadChildren(r: Reader, row: LoadedTarget, asOf: AsOf): Promise<LoadedTarget[]> {
  const { db, cityId, actor } = r;
  return await loadTargets(db, {
    cityId,
    actor,
    asOf,
    where: [sql<SqlBool>`t.parent_id = ${row.id}`],
    limit: 300,
  });
}

function viewChild(
  row: LoadedTarget,
  actor: Actor,
  rules: readonly PaceRule[],
  at: string,
): Relative {
  const view = viewRow(row, actor, rules, at);
  const { id, unit, op, goal, goalTo, to, weight, surcharge } = view;
  return {
    id,
    unit,
    op,
    goal,
    goalTo,
    to,
    weight,
    open: true,
    progress: view.pace?.progress ?? null,
    surcharge,
  };
}

/**
 * The parent's goal stands beside its child's: what is asked beyond it is shown to both levels. Whether it
 * can be opened is a matter of reach.
 */
async function loadParent(r: Reader, row: LoadedTarget): Promise<Detail['parent']> {
  if (row.parent_id === null) return null;
  const parent = await r.db
    .selectFrom('target')
    .where('city_id', '=', r.cityId)
    .where('id', '=', row.parent_id)
    .select(['op', 'goal', 'goal_to', 'period_to', 'weight'])
    .executeTakeFirstOrThrow();
  return {
    id: row.parent_id,
    unit: { id: row.parent_unit ?? '', name: row.parent_unit_name ?? '' },
    op: parent.op as Relative['op'],
    goal: parent.goal,
    goalTo: parent.goal_to,
    to: parent.period_to,
    weight: Number(parent.weight),
    open: reaches(reachOf(r.actor), row.parent_path ?? ''),
    progress: null,
    surcharge: viewSurcharge(undefined, ''),
  };
}

function rolled(
  row: LoadedTarget,
  children: readonly LoadedTarget[],
  rules: readonly PaceRule[],
  at: string,
): Pick<Detail, 'rolledUp' | 'surchargeIndex'> {
  const parts = children.map((child) => ({
    weight: Number(child.weight),
    value: judge(child, rules, at).pace?.progress,
  }));
  const sum = rollUp(parts);
  const goals = children.flatMap((child) => (child.goal === null ? [] : [Number(child.goal)]));
  const index =
    row.adds && row.goal !== null && goals.length > 0
      ? surchargeIndex(Number(row.goal), goals)
      : undefined;
  return {
    rolledUp: sum === undefined ? null : { progress: sum.value, coverage: sum.coverage },
    surchargeIndex: index ?? null,
  };
}

async function loadGuard(r: Reader, row: LoadedTarget, asOf: AsOf): Promise<Detail['guard']> {
  if (row.guard_id === null) return null;
  const [guard] = await loadIndicators(r.db, r, [sql<SqlBool>`i.id = ${row.guard_id}`]);
  if (guard === undefined) return null;
  const { rows } = await sql<{
    period_end: string;
    value: string;
    vintage: 'provisional' | 'final' | 'restated';
    as_of: string;
  }>`
    select r.period_end, v.value, v.vintage, v.as_of
    from reading r join reading_vintage v on v.city_id = r.city_id and v.reading_id = r.id
    where r.city_id = ${r.cityId} and r.indicator_id = ${guard.id} and r.unit_id = ${row.unit_id}
      and r.period_end <= ${asOf.at} ${knownBy(asOf.known)}
    order by r.period_end desc, v.version desc limit 1`.execute(r.db);
  const [last] = rows;
  return {
    id: guard.id,
    name: guard.name,
    measure: guard.measure,
    direction: guard.direction,
    periodicity: guard.periodicity,
    adds: guard.adds,
    defined: guard.state === 'defined',
    reading:
      last === undefined
        ? null
        : {
            periodEnd: last.period_end,
            value: last.value,
            vintage: last.vintage,
            asOf: last.as_of,
          },
  };
}

interface EventRow {
  readonly version: number;
  readonly kind: string;
  readonly state: string;
  readonly at: Date;
  readonly post: string | null;
  readonly unit: string | null;
  readonly payload: {
    readonly change?: Record<string, unknown>;
    readonly because?: { readonly reason?: string };
  };
}

/** 记录, the newest first: who did what by which post, and what it was changed to. */
async function loadEvents(r: Reader, id: string): Promise<Detail['events']> {
  const { rows } = await sql<EventRow>`
    select e.subject_version as version, e.kind, e.state, e.at, p.name as post, u.short_name as unit, e.payload
    from event e
    left join post p on p.city_id = e.city_id and p.id = e.post_id
    left join unit u on u.city_id = e.city_id and u.id = e.unit_id
    where e.city_id = ${r.cityId} and e.subject_id = ${id}
    order by e.subject_version desc limit 200`.execute(r.db);
  return rows.map((row) => ({
    version: row.version,
    kind: row.kind,
    state: row.state,
    at: row.at.toISOString(),
    who: row.post ?? '',
    unit: row.unit ?? '',
    reason: row.payload.because?.reason ?? '',
    change: row.payload.change ?? {},
  }));
}
