import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal, refusalSentence } from '#domain/refusal.ts';
import { mergeEntry, unmergeEntry } from '#modules/ledger/merge-entry.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import {
  drawEdges,
  type EdgeRow,
  edgesOf,
  ensureSubjects,
  regroup,
  setApart,
  type SubjectRef,
  undoEdges,
} from './alike-store.ts';
import { findGroup, type Group, JUDGES, viewGroup } from './queue.ts';
import { askingOf, readSubjects, type Subject, type VoicePort } from './subjects.ts';

type Kind = 'accept' | 'split' | 'apart' | 'unlink';
type Decided = Sent<(typeof contract.decideItem)['output']>;
type Deciding = InputOf<typeof contract.decideItem>;

/**
 * 判断一组: what is accepted is linked, and merged on the ledger where work has not begun; what is split off
 * or not the same loses its links to the rest and is kept apart from the main one.
 */
export async function decideItem(
  ctx: Context,
  input: Deciding,
  voices: VoicePort | undefined,
): Promise<Decided> {
  const group = await findGroup(ctx, ctx.tx, input.id, voices, true);
  const post = postOver(ctx.actor, JUDGES, group.main.path);
  if (post === undefined) throw new Refusal('not-allowed');
  if (group.row.state !== 'open') throw new Refusal('already-decided');
  const chosen = chosenMembers(group, input);
  const decision = await recordDecision(ctx, input.decision, group.row.id, input.reason, post);
  const all = [group.main, ...group.members.map(({ subject }) => subject)];
  await ensureSubjects(ctx.tx, ctx.cityId, all);
  const outcome =
    input.decision === 'accept'
      ? await accept(ctx, group, chosen, decision, input.merge)
      : await separate(ctx, group, chosen, decision);
  await regroup(
    ctx.tx,
    ctx.cityId,
    all.map(({ id }) => id),
  );
  await markItem(ctx, group, chosen, input.decision, decision);
  const item = await findGroup(ctx, ctx.tx, group.row.id, voices);
  return { item: await viewGroup(ctx, ctx.tx, item, voices), ...outcome };
}

/** The members a judgement is about; for `split` they must be named, and some must stay. */
function chosenMembers({ members }: Group, { decision, members: named }: Deciding): Subject[] {
  const undecided = members.filter((member) => member.decision === null);
  const open = undecided.map(({ subject }) => subject);
  if (decision === 'apart') return open;
  if (named === undefined) {
    if (decision === 'split') throw new Refusal('invalid', { where: 'members' });
    return open;
  }
  const chosen = open.filter(({ id }) => named.includes(id));
  if (chosen.length !== new Set(named).size) throw new Refusal('not-found', { id: named.join() });
  return chosen;
}

async function recordDecision(
  ctx: Context,
  kind: Kind,
  item: string | undefined,
  reason: string,
  post: { readonly postId: string; readonly unitId: string },
): Promise<string> {
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('alike_decision')
    .values({
      city_id: ctx.cityId,
      id,
      item_id: item ?? null,
      kind,
      reason,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      by_unit: post.unitId,
      at: ctx.now,
    })
    .execute();
  return id;
}

async function accept(
  ctx: Context,
  { row, main, members }: Group,
  chosen: readonly Subject[],
  decision: string,
  merge: boolean,
): Promise<Omit<Decided, 'item'>> {
  if (row.kind === 'suggested') {
    const scores = new Map(members.map((member) => [member.subject_id, member]));
    await drawEdges(
      { tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision },
      chosen.map((subject) => ({
        a: main,
        b: subject,
        score: scores.get(subject.id)?.score ?? 0,
        rule: scores.get(subject.id)?.rule ?? 'likely',
      })),
    );
  }
  const outcome: Omit<Decided, 'item'> = { merged: [], linkedOnly: [] };
  if (!merge || main.kind !== 'entry') return outcome;
  for (const subject of chosen) {
    if (subject.kind !== 'entry') continue;
    const why = await mergeInto(ctx, subject, main, decision);
    if (why === undefined) outcome.merged.push(subject.no);
    else outcome.linkedOnly.push({ no: subject.no, why });
  }
  return outcome;
}

/** States in which nobody has begun: a merge then takes no work away from anyone. */
const NOT_BEGUN = new Set(['raised', 'screened', 'listed']);

/**
 * 并案 by the ledger's own move, with its rules. An entry on which work has begun is not merged by the
 * still: it stays linked, and who leads it decides on the entry itself. Says why when it stays linked.
 */
async function mergeInto(
  ctx: Context,
  entry: Subject,
  main: Subject,
  decision: string,
): Promise<string | undefined> {
  if (!NOT_BEGUN.has(entry.state)) return '已开始整改，只作关联 Work has begun; linked only';
  const row = await ctx.tx
    .selectFrom('entry')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', entry.id)
    .select('version')
    .executeTakeFirstOrThrow();
  try {
    const reason = `归并提炼采纳：与 ${main.no} 为同一问题`;
    await mergeEntry(ctx, { id: entry.id, version: row.version, into: main.id, reason });
  } catch (error) {
    // The move refuses before it writes anything, so the transaction is whole.
    if (!(error instanceof Refusal)) throw error;
    return refusalSentence(error.code, error.details, 'zh');
  }
  await ctx.tx
    .insertInto('alike_merge')
    .values({ city_id: ctx.cityId, decision_id: decision, entry_id: entry.id })
    .execute();
  return undefined;
}

/**
 * Those chosen are set apart from the main one. In a group that the rules linked they also lose the links
 * that tie them to the rest of it; a mere suggestion has none, and what each is linked to elsewhere stays.
 */
async function separate(
  ctx: Context,
  { row, main }: Group,
  chosen: readonly Subject[],
  decision: string,
): Promise<Omit<Decided, 'item'>> {
  const out = new Set(chosen.map(({ id }) => id));
  if (row.kind === 'linked') {
    const edges = await edgesOf(ctx.tx, ctx.cityId, [...out]);
    const cut = edges.filter(({ a_id, b_id }) => out.has(a_id) !== out.has(b_id));
    await undoEdges(
      ctx.tx,
      ctx.cityId,
      ctx.now,
      cut.map(({ id }) => id),
      decision,
    );
  }
  await setApart(
    { tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision },
    chosen.map((subject) => [main, subject] as const),
  );
  return { merged: [], linkedOnly: [] };
}

async function markItem(
  ctx: Context,
  { row, members }: Group,
  chosen: readonly Subject[],
  kind: Deciding['decision'],
  decision: string,
): Promise<void> {
  const ids = chosen.map(({ id }) => id);
  await ctx.tx
    .updateTable('alike_item_member')
    .set({ decision: kind === 'accept' ? 'linked' : 'apart', decided_by: decision })
    .where('city_id', '=', ctx.cityId)
    .where('item_id', '=', row.id)
    .where('subject_id', 'in', ids.length === 0 ? [row.id] : ids)
    .execute();
  const left = members.filter((m) => m.decision === null && !ids.includes(m.subject_id)).length;
  if (left > 0) return;
  const linked = kind === 'accept' || members.some((member) => member.decision === 'linked');
  await ctx.tx
    .updateTable('alike_item')
    .set({ state: linked ? 'accepted' : 'apart', decided_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', row.id)
    .execute();
}

interface DecisionRow {
  id: string;
  item_id: string | null;
  kind: Kind;
  undone_at: Date | null;
}

/** 撤销判断: whatever it drew, cut, set apart or merged is as it was before, however long ago that is. */
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
  await insistLast(ctx, decision);
  await unmergeAll(ctx, id);
  await restoreLinks(ctx, id);
  await ctx.tx
    .updateTable('alike_decision')
    .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .execute();
  await regroup(
    ctx.tx,
    ctx.cityId,
    touched.map((ref) => ref.id),
  );
  if (decision.item_id === null) return {};
  await reopenItem(ctx, decision.item_id, id);
  const group = await findGroup(ctx, ctx.tx, decision.item_id, voices);
  return { item: await viewGroup(ctx, ctx.tx, group, voices) };
}

async function lockDecision(ctx: Context, id: string): Promise<DecisionRow> {
  const { rows } = await sql<DecisionRow>`
    select id, item_id, kind, undone_at from alike_decision
    where city_id = ${ctx.cityId} and id = ${id} for update`.execute(ctx.tx);
  const [row] = rows;
  if (row === undefined) throw new Refusal('not-found', { id });
  if (row.undone_at !== null) throw new Refusal('already-decided');
  return row;
}

/** Judgements of one item are taken back from the last one on. */
async function insistLast(ctx: Context, { id, item_id: item }: DecisionRow): Promise<void> {
  if (item === null) return;
  const later = await ctx.tx
    .selectFrom('alike_decision')
    .where('city_id', '=', ctx.cityId)
    .where('item_id', '=', item)
    .where('id', '>', id)
    .where('undone_at', 'is', null)
    .select('id')
    .executeTakeFirst();
  if (later !== undefined) throw new Refusal('already-decided');
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

/** Links it drew go, links it cut come back as new ones of the same reason, pairs it set apart are free again. */
async function restoreLinks(ctx: Context, decision: string): Promise<void> {
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
  const ofUndoing = new Set(drawn.map(({ id }) => id));
  const cut = await ctx.tx
    .selectFrom('alike_edge')
    .where('city_id', '=', ctx.cityId)
    .where('undone_by_decision', '=', decision)
    .selectAll()
    .execute();
  for (const { undone_at: _, undone_by_decision: __, ...edge } of cut) {
    if (ofUndoing.has(edge.id)) continue;
    await ctx.tx
      .insertInto('alike_edge')
      .values({ ...edge, id: newId(ctx.now.getTime()) })
      .onConflict((c) =>
        c.columns(['city_id', 'a_id', 'b_id']).where('undone_at', 'is', null).doNothing(),
      )
      .execute();
  }
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
    .set({ decision: null, decided_by: null })
    .where('city_id', '=', ctx.cityId)
    .where('item_id', '=', item)
    .where('decided_by', '=', decision)
    .execute();
  await ctx.tx
    .updateTable('alike_item')
    .set({ state: 'open', decided_at: null })
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
  const decision = await recordDecision(ctx, 'unlink', undefined, reason, post);
  await undoEdges(ctx.tx, ctx.cityId, ctx.now, [id], decision);
  await setApart({ tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision }, [[a, b]]);
  await regroup(ctx.tx, ctx.cityId, [a.id, b.id]);
  return { decision };
}
