import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/voice-moves.ts';
import { isExcluded } from '#domain/voice/excluded.ts';
import { Refusal } from '#domain/refusal.ts';
import { unitsOf } from '#modules/ledger/parties.ts';
import type { Context } from '#platform/command.ts';
import { type Answer, answerWithVoice } from './read-voice.ts';
import type { Voice } from './voice-load.ts';
import { advanceVoice, byOfficer, lockVoice } from './voice-store.ts';

/** A unit that may be given the voice: open, and not in the chain of the one complained of. */
async function receiver(
  ctx: Context,
  voice: Voice,
  id: string,
): Promise<{ id: string; name: string; path: string }> {
  const [unit] = await unitsOf(ctx, [id]);
  if (unit === undefined) throw new Refusal('unknown-unit', { unit: id, nearest: '' });
  if (isExcluded(voice.excluded, unit.path))
    throw new Refusal('named-in-complaint', { unit: unit.name });
  return unit;
}

/** 转办: until the other takes over, the owner stays the owner. */
export async function routeVoice(ctx: Context, input: InputOf<typeof contract.routeVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'route');
  const unit = await receiver(ctx, voice, input.unit);
  if (unit.id === voice.ownerUnit) throw new Refusal('unit-twice', { unit: unit.name });
  await advanceVoice(
    ctx,
    voice,
    'route',
    byOfficer(ctx, voice, 'route'),
    { pending_unit: unit.id, pending_path: unit.path, arbitrated: false },
    { unit: unit.id, name: unit.name, ...(input.note && { note: input.note }) },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 接收 */
export async function acceptVoice(
  ctx: Context,
  input: InputOf<typeof contract.acceptVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'accept');
  await advanceVoice(ctx, voice, 'accept', byOfficer(ctx, voice, 'accept'), {
    owner_unit: voice.pendingUnit ?? null,
    owner_path: voice.pendingPath ?? null,
    pending_unit: null,
    pending_path: null,
  });
  return answerWithVoice(ctx, voice.id);
}

/** 退回: it stays with who had it, and the tossing to and fro is counted. */
export async function declineVoice(
  ctx: Context,
  input: InputOf<typeof contract.declineVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'decline');
  await advanceVoice(
    ctx,
    voice,
    'decline',
    byOfficer(ctx, voice, 'decline'),
    { pending_unit: null, pending_path: null, ping_pong: voice.pingPong + 1 },
    { reason: input.reason },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 裁定: the office over both decides; the unit cannot turn it down again. */
export async function arbitrateVoice(
  ctx: Context,
  input: InputOf<typeof contract.arbitrateVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'arbitrate');
  const unit = await receiver(ctx, voice, input.unit);
  await advanceVoice(
    ctx,
    voice,
    'arbitrate',
    byOfficer(ctx, voice, 'arbitrate'),
    {
      owner_unit: unit.id,
      owner_path: unit.path,
      pending_unit: null,
      pending_path: null,
      arbitrated: true,
    },
    { unit: unit.id, name: unit.name, reason: input.reason },
  );
  return answerWithVoice(ctx, voice.id);
}
