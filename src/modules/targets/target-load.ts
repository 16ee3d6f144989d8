import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { type Reach, reachOf } from '#domain/org/reach.ts';
import type { Actor } from '#domain/org/actor.ts';
import type { TargetFacts, IndicatorFacts } from '#domain/target/policy.ts';
import type { Outcome, TargetState } from '#domain/target/lifecycle.ts';
import type { Direction, TargetPath } from '#domain/target/path.ts';
import type { Periodicity } from '#domain/target/period.ts';
import type { Vintage } from '#domain/target/reading.ts';
import type { TargetOp } from '#domain/target/verdict.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';

/** A target with what is needed to judge and show it: its indicator, its unit, its parent, its newest figure. */
export interface LoadedTarget {
  readonly id: string;
  readonly version: number;
  readonly state: TargetState;
  readonly indicator_id: string;
  readonly definition: number | null;
  readonly unit_id: string;
  readonly campaign_id: string | null;
  readonly period_from: string;
  readonly period_to: string;
  readonly baseline: string | null;
  readonly baseline_on: string | null;
  readonly goal: string | null;
  readonly goal_to: string | null;
  readonly op: TargetOp;
  readonly grade: 'binding' | 'expected' | 'striven';
  readonly path: TargetPath['kind'];
  readonly profile: readonly number[];
  readonly weight: string;
  readonly parent_id: string | null;
  readonly surcharge_reason: string;
  readonly guard_id: string | null;
  readonly document_id: string | null;
  readonly span_start: number | null;
  readonly span_end: number | null;
  readonly quote: string;
  readonly outcome: Outcome | null;
  readonly remark: string;
  readonly indicator_name: string;
  readonly indicator_state: 'undefined' | 'defined';
  readonly measure: string;
  readonly direction: Direction;
  readonly periodicity: Periodicity;
  readonly adds: boolean;
  readonly indicator_sort: number;
  readonly keeper_unit: string;
  readonly keeper_path: string;
  readonly owner_post: string | null;
  readonly unit_name: string;
  readonly unit_path: string;
  readonly parent_unit: string | null;
  readonly parent_unit_name: string | null;
  readonly parent_path: string | null;
  readonly parent_goal: string | null;
  readonly parent_to: string | null;
  readonly r_period_end: string | null;
  readonly r_value: string | null;
  readonly r_vintage: Vintage | null;
  readonly r_as_of: string | null;
}

/** Which day's figures are asked for, and as they were known on which day. */
export interface AsOf {
  readonly at: string;
  readonly known: string | undefined;
}

type Condition = RawBuilder<SqlBool>;

/**
 * What of the targets a reader may see, on `target t, unit u, indicator i, unit k` (the keeper): those of the
 * units in his reach, and those measured by an indicator that his post or a unit in his reach keeps.
 */
export function targetsWithin(actor: Actor): Condition {
  const reach: Reach = reachOf(actor);
  const posts = actor.posts.map((post) => post.postId);
  return sql<SqlBool>`(${within('u.org_path', reach)} or ${within('k.org_path', reach)} or i.owner_post = any(${posts}::uuid[]))`;
}

/** Vintages recorded by the end of a day, in the time of the city. */
export function knownBy(known: string | undefined): RawBuilder<unknown> {
  if (known === undefined) return sql``;
  const end = new Date(Date.parse(`${known}T00:00:00+08:00`) + 86_400_000);
  return sql`and v.at < ${end}`;
}

export interface Ask {
  readonly cityId: number;
  readonly actor: Actor;
  readonly asOf: AsOf;
  readonly where: readonly Condition[];
  readonly limit?: number | undefined;
  /** Lock the targets themselves until the transaction ends. */
  readonly lock?: boolean;
}

/** Targets in reach with their newest figure at a date, by indicator and then by place. */
export async function loadTargets(db: Db | Tx, ask: Ask): Promise<LoadedTarget[]> {
  const { at, known } = ask.asOf;
  const all = [sql<SqlBool>`t.city_id = ${ask.cityId}`, targetsWithin(ask.actor), ...ask.where];
  const { rows } = await sql<LoadedTarget>`
    select t.*, i.name as indicator_name, i.state as indicator_state, i.measure, i.direction, i.periodicity,
      i.adds, i.sort as indicator_sort, i.unit_id as keeper_unit, k.org_path as keeper_path, i.owner_post,
      u.short_name as unit_name, u.org_path as unit_path, p.unit_id as parent_unit, pu.short_name as parent_unit_name,
      pu.org_path as parent_path, p.goal as parent_goal, p.period_to as parent_to,
      r.period_end as r_period_end, r.value as r_value, r.vintage as r_vintage, r.as_of as r_as_of
    from target t
    join indicator i on i.city_id = t.city_id and i.id = t.indicator_id
    join unit u on u.city_id = t.city_id and u.id = t.unit_id
    join unit k on k.city_id = t.city_id and k.id = i.unit_id
    left join target p on p.city_id = t.city_id and p.id = t.parent_id
    left join unit pu on pu.city_id = t.city_id and pu.id = p.unit_id
    left join lateral (
      select r.period_end, v.value, v.vintage, v.as_of
      from reading r join reading_vintage v on v.city_id = r.city_id and v.reading_id = r.id
      where r.city_id = t.city_id and r.indicator_id = t.indicator_id and r.unit_id = t.unit_id
        and r.period_end between t.period_from and least(t.period_to, ${at}::date) ${knownBy(known)}
      order by r.period_end desc, v.version desc limit 1) r on true
    where ${sql.join(all, sql` and `)}
    order by i.sort, i.id, u.org_path, t.id
    ${ask.limit === undefined ? sql`` : sql`limit ${ask.limit}`}
    ${ask.lock === true ? sql`for no key update of t` : sql``}`.execute(db);
  return rows;
}

/** One target in reach. @throws Refusal `not-found`, also for one that lies outside. */
export async function loadTarget(
  db: Db | Tx,
  ask: Omit<Ask, 'where'>,
  id: string,
): Promise<LoadedTarget> {
  const [row] = await loadTargets(db, { ...ask, where: [sql<SqlBool>`t.id = ${id}`] });
  if (row === undefined) throw new Refusal('not-found', { id });
  return row;
}

/** What the rules of moves ask of a target. */
export function factsOf(row: LoadedTarget): TargetFacts {
  const handed = row.parent_unit !== null && row.parent_path !== null;
  return {
    state: row.state,
    unit: { unitId: row.unit_id, path: row.unit_path },
    handedDownBy: handed
      ? { unitId: row.parent_unit ?? '', path: row.parent_path ?? '' }
      : undefined,
  };
}

/** Who keeps the indicator of a target, as the rules ask for it. */
export function indicatorFactsOf(row: LoadedTarget): IndicatorFacts {
  return {
    unit: { unitId: row.keeper_unit, path: row.keeper_path },
    ownerPost: row.owner_post ?? undefined,
  };
}

/** The way of a target as the rules take it; `undefined` while it has no goal or no baseline it needs. */
export function wayOf(row: LoadedTarget): TargetWay | undefined {
  if (row.goal === null) return undefined;
  if (row.baseline === null && row.path !== 'held') return undefined;
  return {
    baseline: Number(row.baseline ?? 0),
    value: Number(row.goal),
    direction: row.direction,
    range: { from: row.period_from, to: row.period_to },
    path: pathOf(row.path, row.profile),
  };
}

interface TargetWay {
  readonly baseline: number;
  readonly value: number;
  readonly direction: Direction;
  readonly range: { readonly from: string; readonly to: string };
  readonly path: TargetPath;
}

/**
 * The path of a target (爬坡路径); `profile` holds shares of the year's goal by period, or its values, as `kind`
 * says.
 */
export function pathOf(kind: TargetPath['kind'], profile: readonly number[]): TargetPath {
  if (kind === 'seasonal') return { kind, shares: profile };
  if (kind === 'quarterly') return { kind, values: profile };
  return { kind };
}
