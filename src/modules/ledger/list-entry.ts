import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/list-moves.ts';
import { reasonObjection } from '#domain/entry/guards.ts';
import { insist } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { campaignFor, insistCategory } from './campaign-of.ts';
import { holdForMove } from './entry-store.ts';
import { answerKnown, answerMove } from './read-entry.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** 甄别: looked at and worth a decision. */
export async function screenEntry(
  ctx: Context,
  input: InputOf<typeof contract.screenEntry>,
): Answer {
  const entry = await holdForMove(ctx, input, 'screen');
  return answerKnown(ctx, entry, 'screen', {}, { because: { note: input.note } });
}

/** 列入台账: from here on it counts in the denominator of every rate. */
export async function listEntry(ctx: Context, input: InputOf<typeof contract.listEntry>): Answer {
  const entry = await holdForMove(ctx, input, 'list');
  const change = {
    ...(input.level === undefined ? {} : { level: input.level }),
    ...(input.isKey === undefined ? {} : { isKey: input.isKey }),
  };
  const { category } = input;
  if (category === undefined) return answerKnown(ctx, entry, 'list', change);
  await insistCategory(ctx, await campaignFor(ctx, entry.campaignId), category);
  return answerMove(ctx, entry, 'list', { ...change, category });
}

/** 不予立项, with the reason; it may be taken up again. */
export async function notListEntry(
  ctx: Context,
  input: InputOf<typeof contract.notListEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await holdForMove(ctx, input, 'not_list');
  return answerKnown(ctx, entry, 'not_list', {}, { because: { reason: input.reason } });
}

/** 取消草稿: a draft task that will not be issued; it stays readable. */
export async function cancelEntry(
  ctx: Context,
  input: InputOf<typeof contract.cancelEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await holdForMove(ctx, input, 'cancel');
  return answerKnown(ctx, entry, 'cancel', {}, { because: { reason: input.reason } });
}
