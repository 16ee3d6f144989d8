import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { unmergeEntry } from '#modules/ledger/merge-entry.ts';
import type { Context } from '#platform/command.ts';
import { restoreEdges } from './restore-edges.ts';
import {
  type EdgeRow,
  ensureSubjects,
  regroup,
  setApart,
  type SubjectRef,
  undoEdges,
} from './alike-store.ts';
import { type DecisionKind, recordDecision } from './decide.ts';
import { findGroup, JUDGES, viewGroup } from './queue.ts';
import { askingOf, readSubjects, type Stayed, type VoicePort } from './subjects.ts';

interface DecisionRow {
  id: string;
  item_id: string | null;
  kind: DecisionKind;
  undone_at: Date | null;
}

/**
 * 撤销判断: whatever it drew, cut, set apart or merged is undone, however long ago that is and whatever was judged since:
 * what later judgements did stands, also those that he does not see.
 */
export async function undoDecision(
  ctx: Context,
  { id }: { readonly id: string },
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.undoDecision)['output']>> {
  const decision = await lockDecision(ctx, id);
  const touched = await touchedBy(ctx, id);
  const subjects = await readSubjects(askingOf(ctx), ctx.tx, touched, voices);
  const [first] = touched;
  const main = first === undefined ? undefined : subjects.get(first.id);
  if (first !== undefined && main === undefined) throw new Refusal('not-found', { id });
  if (main !== undefined && postOver(ctx.actor, JUDGES, main.path) === undefined)
    throw new Refusal('not-allowed');
  // Said only to who sees it: to all others there is no such judgement, taken back or not.
  if (decision.undone_at !== null) throw new Refusal('already-decided');
  const kept = await untieAll(ctx, id, voices);
  await unmergeAll(ctx, id);
  await liftLinks(ctx, id);
  await ctx.tx
    .updateTable('alike_decision')
    .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .execute();
  const ids = touched.map((ref) => ref.id);
  await restoreEdges(ctx, id, ids);
  await regroup(ctx.tx, ctx.cityId, ids);
  if (decision.item_id === null) return { kept };
  await reopenItem(ctx, decision.item_id, id);
  const group = await findGroup(ctx, ctx.tx, decision.item_id, voices);
  return { item: await viewGroup(ctx, ctx.tx, group, voices), kept };
}

/** Voices go back to where they were, as far as they have not gone further since. */
async function untieAll(
  ctx: Context,
  decision: string,
  voices: VoicePort | undefined,
): Promise<Stayed[]> {
  const rows = await ctx.tx
    .selectFrom('alike_tie')
    .where('city_id', '=', ctx.cityId)
    .where('decision_id', '=', decision)
    .select('link_id')
    .execute();
  const links = rows.map((row) => row.link_id);
  return links.length === 0 ? [] : [...((await voices?.untie(ctx, links)) ?? [])];
}

async function lockDecision(ctx: Context, id: string): Promise<DecisionRow> {
  const { rows } = await sql<DecisionRow>`
    select id, item_id, kind, undone_at from alike_decision
    where city_id = ${ctx.cityId} and id = ${id} for update`.execute(ctx.tx);
  const [row] = rows;
  if (row === undefined) throw new Refusal('not-found', { id });
  return row;
}

/** Everything a decision touched, the main subject of its item first. */
async function touchedBy(ctx: Context, id: string): Promise<SubjectRef[]> {
  const { rows } = await sql<SubjectRef>`
    select s.subject_id as id, s.kind from (
      select i.main_id as subject, 0 as place from alike_decision d
        join alike_item i on i.city_id = d.city_id and i.id = d.item_id
        where d.city_id = ${ctx.cityId} and d.id = ${id}
      union select x.id, 1 from alike_edge e cross join lateral (values (e.a_id), (e.b_id)) as x (id)
        where e.city_id = ${ctx.cityId} and (e.decision_id = ${id} or e.undone_by_decision = ${id})
      union select x.id, 1 from alike_apart a cross join lateral (values (a.a_id), (a.b_id)) as x (id)
        where a.city_id = ${ctx.cityId} and a.decision_id = ${id}) t
    join alike_subject s on s.city_id = ${ctx.cityId} and s.subject_id = t.subject
    group by s.subject_id, s.kind order by min(t.place), s.subject_id`.execute(ctx.tx);
  return rows;
}

async function unmergeAll(ctx: Context, decision: string): Promise<void> {
  const { rows } = await sql<{ id: string; version: number }>`
    select e.id, e.version from alike_merge m
    join entry e on e.city_id = m.city_id and e.id = m.entry_id
    where m.city_id = ${ctx.cityId} and m.decision_id = ${decision}
      and exists (select 1 from merge_link k where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
    order by e.id`.execute(ctx.tx);
  for (const { id, version } of rows)
    await unmergeEntry(ctx, { id, version, reason: '撤销归并提炼的采纳' });
}

/** Links it drew go, pairs it set apart are free again. */
async function liftLinks(ctx: Context, decision: string): Promise<void> {
  const drawn = await ctx.tx
    .selectFrom('alike_edge')
    .where('city_id', '=', ctx.cityId)
    .where('decision_id', '=', decision)
    .where('undone_at', 'is', null)
    .select('id')
    .execute();
  await undoEdges(
    ctx.tx,
    ctx.cityId,
    ctx.now,
    drawn.map(({ id }) => id),
    decision,
  );
  await ctx.tx
    .updateTable('alike_apart')
    .set({ undone_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('decision_id', '=', decision)
    .where('undone_at', 'is', null)
    .execute();
}

/** The item waits again with the members whom that judgement decided. */
async function reopenItem(ctx: Context, item: string, decision: string): Promise<void> {
  await ctx.tx
    .updateTable('alike_item_member')
    .set({ decision: null, decided_by: null, decided_at: null })
    .where('city_id', '=', ctx.cityId)
    .where('item_id', '=', item)
    .where('decided_by', '=', decision)
    .execute();
  await ctx.tx
    .updateTable('alike_item')
    .set({ state: 'open' })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', item)
    .execute();
}

/** 解除关联: one link is undone, and the two it tied are kept apart. */
export async function unlinkEdge(
  ctx: Context,
  { id, reason }: InputOf<typeof contract.unlinkEdge>,
  voices: VoicePort | undefined,
): Promise<{ decision: string }> {
  const { rows } = await sql<EdgeRow>`
    select * from alike_edge where city_id = ${ctx.cityId} and id = ${id} and undone_at is null for update`.execute(
    ctx.tx,
  );
  const [edge] = rows;
  if (edge === undefined) throw new Refusal('not-found', { id });
  const [a, b] = [
    { id: edge.a_id, kind: edge.a_kind },
    { id: edge.b_id, kind: edge.b_kind },
  ];
  const subjects = await readSubjects(askingOf(ctx), ctx.tx, [a, b], voices);
  const seen = subjects.get(a.id);
  if (seen === undefined || !subjects.has(b.id)) throw new Refusal('not-found', { id });
  const post = postOver(ctx.actor, JUDGES, seen.path);
  if (post === undefined) throw new Refusal('not-allowed');
  await ensureSubjects(ctx.tx, ctx.cityId, [a, b]);
  const decision = await recordDecision(ctx, post, { kind: 'unlink', reason, about: [a.id, b.id] });
  await undoEdges(ctx.tx, ctx.cityId, ctx.now, [id], decision);
  await setApart({ tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision }, [[a, b]]);
  await regroup(ctx.tx, ctx.cityId, [a.id, b.id]);
  return { decision };
}
