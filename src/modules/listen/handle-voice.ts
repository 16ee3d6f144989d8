import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice.ts';
import { isExcluded } from '#domain/voice/excluded.ts';
import { voiceObjection } from '#domain/voice/policy.ts';
import { type Outcome, SOURCE_OF } from '#domain/voice/voice.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import { ruledDeadline } from '#modules/ledger/due-rules.ts';
import { unitsOf } from '#modules/ledger/parties.ts';
import type { Context } from '#platform/command.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import type { Direct } from '#platform/http.ts';
import { entryAndMerged } from './link-voice.ts';
import { answerWithVoice } from './read-voice.ts';
import { loadVoices, insistReads, type Voice } from './voice-load.ts';
import { advanceVoice, byOfficer, indexVoice, lockVoice, noteOnVoice, say } from './voice-store.ts';

type Answer = Promise<Sent<typeof contract.VoiceDetail>>;

/** Without a rule of the city: 《信访工作条例》第二十三条, fifteen days to be told. */
const DAYS_WITHOUT_RULE = 15;

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 登记受理: from here on the unit that registers owns it (首接负责), with a promised day. */
export async function registerVoice(
  ctx: Context,
  input: InputOf<typeof contract.registerVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'register');
  const by = byOfficer(ctx, voice, 'register');
  const post = by.side === 'office' ? by.post : undefined;
  if (post === undefined) throw new Refusal('not-allowed');
  if (input.dueOn !== undefined && input.dueOn < ctx.today)
    throw new Refusal('deadline-past', { deadline: input.dueOn, start: ctx.today });
  const ruled = await ruledDeadline(ctx, SOURCE_OF[voice.row.channel]);
  const dueOn = input.dueOn ?? ruled?.on ?? later(ctx.today, DAYS_WITHOUT_RULE);
  await advanceVoice(
    ctx,
    voice,
    'register',
    by,
    {
      first_unit: post.unitId,
      owner_unit: post.unitId,
      owner_path: post.path,
      due_on: dueOn,
      ...(input.title === undefined ? {} : { title: input.title }),
      ...(input.subject === undefined ? {} : { subject: input.subject }),
    },
    { dueOn },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 留待审核 */
export async function holdVoice(ctx: Context, input: InputOf<typeof contract.holdVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'hold');
  await advanceVoice(
    ctx,
    voice,
    'hold',
    byOfficer(ctx, voice, 'hold'),
    { held_for: 'office' },
    {
      reason: input.reason,
    },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 放行 */
export async function passVoice(ctx: Context, input: InputOf<typeof contract.passVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'pass');
  await advanceVoice(
    ctx,
    voice,
    'pass',
    byOfficer(ctx, voice, 'pass'),
    // Taken up again it has not ended: its contact must not be destroyed while somebody still owes an answer.
    { held_for: null, ended_on: null },
    {
      reason: input.reason,
    },
  );
  if (voice.kind !== 'complaint')
    await leaveForJob(ctx, 'match-alike', [{ kind: 'voice', id: voice.id }]);
  return answerWithVoice(ctx, voice.id);
}

/** 不予受理: its reporter reads the reason. */
export async function dismissVoice(
  ctx: Context,
  input: InputOf<typeof contract.dismissVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'dismiss');
  const { because, reason } = input;
  await advanceVoice(
    ctx,
    voice,
    'dismiss',
    byOfficer(ctx, voice, 'dismiss'),
    { ended_on: ctx.today },
    {
      because,
      reason,
    },
  );
  return answerWithVoice(ctx, voice.id);
}

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

interface Answering {
  readonly body: string;
  readonly facts: string;
  readonly basis?: string | undefined;
  readonly reasons?: string | undefined;
  readonly outcome: Outcome;
}

/** 答复: what is not upheld needs basis and reasons (《信访工作条例》第三十二条). */
async function giveAnswer(ctx: Context, voice: Voice, input: Answering): Promise<void> {
  const { basis = '', reasons = '' } = input;
  if (input.outcome !== 'upheld' && (basis === '' || reasons === ''))
    throw new Refusal('no-reason');
  const by = byOfficer(ctx, voice, 'answer');
  const unit = by.side === 'office' ? by.post?.unitId : undefined;
  const { body, facts, outcome } = input;
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
    { message: seq, outcome },
  );
}

export async function answerVoice(
  ctx: Context,
  input: InputOf<typeof contract.answerVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'answer');
  await giveAnswer(ctx, voice, input);
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
  for (const voice of waiting) await giveAnswer(ctx, voice, input);
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

/** 整理: title, summary, subject and place as they are handled; the words as sent stay as they are. */
export async function tidyVoice(ctx: Context, input: InputOf<typeof contract.tidyVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'tidy');
  const { title, summary, subject, place } = input;
  const placed =
    input.placeUnit === undefined || voice.kind === 'complaint'
      ? undefined
      : (await unitsOf(ctx, [input.placeUnit]))[0];
  if (summary !== undefined)
    await ctx.tx
      .updateTable('voice_text')
      .set({ summary })
      .where('city_id', '=', ctx.cityId)
      .where('voice_id', '=', voice.id)
      .execute();
  const change = {
    ...(title === undefined ? {} : { title }),
    ...(subject === undefined ? {} : { subject }),
    ...(place === undefined ? {} : { place }),
    ...(placed === undefined ? {} : { place_unit: placed.id, org_path: placed.path }),
  };
  await advanceVoice(ctx, voice, 'tidy', byOfficer(ctx, voice, 'tidy'), change, {
    fields: Object.keys({ ...change, ...(summary === undefined ? {} : { summary }) }),
  });
  const { row } = voice;
  const text = await ctx.tx
    .selectFrom('voice_text')
    .where('city_id', '=', ctx.cityId)
    .where('voice_id', '=', voice.id)
    .select('summary')
    .executeTakeFirstOrThrow();
  await indexVoice(
    ctx,
    voice.id,
    `${row.no} ${title ?? row.title} ${text.summary} ${place ?? row.place}`,
  );
  return answerWithVoice(ctx, voice.id);
}

/** 办结 */
export async function endVoice(ctx: Context, input: InputOf<typeof contract.endVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'end');
  await advanceVoice(
    ctx,
    voice,
    'end',
    byOfficer(ctx, voice, 'end'),
    { ended_on: ctx.today },
    {
      ...(input.note && { reason: input.note }),
    },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 调阅原文: by desk or owner, with a reason that its reporter reads too. Answered directly: no copy is kept. */
export async function readOriginal(
  call: Direct,
  input: InputOf<typeof contract.readOriginal>,
): Promise<Sent<(typeof contract.readOriginal)['output']>> {
  const { actor } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return await call.db.transaction().execute(async (tx) => {
    const ctx: Context = { ...call, actor, tx };
    const found = (await loadVoices(tx, ctx.cityId, [input.id], true)).get(input.id);
    const voice = insistReads(actor, found, input.id);
    // Whoever may not even ask its reporter has no business with his words.
    const objection = voiceObjection(actor, { ...voice, state: 'registered' }, 'ask');
    insist(objection);
    const by = byOfficer(ctx, voice, 'ask');
    await noteOnVoice(ctx, voice, 'original', by, { reason: input.reason });
    const row = await tx
      .selectFrom('submission')
      .where('city_id', '=', ctx.cityId)
      .where('voice_id', '=', voice.id)
      .select(['words', 'place'])
      .executeTakeFirstOrThrow();
    return row;
  });
}
