import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal, refusalSentence } from '#domain/refusal.ts';
import { mergeEntry } from '#modules/ledger/merge-entry.ts';
import type { Context } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import { newId } from '#platform/ids.ts';
import { drawEdges, edgesOf, ensureSubjects, regroup, setApart, undoEdges } from './alike-store.ts';
import { findGroup, type Group, JUDGES, stateFor, viewGroup } from './queue.ts';
import { askingOf, entrySubjects, type Subject, type VoicePort } from './subjects.ts';

/** 采纳, 拆出, 不是重复, 解除关联 */
export type DecisionKind = 'accept' | 'split' | 'apart' | 'unlink';
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
  if (stateFor(group.members) !== 'open') throw new Refusal('already-decided');
  const chosen = chosenMembers(group, input);
  const decision = await recordDecision(ctx, post, {
    kind: input.decision,
    reason: input.reason,
    item: group.row.id,
    about: chosen.map(({ id }) => id),
  });
  const all = [group.main, ...group.members.map(({ subject }) => subject)];
  await ensureSubjects(ctx.tx, ctx.cityId, all);
  const outcome =
    input.decision === 'accept'
      ? await accept(ctx, group, { chosen, decision, input, voices })
      : await separate(ctx, group, chosen, decision);
  await regroup(ctx.tx, ctx.cityId, [
    ...all.map(({ id }) => id),
    ...(outcome.raised === undefined ? [] : [outcome.raised.id]),
  ]);
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

interface Judged {
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly item?: string;
  /** The subjects judged; who sees none of them is not told of it. */
  readonly about: readonly string[];
}

/** What was decided, by whom and from which post. */
export async function recordDecision(
  ctx: Context,
  post: { readonly postId: string; readonly unitId: string },
  { kind, reason, item, about }: Judged,
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
      about: [...about],
      by_person: ctx.actor.personId,
      by_post: post.postId,
      by_unit: post.unitId,
      at: ctx.now,
    })
    .execute();
  return id;
}

interface Accepting {
  readonly chosen: readonly Subject[];
  readonly decision: string;
  readonly input: Pick<Deciding, 'merge' | 'raise'>;
  readonly voices: VoicePort | undefined;
}

/**
 * What is accepted is linked. The problem among it, or the one that is raised from it, takes in the others:
 * entries are merged on the ledger, voices are handled with it from now on.
 */
async function accept(
  ctx: Context,
  { row, main, members }: Group,
  { chosen, decision, input, voices }: Accepting,
): Promise<Omit<Decided, 'item'>> {
  const why = new Map(members.map((member) => [member.subject_id, member]));
  if (row.kind === 'suggested')
    await drawEdges(
      { tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision },
      chosen.map((subject) => ({
        a: main,
        b: subject,
        score: why.get(subject.id)?.score ?? 0,
        rule: why.get(subject.id)?.rule ?? 'likely',
      })),
    );
  const outcome: Omit<Decided, 'item'> = { merged: [], tied: [], linkedOnly: [] };
  if (!input.merge) return outcome;
  const all = [main, ...chosen];
  const links: string[] = [];
  let target = all.find(({ kind }) => kind === 'entry');
  if (target === undefined && input.raise !== undefined && voices !== undefined) {
    const raised = await raiseFrom(ctx, main, input.raise, decision, voices);
    links.push(raised.link);
    target = raised.subject;
    outcome.raised = { id: target.id, no: target.no };
    outcome.tied.push(main.no);
  }
  if (target === undefined) return outcome;
  for (const subject of all) {
    if (subject === target || (outcome.raised !== undefined && subject === main)) continue;
    // The main one has no likeness to itself: what counts is that of the problem it goes to.
    const { score, rule } = why.get(subject.id) ?? why.get(target.id) ?? { score: 1, rule: '' };
    const stays =
      subject.kind === 'entry'
        ? await mergeInto(ctx, subject, target, decision)
        : await tie(ctx, { voice: subject.id, entry: target.id, score, rule }, links, voices);
    if (stays !== undefined) outcome.linkedOnly.push({ no: subject.no, why: stays });
    else (subject.kind === 'entry' ? outcome.merged : outcome.tied).push(subject.no);
  }
  await keepLinks(ctx, decision, links);
  return outcome;
}

/** 由诉求提出问题: raised in the name of the first voice, and linked with it. */
async function raiseFrom(
  ctx: Context,
  main: Subject,
  problem: NonNullable<Deciding['raise']>,
  decision: string,
  voices: VoicePort,
): Promise<{ subject: Subject; link: string }> {
  const { entry, link } = await voices.raise(ctx, main.id, problem);
  const [subject] = await entrySubjects(askingOf(ctx), ctx.tx, [entry]);
  if (subject === undefined) throw new Refusal('out-of-reach');
  await ensureSubjects(ctx.tx, ctx.cityId, [subject]);
  await drawEdges({ tx: ctx.tx, cityId: ctx.cityId, now: ctx.now, decision }, [
    { a: subject, b: main, score: 1, rule: 'raised' },
  ]);
  return { subject, link };
}

/** Why the voice stays as it is, or nothing when it was tied. */
async function tie(
  ctx: Context,
  wanted: Parameters<VoicePort['tie']>[1],
  links: string[],
  voices: VoicePort | undefined,
): Promise<string | undefined> {
  const tied = await voices?.tie(ctx, wanted);
  if (tied === undefined) return '';
  if ('why' in tied) return tied.why;
  if (tied.link !== undefined) links.push(tied.link);
  return undefined;
}

async function keepLinks(ctx: Context, decision: string, links: readonly string[]): Promise<void> {
  await insertMany(
    ctx.tx,
    'alike_tie',
    links.map((link) => ({ city_id: ctx.cityId, decision_id: decision, link_id: link })),
  );
}

/** States in which nobody has begun: a merge then takes no work away from anyone. */
const NOT_BEGUN = new Set(['raised', 'screened', 'listed']);
const BEGUN = { zh: '已开始整改，只作关联', en: 'work has begun; linked only' } as const;

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
  if (!NOT_BEGUN.has(entry.state)) return BEGUN[ctx.lang ?? 'zh'];
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
    return refusalSentence(error.code, error.details, ctx.lang ?? 'zh');
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
  return { merged: [], tied: [], linkedOnly: [] };
}

async function markItem(
  ctx: Context,
  { row, members, hidden }: Group,
  chosen: readonly Subject[],
  kind: Deciding['decision'],
  decision: string,
): Promise<void> {
  const ids = chosen.map(({ id }) => id);
  await ctx.tx
    .updateTable('alike_item_member')
    .set({
      decision: kind === 'accept' ? 'linked' : 'apart',
      decided_by: decision,
      decided_at: ctx.now,
    })
    .where('city_id', '=', ctx.cityId)
    .where('item_id', '=', row.id)
    .where('subject_id', 'in', ids.length === 0 ? [row.id] : ids)
    .execute();
  const left = members.filter((m) => m.decision === null && !ids.includes(m.subject_id)).length;
  // Whoever sees the others judges them: what one sees is all that one decides on.
  if (left + hidden > 0) return;
  const linked = kind === 'accept' || members.some((member) => member.decision === 'linked');
  await ctx.tx
    .updateTable('alike_item')
    .set({ state: linked ? 'accepted' : 'apart' })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', row.id)
    .execute();
}
