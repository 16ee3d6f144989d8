import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/voice-drafts.ts';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { AnswerWords } from '#domain/voice/answer.ts';
import { type Context, dayOf, enqueue } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { type JobKind, longJob } from '#platform/jobs/job-kinds.ts';
import { doOne, NOTHING_YET, type Tally } from '#platform/jobs/one-by-one.ts';
import { mayReadVoice } from '#domain/voice/policy.ts';
import { giveAnswer } from './answer-voice.ts';
import { draftsSoFar, endDraft, putDraft, waitingWords } from './draft-store.ts';
import { type Answer, answerWithVoice } from './read-voice.ts';
import { loadVoices } from './voice-load.ts';
import { byOfficer, lockVoice, noteOnVoice } from './voice-store.ts';

type Seen = { readonly id: string; readonly version: number };
type Words = Omit<InputOf<typeof contract.draftAnswer>, keyof Seen>;
type Started = { job: string; n: number };

/** 存答复草稿: by whoever may answer at this moment; the earlier version stays on record. */
export async function draftAnswer(
  ctx: Context,
  { id, version, ...words }: InputOf<typeof contract.draftAnswer>,
): Answer {
  await keepDraft(ctx, { id, version }, words);
  return answerWithVoice(ctx, id);
}

async function keepDraft(ctx: Context, seen: Seen, words: Words): Promise<void> {
  const voice = await lockVoice(ctx, seen, 'answer');
  const by = byOfficer(ctx, voice, 'answer');
  const draft = (await draftsSoFar(ctx, voice.id)) + 1;
  const next = await noteOnVoice(ctx, voice, 'draft', by, { draft });
  if (voice.draft !== undefined) await endDraft(ctx, next, 'replaced');
  const unit = by.side === 'office' ? by.post?.unitId : undefined;
  await putDraft(ctx, next, { ...wordsOf(words), version: draft, unit });
}

function wordsOf({ outcome, body, facts = '', basis = '', reasons = '' }: Words): AnswerWords {
  return { outcome, body, facts, basis, reasons };
}

/** 丢弃答复草稿: it stays on record, and waits no longer. */
export async function dropDraft(ctx: Context, input: InputOf<typeof contract.dropDraft>): Answer {
  const voice = await lockVoice(ctx, input, 'answer');
  if (voice.draft === undefined) throw new Refusal('no-draft');
  const by = byOfficer(ctx, voice, 'answer');
  const next = await noteOnVoice(ctx, voice, 'undraft', by, { draft: voice.draft.version });
  await endDraft(ctx, next, 'dropped');
  return answerWithVoice(ctx, voice.id);
}

/** 发布: what waits is given as any answer is, by the same rule. */
async function publishDraft(ctx: Context, seen: Seen): Promise<void> {
  const voice = await lockVoice(ctx, seen, 'answer');
  const words = await waitingWords(ctx.tx, ctx.cityId, voice.id);
  if (words === undefined) throw new Refusal('no-draft');
  await giveAnswer(ctx, voice, words);
}

interface Args {
  readonly voices: readonly Seen[];
  /** The words to be kept as draft of each; without them what waits is published. */
  readonly draft?: Words;
}

/** 批量起草. The job carries the voices as they were seen, so that one that has changed since is left alone. */
export async function draftAnswers(
  ctx: Context,
  { voices, ...draft }: InputOf<typeof contract.draftAnswers>,
): Promise<Started> {
  return await start(ctx, { voices, draft });
}

/** 批量发布 */
export async function publishDrafts(
  ctx: Context,
  { voices }: InputOf<typeof contract.publishDrafts>,
): Promise<Started> {
  return await start(ctx, { voices });
}

async function start(ctx: Context, args: Args): Promise<Started> {
  const n = args.voices.length;
  return { job: await enqueue(ctx, 'answer-voices', args, ctx.now, n), n };
}

type ActorOf = (db: Db, cityId: number, accountId: string, now: Date) => Promise<Actor | undefined>;

/** The job: each voice by itself, as the person who asked, with the posts he holds at that moment. */
export function answerVoicesJob(actorOf: ActorOf): JobKind {
  return longJob<Args>('answer-voices', async (job, db): Promise<Tally> => {
    const { voices, draft } = job.args;
    const { cityId } = job;
    let out = (job.kept as Tally | undefined) ?? NOTHING_YET;
    for (const seen of voices.slice(out.n)) {
      if (await job.cancelled()) return out;
      const now = job.now();
      const actor = await actorOf(db, cityId, job.byAccount ?? '', now);
      if (actor === undefined) throw new Refusal('not-allowed');
      const voice = (await loadVoices(db, cityId, [seen.id])).get(seen.id);
      // Of what he may not read he is not told so much as its number.
      const no = voice !== undefined && mayReadVoice(actor, voice) ? voice.row.no : '—';
      out = await doOne(job, db, { no, out, stand: {} }, async (tx) => {
        const ctx = { tx, actor, cityId, now, today: dayOf(now) };
        await (draft === undefined ? publishDraft(ctx, seen) : keepDraft(ctx, seen, draft));
      });
    }
    return out;
  });
}
