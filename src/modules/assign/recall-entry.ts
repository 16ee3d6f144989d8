import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/assign-moves.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { postAt } from '#domain/org/actor.ts';
import { type Entry } from '#modules/ledger/entry-load.ts';
import { advance, lockForMove } from '#modules/ledger/entry-store.ts';
import { dropParties } from '#modules/ledger/parties.ts';
import { answerWith } from '#modules/ledger/read-entry.ts';
import { endRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';

/**
 * 撤回: an assignment that nobody has taken on goes back to be handed on again, with its measures and
 * deadline; a report of completion that nobody has looked at goes back to the work.
 */
export async function recallEntry(
  ctx: Context,
  input: InputOf<typeof contract.recallEntry>,
): Promise<Sent<typeof EntryDetail>> {
  const entry = await lockForMove(ctx, input, 'recall');
  const because = input.note === undefined ? {} : { note: input.note };
  if (entry.state === 'delivered') await recallDelivery(ctx, entry, because);
  else await recallAssignment(ctx, entry, because);
  return answerWith(ctx, entry.id);
}

async function recallDelivery(ctx: Context, entry: Entry, because: object): Promise<void> {
  const by = postAt(ctx.actor, ['liaison', 'handler', 'office'], entry.leadUnit ?? '');
  await advance(ctx, entry, 'recall', { deliveredAt: undefined }, { because, by });
}

async function recallAssignment(ctx: Context, entry: Entry, because: object): Promise<void> {
  await endRequest(ctx, entry, 'withdrawn', undefined, undefined);
  await dropParties(ctx, entry.id, entry.episode);
  const change = { leadUnit: undefined, orgPath: entry.originPath, progress: undefined };
  await advance(ctx, entry, 'recall', change, { because: { ...because, lead: entry.leadName } });
}
