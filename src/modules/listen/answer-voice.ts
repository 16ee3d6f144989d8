import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-moves.ts';
import { voiceObjection } from '#domain/voice/policy.ts';
import type { Outcome } from '#domain/voice/voice.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { type AnswerWords, answerObjection, isSameAnswer } from '#domain/voice/answer.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import type { Context } from '#platform/command.ts';
import { waitingWords } from './draft-store.ts';
import { entryAndMerged } from './link-voice.ts';
import { type Answer, answerWithVoice } from './read-voice.ts';
import { loadVoices, type Voice } from './voice-load.ts';
import { advanceVoice, byOfficer, lockVoice, say } from './voice-store.ts';

/** 询问: relayed by the house; the office does not learn whom it asks. */
export async function askReporter(
  ctx: Context,
  input: InputOf<typeof contract.askReporter>,
): Answer {
  const voice = await lockVoice(ctx, input, 'ask');
  const by = byOfficer(ctx, voice, 'ask');
  const unit = by.side === 'office' ? by.post?.unitId : undefined;
  const seq = await say(ctx, voice.id, {
    kind: 'question',
    body: input.question,
    unit_id: unit ?? null,
  });
  await advanceVoice(ctx, voice, 'ask', by, { asked: true }, { message: seq });
  return answerWithVoice(ctx, voice.id);
}

interface Given {
  readonly body: string;
  readonly facts: string;
  readonly basis?: string | undefined;
  readonly reasons?: string | undefined;
  readonly outcome: Outcome;
}

/** 答复: written at once, for many, or published from a draft, there is one rule for it. */
export async function giveAnswer(ctx: Context, voice: Voice, words: AnswerWords): Promise<void> {
  insist(answerObjection(words));
  const by = byOfficer(ctx, voice, 'answer');
  const unit = by.side === 'office' ? by.post?.unitId : undefined;
  const { body, facts, basis, reasons, outcome = null } = words;
  const seq = await say(ctx, voice.id, {
    kind: 'answer',
    body,
    facts,
    basis,
    reasons,
    outcome,
    unit_id: unit ?? null,
  });
  await advanceVoice(
    ctx,
    voice,
    'answer',
    by,
    { outcome, answered_on: ctx.today, asked: false, pending_unit: null, pending_path: null },
    { message: seq, outcome, ...(await draftUsed(ctx, voice, words)) },
  );
}

/** The draft whose very words these are. */
async function draftUsed(
  ctx: Context,
  voice: Voice,
  words: AnswerWords,
): Promise<{ readonly draft?: number }> {
  if (voice.draft === undefined) return {};
  const waiting = await waitingWords(ctx.tx, ctx.cityId, voice.id);
  return waiting !== undefined && isSameAnswer(waiting, words)
    ? { draft: voice.draft.version }
    : {};
}

function wordsOf({ outcome, body, facts, basis = '', reasons = '' }: Given): AnswerWords {
  return { outcome, body, facts, basis, reasons };
}

export async function answerVoice(
  ctx: Context,
  input: InputOf<typeof contract.answerVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'answer');
  await giveAnswer(ctx, voice, wordsOf(input));
  return answerWithVoice(ctx, voice.id);
}

/** 一并答复: every voice of the problem that waits for an answer this officer may give. */
export async function answerVoicesOfEntry(
  ctx: Context,
  input: InputOf<typeof contract.answerVoicesOfEntry>,
): Promise<Sent<(typeof contract.answerVoicesOfEntry)['output']>> {
  const entry = await findEntry({ ...ctx, db: ctx.tx }, input.id);
  const { rows } = await sql<{ voice_id: string }>`
    select distinct k.voice_id from voice_link k
    where k.city_id = ${ctx.cityId} and k.undone_at is null
      and k.entry_id in (${entryAndMerged(ctx.cityId, entry.id)})`.execute(ctx.tx);
  const ids = rows.map((row) => row.voice_id);
  const voices = await loadVoices(ctx.tx, ctx.cityId, ids, true);
  const waiting = [...voices.values()].filter(
    (voice) => voice.state === 'linked' && voiceObjection(ctx.actor, voice, 'answer') === undefined,
  );
  if (waiting.length !== input.expect)
    throw new Refusal('stale', { seen: input.expect, now: waiting.length, who: '', what: '' });
  for (const voice of waiting) await giveAnswer(ctx, voice, wordsOf(input));
  return { answered: waiting.length };
}

/** 采纳认定, with its reason: apart from whether it was answered. */
export async function adoptVoice(ctx: Context, input: InputOf<typeof contract.adoptVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'adopt');
  const { adoption, reason } = input;
  await advanceVoice(
    ctx,
    voice,
    'adopt',
    byOfficer(ctx, voice, 'adopt'),
    { adoption },
    {
      adoption,
      reason,
    },
  );
  return answerWithVoice(ctx, voice.id);
}
