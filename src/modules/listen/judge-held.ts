import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-moves.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { dismissVoice, passVoice } from './handle-voice.ts';
import { insistReads, loadVoices } from './voice-load.ts';

type Judged = Sent<(typeof contract.judgeHeld)['output']>;

/**
 * 一并审看: each voice that a flood left behind is let through or dismissed by its own move, at the version that was seen;
 * one that cannot be stays as it is and is told, the others go on.
 */
export async function judgeHeld(
  ctx: Context,
  { voices, because, reason }: InputOf<typeof contract.judgeHeld>,
): Promise<Judged> {
  const stayed: { id: string; why: string }[] = [];
  // Always in one order: two who judge the same ones at once never wait for each other in a circle.
  for (const { id, version } of voices.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    try {
      const found = (await loadVoices(ctx.tx, ctx.cityId, [id], true)).get(id);
      const voice = insistReads(ctx.actor, found, id);
      if (voice.state !== 'held') throw new Refusal('move-not-allowed', { state: voice.state });
      await (because === undefined
        ? passVoice(ctx, { id, version, reason })
        : dismissVoice(ctx, { id, version, because, reason }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stayed.push({ id, why: error.code });
    }
  return { judged: voices.length - stayed.length, stayed };
}
