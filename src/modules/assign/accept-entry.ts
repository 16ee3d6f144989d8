import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/assign-moves.ts';
import { deadlineObjection, handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { postAt } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { holdForMove, lockForMove } from '#modules/ledger/entry-store.ts';
import { measuresAfter, replaceMeasures } from '#modules/ledger/measures.ts';
import { dropParties, setParties, unitsOf } from '#modules/ledger/parties.ts';
import { answerKnown, answerMove } from '#modules/ledger/read-entry.ts';
import { endRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';
import { deadlineAfter } from './assign-entry.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** 签收: the lead unit takes it on. */
export async function acceptEntry(
  ctx: Context,
  input: InputOf<typeof contract.acceptEntry>,
): Answer {
  const entry = await holdForMove(ctx, input, 'accept');
  return answerKnown(ctx, entry, 'accept');
}

/** 拒收: back to who assigned it, with the reason; it stands where it was raised until it is handed on. */
export async function refuseEntry(
  ctx: Context,
  input: InputOf<typeof contract.refuseEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'refuse');
  await endRequest(ctx, entry, 'withdrawn', undefined, undefined);
  await dropParties(ctx, entry.id, entry.episode);
  const change = { leadUnit: undefined, orgPath: entry.originPath, progress: undefined };
  const by = postAt(ctx.actor, ['liaison', 'handler', 'office'], entry.leadUnit ?? '');
  return answerMove(ctx, entry, 'refuse', change, {
    because: { reason: input.reason, lead: entry.leadName },
    by,
  });
}

/** 自查自改: a unit lists what it has found in itself, takes it on and accepts it, in one move. */
export async function selfMendEntry(
  ctx: Context,
  input: InputOf<typeof contract.selfMendEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'self_mend');
  const [unit] = await unitsOf(ctx, [entry.originUnit]);
  if (unit === undefined) throw new Refusal('no-lead');
  const deadline = deadlineAfter(entry, input.deadline ?? { kind: 'at_once', on: ctx.today });
  insist(deadlineObjection(deadline.deadlineKind, deadline.deadline, ctx.today), {
    deadline: deadline.deadline,
    start: ctx.today,
  });
  insist(
    handingObjection({
      kind: entry.kind,
      leadUnit: unit.id,
      deadlineKind: deadline.deadlineKind,
      ...measuresAfter(entry, input.measures),
    }),
  );
  if (input.measures !== undefined) await replaceMeasures(ctx, entry.id, input.measures);
  await setParties(ctx, entry, unit, []);
  return answerMove(
    ctx,
    entry,
    'self_mend',
    { leadUnit: unit.id, orgPath: unit.path, progress: 0, ...deadline },
    { because: { lead: unit.name, ...(input.measures && { measures: input.measures }) } },
  );
}
