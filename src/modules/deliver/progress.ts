import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/deliver-moves.ts';
import { deliveringObjection, reasonObjection } from '#domain/entry/guards.ts';
import { postAt } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Entry } from '#modules/ledger/entry-load.ts';
import { lockForMove } from '#modules/ledger/entry-store.ts';
import { finishMeasures } from '#modules/ledger/measures.ts';
import { answerMove } from '#modules/ledger/read-entry.ts';
import { endRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

const OF_THE_UNIT = ['liaison', 'handler', 'office'] as const;

/** A unit's own report in this episode; without a percentage its progress stays as it was. */
async function setPartyProgress(
  ctx: Context,
  entry: Entry,
  unitId: string,
  percent: number | undefined,
  note: string,
): Promise<void> {
  await ctx.tx
    .updateTable('party')
    .set({ ...(percent === undefined ? {} : { progress: percent }), note, reported_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entry.id)
    .where('episode', '=', entry.episode)
    .where('unit_id', '=', unitId)
    .execute();
}

/** 报进展: how far the lead unit says it has come; measures and milestones done are ticked with it. */
export async function reportProgress(
  ctx: Context,
  input: InputOf<typeof contract.progressEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'progress');
  await finishMeasures(ctx, entry.id, input.done ?? []);
  await setPartyProgress(ctx, entry, entry.leadUnit ?? '', input.percent, input.note);
  return answerMove(
    ctx,
    entry,
    'progress',
    { progress: input.percent },
    {
      because: { note: input.note, ...(input.done && { done: input.done }) },
    },
  );
}

/** 配合单位报进展: a co-unit's own part. */
export async function reportCoProgress(
  ctx: Context,
  input: InputOf<typeof contract.coReportEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'co_report');
  const by = entry.parties
    .filter((party) => party.role === 'co')
    .map((party) => postAt(ctx.actor, OF_THE_UNIT, party.unitId))
    .find((post) => post !== undefined);
  if (by === undefined) throw new Refusal('not-allowed');
  await setPartyProgress(ctx, entry, by.unitId, input.percent, input.note);
  return answerMove(
    ctx,
    entry,
    'co_report',
    {},
    {
      because: { unit: by.unitId, percent: input.percent, note: input.note },
      by,
    },
  );
}

/** 暂不具备条件: why it cannot go on, and when that is looked at again. */
export async function blockEntry(ctx: Context, input: InputOf<typeof contract.blockEntry>): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'block');
  if (input.reviewOn < ctx.today)
    throw new Refusal('deadline-past', { deadline: input.reviewOn, start: ctx.today });
  await setPartyProgress(ctx, entry, entry.leadUnit ?? '', undefined, input.reason);
  return answerMove(
    ctx,
    entry,
    'block',
    { reviewOn: input.reviewOn },
    {
      because: { reason: input.reason },
    },
  );
}

/** 恢复整改. */
export async function unblockEntry(
  ctx: Context,
  input: InputOf<typeof contract.unblockEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'unblock');
  return answerMove(
    ctx,
    entry,
    'unblock',
    { reviewOn: undefined },
    { because: { note: input.note } },
  );
}

/** 报结: the lead unit says it is done. It is a claim until somebody else has checked it. */
export async function deliverEntry(
  ctx: Context,
  input: InputOf<typeof contract.deliverEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'deliver');
  insist(deliveringObjection(entry));
  await endRequest(ctx, entry, 'withdrawn', undefined, undefined);
  await setPartyProgress(ctx, entry, entry.leadUnit ?? '', 100, input.note);
  return answerMove(
    ctx,
    entry,
    'deliver',
    { progress: 100, deliveredAt: ctx.now },
    {
      because: { note: input.note },
    },
  );
}
