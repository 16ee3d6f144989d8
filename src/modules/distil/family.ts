import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/topic.ts';
import { postOver } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { within } from '#platform/reach.ts';
import { edgesOf } from './alike-store.ts';
import { JUDGES, wire } from './queue.ts';
import {
  askingOf,
  countSubjects,
  entrySubjects,
  readSubjects,
  type Subject,
  type SubjectKind,
  type VoicePort,
} from './subjects.ts';

type Family = Sent<(typeof contract.readFamily)['output']>;

const SAMPLE = 20;
const MOST_UNITS = 50;
/** More of one matter in one place are not listed; they are counted by the ledger. */
const MOST_INSTANCE = 500;

/** 同一问题、同类问题: what is linked with an entry and why, and the like of it anywhere in the reader's reach. */
export async function readFamily(
  q: Query,
  { id }: { readonly id: string },
  voices: VoicePort | undefined,
): Promise<Family> {
  const own = await ownSubject(q, q.db, id);
  const instance = await instanceOf(q, id, voices);
  const seen = new Set(instance.map((subject) => subject.id));
  const edges = await edgesOf(q.db, q.cityId, [...seen]);
  const { parent, children } = await causesOf(q, id);
  return {
    instance: (instance.length === 0 ? [own] : instance).map(wire),
    links: edges
      .filter(({ a_id, b_id }) => seen.has(a_id) && seen.has(b_id))
      .map((edge) => ({
        id: edge.id,
        a: edge.a_id,
        b: edge.b_id,
        score: edge.score,
        rule: edge.rule,
        actor: edge.actor,
        at: edge.linked_at.toISOString(),
      })),
    counts: await countSubjects(
      askingOf(q),
      q.db,
      instance.length === 0 ? [own] : instance,
      voices,
    ),
    family: await familyOf(q, id, voices),
    ...(parent && { parent: wire(parent) }),
    children: children.map(wire),
  };
}

async function ownSubject(asker: Query | Context, db: Db | Tx, id: string): Promise<Subject> {
  const [own] = await entrySubjects(askingOf(asker), db, [id]);
  if (own === undefined) throw new Refusal('not-found', { id });
  return own;
}

async function instanceOf(
  q: Query,
  id: string,
  voices: VoicePort | undefined,
): Promise<readonly Subject[]> {
  const { rows } = await sql<{ id: string; kind: SubjectKind }>`
    select m.subject_id as id, m.kind from alike_subject s
    join alike_subject m on m.city_id = s.city_id and m.instance_id = s.instance_id
    where s.city_id = ${q.cityId} and s.subject_id = ${id}
    order by m.subject_id limit ${MOST_INSTANCE}`.execute(q.db);
  const subjects = await readSubjects(askingOf(q), q.db, rows, voices);
  return rows.flatMap((row) => subjects.get(row.id) ?? []);
}

interface UnitRow {
  unit_id: string;
  unit: string;
  n: number;
}

/** The like of it anywhere: problems by unit; voices of the family are counted by themselves. */
async function familyOf(
  q: Query,
  id: string,
  voices: VoicePort | undefined,
): Promise<Family['family']> {
  const reach = reachOf(q.actor);
  const family = sql`(select family_id from alike_subject where city_id = ${q.cityId} and subject_id = ${id})`;
  const { rows: units } = await sql<UnitRow>`
    select u.id as unit_id, u.name as unit, count(*)::int as n from alike_subject m
    join entry e on e.city_id = m.city_id and e.id = m.subject_id
    join unit u on u.city_id = e.city_id and u.id = e.origin_unit
    where m.city_id = ${q.cityId} and m.family_id = ${family} and ${within('e.org_path', reach)}
    group by u.id, u.name order by n desc, u.name`.execute(q.db);
  const { rows: ids } = await sql<{ id: string; kind: SubjectKind }>`
    select m.subject_id as id, m.kind from alike_subject m
    left join entry e on e.city_id = m.city_id and e.id = m.subject_id
    where m.city_id = ${q.cityId} and m.family_id = ${family}
      and (m.kind = 'voice' or ${within('e.org_path', reach)})
    order by m.subject_id desc limit ${MOST_INSTANCE}`.execute(q.db);
  const told = ids.filter(({ kind }) => kind === 'voice');
  const sample = ids.filter(({ kind }) => kind === 'entry').slice(0, SAMPLE);
  const subjects = await readSubjects(askingOf(q), q.db, [...sample, ...told], voices);
  const heard = [...subjects.values()].filter(({ kind }) => kind === 'voice');
  const counts = await countSubjects(askingOf(q), q.db, heard, voices);
  return {
    counts: { ...counts, problems: units.reduce((sum, { n }) => sum + n, 0) },
    units: units
      .slice(0, MOST_UNITS)
      .map((row) => ({ unit: { id: row.unit_id, name: row.unit }, problems: row.n })),
    sample: sample.flatMap((row) => subjects.get(row.id) ?? []).map(wire),
  };
}

async function causesOf(
  q: Query,
  id: string,
): Promise<{ parent: Subject | undefined; children: readonly Subject[] }> {
  const { rows } = await sql<{ parent_id: string; child_id: string }>`
    select parent_id, child_id from root_cause
    where city_id = ${q.cityId} and undone_at is null and (parent_id = ${id} or child_id = ${id})
    order by id limit ${MOST_INSTANCE}`.execute(q.db);
  const subjects = await entrySubjects(
    askingOf(q),
    q.db,
    rows.map((row) => (row.parent_id === id ? row.child_id : row.parent_id)),
  );
  const above = rows.find((row) => row.child_id === id)?.parent_id;
  return {
    parent: subjects.find((subject) => subject.id === above),
    children: subjects.filter((subject) => subject.id !== above),
  };
}

/** 归到根源问题: many problems, one cause; a cause that itself comes from this one would go round in a ring. */
export async function linkRootCause(
  ctx: Context,
  { id, parent }: InputOf<typeof contract.linkRootCause>,
): Promise<Sent<(typeof contract.linkRootCause)['output']>> {
  const own = await ownSubject(ctx, ctx.tx, id);
  if (postOver(ctx.actor, JUDGES, own.path) === undefined) throw new Refusal('not-allowed');
  const above = await ownSubject(ctx, ctx.tx, parent);
  // One at a time in a city: two links made at once could close a ring that neither of them sees.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`root cause ${ctx.cityId}`}, 0))`.execute(
    ctx.tx,
  );
  if (await comesFrom(ctx, parent, id)) throw new Refusal('unfit-parent');
  await endCause(ctx, id);
  await ctx.tx
    .insertInto('root_cause')
    .values({
      city_id: ctx.cityId,
      id: newId(ctx.now.getTime()),
      parent_id: parent,
      child_id: id,
      linked_at: ctx.now,
      linked_by: ctx.actor.personId,
    })
    .execute();
  return { parent: wire(above) };
}

/** Is `id` this problem, or does it come from it through its causes? Only problems are causes. */
async function comesFrom(ctx: Context, id: string, from: string): Promise<boolean> {
  const { rows } = await sql<{ ring: boolean }>`
    with recursive up (id) as (
      select ${id}::uuid
      union select r.parent_id from root_cause r join up on up.id = r.child_id
        where r.city_id = ${ctx.cityId} and r.undone_at is null)
    select exists (select 1 from up where id = ${from}::uuid)
      or not exists (select 1 from entry where city_id = ${ctx.cityId} and id = ${id} and kind = 'problem') as ring`.execute(
    ctx.tx,
  );
  return rows[0]?.ring === true;
}

async function endCause(ctx: Context, child: string): Promise<string | undefined> {
  const row = await ctx.tx
    .updateTable('root_cause')
    .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('child_id', '=', child)
    .where('undone_at', 'is', null)
    .returning('parent_id')
    .executeTakeFirst();
  return row?.parent_id;
}

export async function unlinkRootCause(
  ctx: Context,
  { id }: { readonly id: string },
): Promise<{ parent: string }> {
  const own = await ownSubject(ctx, ctx.tx, id);
  if (postOver(ctx.actor, JUDGES, own.path) === undefined) throw new Refusal('not-allowed');
  const parent = await endCause(ctx, id);
  if (parent === undefined) throw new Refusal('not-found', { id });
  return { parent };
}
