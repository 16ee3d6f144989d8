import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/indicator.ts';
import type { Actor } from '#domain/org/actor.ts';
import { lineageOf } from '#domain/org/path.ts';
import { reachOf } from '#domain/org/reach.ts';
import { definingPost, type IndicatorFacts } from '#domain/target/policy.ts';
import type { Direction } from '#domain/target/path.ts';
import type { Periodicity } from '#domain/target/period.ts';
import { Refusal } from '#domain/refusal.ts';
import { findUnit, type Unit } from '#modules/org/unit-store.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';

type View = Sent<typeof contract.IndicatorView>;

export interface Indicator {
  readonly id: string;
  readonly version: number;
  readonly state: 'undefined' | 'defined';
  readonly name: string;
  readonly measure: string;
  readonly meaning: string;
  readonly direction: Direction;
  readonly periodicity: Periodicity;
  readonly adds: boolean;
  readonly unit_id: string;
  readonly owner_post: string | null;
  readonly source: string;
  readonly unit_name: string;
  readonly unit_path: string;
  readonly unit_kind: string;
  readonly post_name: string | null;
  readonly post_unit: string | null;
}

/**
 * What of the indicators a reader may see, on `indicator i, unit k`: those kept by units in his reach, by the
 * units above him and their departments, since he is measured by them, those by which a target in his
 * reach is measured, and those his own post keeps.
 */
export function indicatorsWithin(actor: Actor): RawBuilder<SqlBool> {
  const reach = reachOf(actor);
  const above = [...new Set(reach.roots.flatMap(lineageOf))];
  const posts = actor.posts.map((post) => post.postId);
  return sql<SqlBool>`(${within('k.org_path', reach)} or k.org_path = any(${above}::text[])
    or (k.kind = 'department' and k.org_path in (select a || k.no || '.' from unnest(${above}::text[]) a))
    or i.owner_post = any(${posts}::uuid[])
    or exists (select 1 from target t join unit u on u.city_id = t.city_id and u.id = t.unit_id
      where t.city_id = i.city_id and t.indicator_id = i.id and ${within('u.org_path', reach)}))`;
}

/** Indicators in reach, in the order in which they were defined. */
export async function loadIndicators(
  db: Db | Tx,
  of: { readonly cityId: number; readonly actor: Actor },
  where: readonly RawBuilder<SqlBool>[] = [],
  lock = false,
): Promise<Indicator[]> {
  const all = [sql<SqlBool>`i.city_id = ${of.cityId}`, indicatorsWithin(of.actor), ...where];
  const { rows } = await sql<Indicator>`
    select i.*, k.short_name as unit_name, k.org_path as unit_path, k.kind as unit_kind, p.name as post_name, pu.short_name as post_unit
    from indicator i
    join unit k on k.city_id = i.city_id and k.id = i.unit_id
    left join post p on p.city_id = i.city_id and p.id = i.owner_post
    left join unit pu on pu.city_id = p.city_id and pu.id = p.unit_id
    where ${sql.join(all, sql` and `)} order by i.sort, i.id
    ${lock ? sql`for no key update of i` : sql``}`.execute(db);
  return rows;
}

/** @throws Refusal `not-found`. */
export async function findIndicator(
  db: Db | Tx,
  of: { readonly cityId: number; readonly actor: Actor },
  id: string,
  lock = false,
): Promise<Indicator> {
  const [row] = await loadIndicators(db, of, [sql<SqlBool>`i.id = ${id}`], lock);
  if (row === undefined) throw new Refusal('not-found', { indicator: id });
  return row;
}

/**
 * Of indicators of one name, the one that measures a unit: kept nearest above it, or by a department of a
 * unit above it.
 */
export function nearestFor(path: string, named: readonly Indicator[]): Indicator | undefined {
  const [nearest] = named
    .filter((one) => {
      const isDepartment = one.unit_kind === 'department';
      const territory = isDepartment ? one.unit_path.replace(/\d+\.$/, '') : one.unit_path;
      return path.startsWith(territory);
    })
    .toSorted((a, b) => b.unit_path.length - a.unit_path.length);
  return nearest;
}

/** Who keeps the indicator, as the rules ask for it. */
export function keeperOf(indicator: Indicator): IndicatorFacts {
  return {
    unit: { unitId: indicator.unit_id, path: indicator.unit_path },
    ownerPost: indicator.owner_post ?? undefined,
  };
}

export async function listIndicators(
  q: Query,
  input: InputOf<typeof contract.listIndicators>,
): Promise<{ indicators: View[] }> {
  const text = input.text ?? '';
  const rows = await loadIndicators(
    q.db,
    q,
    text === '' ? [] : [sql<SqlBool>`strpos(lower(i.name), ${text.toLowerCase()}) > 0`],
  );
  return { indicators: await viewIndicators(q.db, q, rows) };
}

interface Told {
  readonly subject_id: string;
  readonly version: number;
  readonly at: Date;
  readonly meaning: string | null;
  readonly reason: string | null;
}

/** With the versions of each definition, as its events tell them. */
export async function viewIndicators(
  db: Db | Tx,
  of: { readonly cityId: number; readonly actor: Actor },
  rows: readonly Indicator[],
): Promise<View[]> {
  const { rows: told } = await sql<Told>`
    select subject_id, subject_version as version, at, payload->'change'->>'meaning' as meaning,
      payload->'because'->>'reason' as reason
    from event where city_id = ${of.cityId} and subject_id = any(${rows.map((row) => row.id)}::uuid[])
    order by subject_version desc`.execute(db);
  const byId = Map.groupBy(told, (one) => one.subject_id);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    measure: row.measure,
    meaning: row.meaning,
    direction: row.direction,
    periodicity: row.periodicity,
    adds: row.adds,
    defined: row.state === 'defined',
    unit: { id: row.unit_id, name: row.unit_name },
    ownerPost:
      row.owner_post === null
        ? null
        : { id: row.owner_post, name: row.post_name ?? '', unit: row.post_unit ?? '' },
    source: row.source,
    versions: (byId.get(row.id) ?? []).map((one) => ({
      version: one.version,
      meaning: one.meaning ?? '',
      at: one.at.toISOString(),
      reason: one.reason ?? '',
    })),
    can: definingPost(of.actor, keeperOf(row)) === undefined ? [] : ['change' as const],
  }));
}

const WRITERS = ['office', 'liaison', 'handler'];

/** The unit a writer means: the one named, else that of his own post. */
export async function unitFor(ctx: Context, id: string | undefined): Promise<Unit> {
  const own = ctx.actor.posts.find((post) => WRITERS.includes(post.role))?.unitId;
  const wanted = id ?? own;
  if (wanted === undefined) throw new Refusal('not-allowed');
  const unit = await findUnit(ctx.tx, ctx.cityId, wanted);
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
  return unit;
}
