import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/deliver-moves.ts';
import { askingObjection, handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { postFor } from '#domain/entry/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { approverPost } from '#modules/ledger/approver.ts';
import type { Entry } from '#modules/ledger/entry-load.ts';
import type { Change } from '#modules/ledger/entry-record.ts';
import { advance, lockForMove } from '#modules/ledger/entry-store.ts';
import { reindexWords } from '#modules/ledger/entry-words.ts';
import {
  countMeasures,
  type Measure,
  replaceMeasures,
  standAlready,
} from '#modules/ledger/measures.ts';
import { answerMove, answerWith } from '#modules/ledger/read-entry.ts';
import { endRequest, openRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** What a request asks for, as it is stored and carried out when approved. */
interface Ask {
  readonly deadline?: string;
  /** 改为限期 */
  readonly toDated?: true;
  readonly title?: string;
  readonly measures?: readonly Measure[];
}

/** 提请延期、调整、撤销: the entry goes on unchanged until the approver post has decided. */
export async function askEntry(ctx: Context, input: InputOf<typeof contract.askEntry>): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'ask');
  const { deadline, toDated, title, measures } = input;
  const changes = measures !== undefined && !(await standAlready(ctx, entry.id, measures));
  const asked = {
    ...input,
    title: title === entry.title ? undefined : title,
    measures: changes ? measures : undefined,
  };
  insist(askingObjection(entry, asked, ctx.today), {
    deadline: input.kind === 'extension' ? (entry.deadline ?? ctx.today) : deadline,
    start: ctx.today,
  });
  const deadlineKind = toDated === true ? 'date' : entry.deadlineKind;
  if (measures !== undefined && entry.leadUnit !== undefined)
    insist(handingObjection({ ...entry, deadlineKind, ...countMeasures(measures) }));
  const by = postFor(ctx.actor, entry, 'ask');
  if (by === undefined) throw new Refusal('not-allowed');
  const ask: Ask = {
    ...(deadline === undefined ? {} : { deadline }),
    ...(toDated === true ? { toDated } : {}),
    ...(title === undefined ? {} : { title }),
    ...(measures === undefined ? {} : { measures }),
  };
  const approver = await approverPost(ctx, entry, [...entry.doers, ctx.actor.personId]);
  const request = await openRequest(ctx, entry, {
    kind: input.kind,
    approverPost: approver,
    ask,
    reason: input.reason,
    by,
  });
  return answerMove(
    ctx,
    entry,
    'ask',
    {},
    {
      because: { request, kind: input.kind, reason: input.reason, ask },
      by,
    },
  );
}

/** 撤回申请: the post that has asked takes it back; the entry goes on as it is. */
export async function withdrawEntry(
  ctx: Context,
  input: InputOf<typeof contract.withdrawEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'withdraw');
  const open = entry.openRequest;
  if (open === undefined || open.id !== input.request)
    throw new Refusal('not-found', { request: input.request });
  const by = ctx.actor.posts.find((post) => post.postId === open.openedPost);
  await endRequest(ctx, entry, 'withdrawn', input.note, by);
  const because = { request: open.id, kind: open.kind, note: input.note };
  return answerMove(ctx, entry, 'withdraw', {}, { because, by });
}

/** 审批: the holder of the approver post decides; an approval is carried out at once. */
export async function decideEntry(
  ctx: Context,
  input: InputOf<typeof contract.decideEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'decide');
  const open = entry.openRequest;
  if (open === undefined || open.id !== input.request)
    throw new Refusal('not-found', { request: input.request });
  const by = ctx.actor.posts.find((post) => post.postId === open.approverPost);
  const decision = input.approve ? 'approved' : 'rejected';
  const because = { request: open.id, kind: open.kind, decision, note: input.note };
  const ask = await askOf(ctx, open.id);
  await endRequest(ctx, entry, decision, input.note, by);
  if (input.approve && open.kind === 'cancellation')
    await advance(ctx, entry, 'cancel', {}, { because, by });
  else {
    const change = input.approve ? await carryOut(ctx, entry, ask) : {};
    const next = await advance(ctx, entry, 'decide', change, { because: { ...because, ask }, by });
    if (next.title !== entry.title) await reindexWords(ctx, next);
  }
  return answerWith(ctx, entry.id);
}

async function askOf(ctx: Context, requestId: string): Promise<Ask> {
  const row = await ctx.tx
    .selectFrom('request')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', requestId)
    .select('ask')
    .executeTakeFirstOrThrow();
  return row.ask as Ask;
}

/** The change that an approved extension or adjustment makes; the first deadline is kept for judging pace. */
async function carryOut(ctx: Context, entry: Entry, ask: Ask): Promise<Change> {
  if (ask.measures !== undefined) await replaceMeasures(ctx, entry.id, ask.measures);
  return {
    ...(ask.deadline === undefined ? {} : { deadlineKind: 'date', deadline: ask.deadline }),
    ...(ask.title === undefined ? {} : { title: ask.title }),
  };
}
