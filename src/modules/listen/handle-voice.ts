import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-moves.ts';
import { voiceObjection } from '#domain/voice/policy.ts';
import { SOURCE_OF } from '#domain/voice/voice.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { ruledDeadline } from '#modules/ledger/due-rules.ts';
import { unitsOf } from '#modules/ledger/parties.ts';
import type { Context } from '#platform/command.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import type { Direct } from '#platform/http.ts';
import { type Answer, answerWithVoice } from './read-voice.ts';
import { loadVoices, insistReads } from './voice-load.ts';
import { advanceVoice, byOfficer, indexVoice, lockVoice, noteOnVoice } from './voice-store.ts';

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
