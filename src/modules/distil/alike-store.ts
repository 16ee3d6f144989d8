import { sql } from 'kysely';
import { Links } from '#domain/alike/links.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import type { SubjectKind } from './subjects.ts';

export interface SubjectRef {
  readonly id: string;
  readonly kind: SubjectKind;
}

/** A link to draw between two subjects. */
export interface NewEdge {
  readonly a: SubjectRef;
  readonly b: SubjectRef;
  readonly score: number;
  readonly rule: string;
}

export interface EdgeRow {
  id: string;
  a_id: string;
  b_id: string;
  a_kind: SubjectKind;
  b_kind: SubjectKind;
  score: number;
  rule: string;
  actor: 'auto' | 'person';
  linked_at: Date;
}

/** Both orders of a pair are one: the lesser id first. */
export function pairOf<T extends { readonly id: string }>(x: T, y: T): readonly [T, T] {
  return x.id < y.id ? [x, y] : [y, x];
}

interface Drawing {
  readonly tx: Tx;
  readonly cityId: number;
  readonly now: Date;
  /** Undefined: drawn by the rules. */
  readonly decision: string | undefined;
}

/**
 * Draw links; a pair that is linked already stays as it is, and one that a person has set apart is never
 * linked by the rules. Tells how many were drawn.
 */
export async function drawEdges(at: Drawing, edges: readonly NewEdge[]): Promise<number> {
  if (edges.length === 0) return 0;
  const rows = edges.map((edge) => {
    const [a, b] = pairOf(edge.a, edge.b);
    return {
      city_id: at.cityId,
      id: newId(at.now.getTime()),
      a_id: a.id,
      b_id: b.id,
      a_kind: a.kind,
      b_kind: b.kind,
      score: Math.min(1, Math.max(0, edge.score)),
      rule: edge.rule,
      actor: at.decision === undefined ? 'auto' : 'person',
      decision_id: at.decision ?? null,
      linked_at: at.now,
    };
  });
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((name) => sql.ref(name)));
  const { numAffectedRows } = await sql`
    insert into alike_edge (${columns})
    select ${columns} from json_populate_recordset(null::alike_edge, ${JSON.stringify(rows)}::json) r
    where r.actor = 'person' or not exists (
      select 1 from alike_apart p where p.city_id = r.city_id and p.a_id = r.a_id and p.b_id = r.b_id and p.undone_at is null)
    on conflict (city_id, a_id, b_id) where undone_at is null do nothing`.execute(at.tx);
  return Number(numAffectedRows ?? 0);
}

/** The links in force that touch any of these subjects. */
export async function edgesOf(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
): Promise<EdgeRow[]> {
  const { rows } = await sql<EdgeRow>`
    select id, a_id, b_id, a_kind, b_kind, score, rule, actor, linked_at from alike_edge
    where city_id = ${cityId} and undone_at is null
      and (a_id = any(${ids}::uuid[]) or b_id = any(${ids}::uuid[]))`.execute(db);
  return rows;
}

/** Take links out of force, each with the decision that did it. */
export async function undoEdges(
  tx: Tx,
  cityId: number,
  now: Date,
  ids: readonly string[],
  decision: string,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('alike_edge')
    .set({ undone_at: now, undone_by_decision: decision })
    .where('city_id', '=', cityId)
    .where('id', 'in', [...ids])
    .where('undone_at', 'is', null)
    .execute();
}

/** Set pairs apart (不是重复), so that the still does not link them again. */
export async function setApart(
  at: Required<Drawing> & { readonly decision: string },
  pairs: readonly (readonly [SubjectRef, SubjectRef])[],
): Promise<void> {
  if (pairs.length === 0) return;
  const rows = pairs.map(([x, y]) => {
    const [a, b] = pairOf(x, y);
    return {
      city_id: at.cityId,
      id: newId(at.now.getTime()),
      a_id: a.id,
      b_id: b.id,
      decision_id: at.decision,
      at: at.now,
    };
  });
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((name) => sql.ref(name)));
  await sql`
    insert into alike_apart (${columns})
    select ${columns} from json_populate_recordset(null::alike_apart, ${JSON.stringify(rows)}::json)
    on conflict (city_id, a_id, b_id) where undone_at is null do nothing`.execute(at.tx);
}

/** Subjects the still has not met yet stand alone until it has; the others are locked in one order. */
export async function ensureSubjects(
  tx: Tx,
  cityId: number,
  subjects: readonly (SubjectRef & { readonly campaign?: string | undefined })[],
): Promise<void> {
  const rows = subjects
    .map(({ id, kind, campaign }) => ({ id, kind, campaign: campaign ?? null }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    insert into alike_subject (city_id, subject_id, kind, campaign_id, instance_id, family_id)
    select ${cityId}, r.id, r.kind, r.campaign, r.id, r.id
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, campaign uuid)
    on conflict (city_id, subject_id) do nothing`.execute(tx);
  await sql`
    select 1 from alike_subject
    where city_id = ${cityId} and subject_id = any(${rows.map(({ id }) => id)}::uuid[])
    order by subject_id for update`.execute(tx);
}

/**
 * Recompute the groups that these subjects are or were in: a group is a component of the links in force,
 * and bears the least id of its members.
 */
export async function regroup(tx: Tx, cityId: number, ids: readonly string[]): Promise<void> {
  const members = await reachable(tx, cityId, ids);
  const numbers = new Map(members.map((id, at) => [id, at]));
  const links = new Links();
  for (const edge of await edgesOf(tx, cityId, members)) {
    const [a, b] = [numbers.get(edge.a_id), numbers.get(edge.b_id)];
    if (a !== undefined && b !== undefined)
      links.link(a, b, { score: edge.score, rule: edge.rule, actor: edge.actor });
  }
  const least = new Map<number, string>();
  for (const [at, id] of members.entries()) {
    const root = links.root(at);
    const before = least.get(root);
    if (before === undefined || id < before) least.set(root, id);
  }
  const rows = members.map((id, at) => ({ id, instance: least.get(links.root(at)) ?? id }));
  await sql`
    update alike_subject s set instance_id = r.instance
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, instance uuid)
    where s.city_id = ${cityId} and s.subject_id = r.id and s.instance_id <> r.instance`.execute(
    tx,
  );
}

/** These subjects, all that their groups held before, and all that links in force tie to them now. */
export async function reachable(tx: Tx, cityId: number, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ subject_id: string }>`
    select distinct m.subject_id from alike_subject s
    join alike_subject m on m.city_id = s.city_id and m.instance_id = s.instance_id
    where s.city_id = ${cityId} and s.subject_id = any(${ids}::uuid[])`.execute(tx);
  const found = new Set([...ids, ...rows.map((row) => row.subject_id)]);
  for (let fresh = [...found]; fresh.length > 0;) {
    const next: string[] = [];
    for (const { a_id, b_id } of await edgesOf(tx, cityId, fresh))
      for (const id of [a_id, b_id])
        if (!found.has(id)) {
          found.add(id);
          next.push(id);
        }
    fresh = next;
  }
  return [...found];
}
