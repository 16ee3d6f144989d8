import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/call-back.ts';
import { type CallFacts, type CallResult, mayCall } from '#domain/voice/call-back.ts';
import { masked } from '#domain/voice/disclosed.ts';
import type { Actor, HeldPost } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { mayBeCalled, openSealed } from './vault/vault.ts';
import { insistReads, loadVoices, type Voice } from './voice-load.ts';
import { advanceVoice, noteOnVoice } from './voice-store.ts';
import { voicesWithin } from './voices-within.ts';

const CALLERS = ['office', 'inspector'] as const;

function callingPost(actor: Actor): HeldPost {
  const post = actor.posts.find(({ role }) => CALLERS.some((one) => one === role));
  if (post === undefined) throw new Refusal('not-allowed');
  return post;
}

interface Candidate extends CallFacts {
  readonly id: string;
  readonly round: number;
}

/** 抽取回访. The frame is fixed first, then the seed is thrown; who has both draws the same again. */
export async function drawCalls(
  ctx: Context,
  input: InputOf<typeof contract.drawCalls>,
): Promise<Sent<typeof contract.CallDraw>> {
  const post = callingPost(ctx.actor);
  if (input.toOn < input.fromOn)
    throw new Refusal('window-backwards', { from: input.fromOn, to: input.toOn });
  const answered = await answeredWithin(ctx, input);
  const other = answered.filter((one) => mayCall({ personId: '', units: [post.unitId] }, one));
  const agreed = await mayBeCalled(
    ctx,
    other.map(({ id }) => id),
  );
  const frame = other.filter(({ id }) => agreed.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (frame.length === 0) throw new Refusal('nothing-to-draw');
  const frameHash = sum(frame.map(({ id }) => `${id}\n`).join(''));
  const seed = randomBytes(16).toString('hex');
  const drawn = drawFrom(frame, seed, input.n);
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('call_draw')
    .values({
      city_id: ctx.cityId,
      id,
      unit_id: post.unitId,
      org_path: post.path,
      from_on: input.fromOn,
      to_on: input.toOn,
      seed,
      frame_hash: frameHash,
      frame_n: frame.length,
      asked_n: input.n,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      at: ctx.now,
    })
    .execute();
  await ctx.tx
    .insertInto('voice_call')
    .values(
      drawn.map(({ id: voiceId, round }) => ({
        city_id: ctx.cityId,
        draw_id: id,
        voice_id: voiceId,
        round,
      })),
    )
    .execute();
  return {
    id,
    frame: frame.length,
    frameHash,
    seed,
    drawn: drawn.length,
    noConsent: other.length - frame.length,
    ownWork: answered.length - other.length,
  };
}

/** The `n` whose sum with the seed is smallest. */
export function drawFrom<T extends { readonly id: string }>(
  frame: readonly T[],
  seed: string,
  n: number,
): T[] {
  return frame
    .map((one) => ({ one, rank: sum(`${seed}:${one.id}`) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, n)
    .map(({ one }) => one);
}

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Answered in the window, neither rated nor drawn for this answer yet, and within the caller's eyes. */
async function answeredWithin(
  ctx: Context,
  { fromOn, toOn }: { readonly fromOn: string; readonly toOn: string },
): Promise<Candidate[]> {
  const condition = await voicesWithin({ ...ctx, db: ctx.tx }, { state: ['answered'] });
  const { rows } = await sql<{ id: string }>`
    select v.id from voice v where ${condition} and v.answered_on between ${fromOn} and ${toOn}
      and not exists (select 1 from voice_call c where c.city_id = v.city_id and c.voice_id = v.id
        and c.round = v.reopened + v.review + 1)
    order by v.id limit 20000 for no key update of v`.execute(ctx.tx);
  const ids = rows.map(({ id }) => id);
  const voices = await loadVoices(ctx.tx, ctx.cityId, ids);
  const handlers = await handlersOf(ctx.tx, ctx.cityId, ids);
  return [...voices.values()].map((voice) => ({
    id: voice.id,
    round: roundOf(voice),
    ...factsOf(voice, handlers),
  }));
}

function roundOf(voice: Voice): number {
  return voice.row.reopened + voice.review + 1;
}

function factsOf(voice: Voice, handlers: ReadonlyMap<string, readonly string[]>): CallFacts {
  const owner = voice.ownerUnit === undefined ? [] : [voice.ownerUnit];
  return {
    handledBy: [...owner, ...voice.answeredUnits],
    handlers: handlers.get(voice.id) ?? [],
  };
}

/** Who of the office has had a hand in each. */
async function handlersOf(
  tx: Tx,
  cityId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ voice_id: string; persons: string[] }>`
    select voice_id, array_agg(distinct person_id) as persons from voice_event
    where city_id = ${cityId} and voice_id = any(${ids}::uuid[]) and person_id is not null
      and kind in ('accept', 'ask', 'draft', 'answer', 'adopt') group by 1`.execute(tx);
  return new Map(rows.map((row) => [row.voice_id, row.persons]));
}

/** 回访任务 of the units at which the caller sits. */
export async function listCalls(
  q: Query,
  { done }: InputOf<typeof contract.listCalls>,
): Promise<Sent<(typeof contract.listCalls)['output']>> {
  const units = q.actor.posts.map(({ unitId }) => unitId);
  const condition = await voicesWithin(q, {});
  const { rows } = await sql<{
    draw_id: string;
    voice_id: string;
    no: string;
    title: string;
    answer: string | null;
    answered_on: string | null;
    result: CallResult | null;
    done_on: string | null;
    handled: string[];
    persons: string[];
  }>`
    select c.draw_id, c.voice_id, v.no, v.title, v.answered_on, c.result, c.done_on,
      (select m.body from voice_message m where m.city_id = v.city_id and m.voice_id = v.id and m.kind = 'answer'
        order by m.seq desc limit 1) as answer,
      (select coalesce(json_agg(distinct m.unit_id), '[]') from voice_message m
        where m.city_id = v.city_id and m.voice_id = v.id and m.kind = 'answer') as handled,
      (select coalesce(json_agg(distinct e.person_id), '[]') from voice_event e
        where e.city_id = v.city_id and e.voice_id = v.id and e.person_id is not null
          and e.kind in ('accept', 'ask', 'draft', 'answer', 'adopt')) as persons
    from voice_call c
    join call_draw d on d.city_id = c.city_id and d.id = c.draw_id
    join voice v on v.city_id = c.city_id and v.id = c.voice_id
    where c.city_id = ${q.cityId} and d.unit_id = any(${units}::uuid[]) and ${condition}
      and (c.result is not null) = ${done}
    order by d.at desc, v.no limit 200`.execute(q.db);
  return {
    items: rows.map((row) => ({
      draw: row.draw_id,
      voice: row.voice_id,
      no: row.no,
      title: row.title,
      answer: row.answer ?? '',
      ...(row.answered_on === null ? {} : { answeredOn: row.answered_on }),
      ...(row.result === null ? {} : { result: row.result }),
      ...(row.done_on === null ? {} : { doneOn: row.done_on }),
      mine: mayCall(
        { personId: q.actor.personId, units },
        { handledBy: row.handled, handlers: row.persons },
      ),
    })),
  };
}

interface Drawn {
  readonly voice: Voice;
  readonly post: HeldPost;
  readonly drawId: string;
}

/** A call that is still to be made, by somebody who may make it; the voice is held until the transaction ends. */
async function drawnFor(ctx: Context, voiceId: string): Promise<Drawn> {
  const post = callingPost(ctx.actor);
  const units = ctx.actor.posts.map(({ unitId }) => unitId);
  const found = (await loadVoices(ctx.tx, ctx.cityId, [voiceId], true)).get(voiceId);
  const voice = insistReads(ctx.actor, found, voiceId);
  const { rows } = await sql<{ draw_id: string }>`
    select c.draw_id from voice_call c
    join call_draw d on d.city_id = c.city_id and d.id = c.draw_id
    where c.city_id = ${ctx.cityId} and c.voice_id = ${voiceId} and c.round = ${roundOf(voice)}
      and c.result is null and d.unit_id = any(${units}::uuid[])`.execute(ctx.tx);
  const [row] = rows;
  if (row === undefined) throw new Refusal('not-found', { id: voiceId });
  const facts = factsOf(voice, await handlersOf(ctx.tx, ctx.cityId, [voiceId]));
  if (!mayCall({ personId: ctx.actor.personId, units }, facts)) throw new Refusal('own-work');
  return { voice, post, drawId: row.draw_id };
}

/** 查看联系方式, for this call alone: only who agreed to be called is ever drawn, and he reads that it was opened. */
export async function openCall(
  installation: Uint8Array,
  call: Direct,
  input: InputOf<typeof contract.openCall>,
): Promise<Sent<(typeof contract.openCall)['output']>> {
  const { actor } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return await call.db.transaction().execute(async (tx) => {
    const ctx: Context = { ...call, actor, tx };
    const { voice, post } = await drawnFor(ctx, input.voice);
    // He may have withdrawn his contact since: then there is nothing to open.
    if (!(await mayBeCalled(ctx, [voice.id])).has(voice.id)) throw new Refusal('unseal-over');
    const by = { side: 'office', personId: actor.personId, post } as const;
    await noteOnVoice(ctx, voice, 'call_open', by);
    return await openSealed(ctx, installation, voice.id);
  });
}

/** 回访结果. A rating told in the call is the reporter's, and marked as told; nobody answers for him. */
export async function recordCall(
  ctx: Context,
  input: InputOf<typeof contract.recordCall>,
): Promise<Sent<(typeof contract.recordCall)['output']>> {
  const { voice, post, drawId } = await drawnFor(ctx, input.voice);
  const { result, rating } = input;
  if ((result === 'rated') !== (rating !== undefined))
    throw new Refusal('invalid', { where: 'rating' });
  await ctx.tx
    .updateTable('voice_call')
    .set({ result, by_person: ctx.actor.personId, done_on: ctx.today })
    .where('city_id', '=', ctx.cityId)
    .where('draw_id', '=', drawId)
    .where('voice_id', '=', voice.id)
    .execute();
  const by = { side: 'office', personId: ctx.actor.personId, post } as const;
  if (rating === undefined) {
    await noteOnVoice(ctx, voice, 'call_made', by, { result });
    return { ok: true };
  }
  await ctx.tx
    .insertInto('voice_rating')
    .values({
      city_id: ctx.cityId,
      id: newId(ctx.now.getTime()),
      voice_id: voice.id,
      round: roundOf(voice),
      ...rating,
      // Written down by an officer: nothing by which its reporter could be known stays in it.
      note: masked(rating.note),
      rated_on: ctx.today,
      by_call: true,
    })
    .execute();
  await advanceVoice(
    ctx,
    voice,
    'rate',
    by,
    {},
    { level: rating.level, solved: rating.solved, call: true },
  );
  return { ok: true };
}
