import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-guard.ts';
import { type Actor, type HeldPost, postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { mayReadVoice } from '#domain/voice/policy.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import { insistReads, loadVoices, type Voice } from '../voice-load.ts';
import { noteOnVoice } from '../voice-store.ts';
import {
  addUnsealing,
  approve,
  isSealed,
  openSealed,
  type Unsealing,
  unsealings,
} from './vault.ts';

const DAY_MS = 86_400_000;

async function lockReadable(ctx: Context, id: string): Promise<Voice> {
  return insistReads(ctx.actor, (await loadVoices(ctx.tx, ctx.cityId, [id], true)).get(id), id);
}

function deskPost(actor: Actor, voice: Voice): HeldPost {
  const post = postOver(actor, ['office', 'leader'], voice.orgPath);
  if (post === undefined) throw new Refusal('not-allowed');
  return post;
}

/** 申请拆封: a voice without a sealed contact answers as if it were not there. */
export async function askUnsealing(
  ctx: Context,
  input: InputOf<typeof contract.askUnsealing>,
): Promise<Sent<(typeof contract.askUnsealing)['output']>> {
  const voice = await lockReadable(ctx, input.id);
  const post = deskPost(ctx.actor, voice);
  if (!(await isSealed(ctx, voice.id))) throw new Refusal('not-found', { id: input.id });
  const { personId } = ctx.actor;
  const id = await addUnsealing(ctx, {
    voiceId: voice.id,
    reason: input.reason,
    person: personId,
    unit: post.unitId,
  });
  const by = { side: 'office', personId, post } as const;
  await noteOnVoice(ctx, voice, 'unseal_ask', by, { reason: input.reason });
  return { id };
}

async function requestOf(ctx: Context, id: string): Promise<{ it: Unsealing; voice: Voice }> {
  const [it] = await unsealings(ctx, id);
  if (it === undefined) throw new Refusal('not-found', { id });
  const voice = (await loadVoices(ctx.tx, ctx.cityId, [it.voiceId], true)).get(it.voiceId);
  return { it, voice: insistReads(ctx.actor, voice, id) };
}

/** A request that nobody has approved by then is over; who still needs it asks anew, with his reason of today. */
const ASKED_MS = 3 * DAY_MS;

function isOver(it: Unsealing, now: Date): boolean {
  return it.endsAt === undefined && it.askedAt.getTime() + ASKED_MS <= now.getTime();
}

const SECOND = ['office', 'leader', 'inspector', 'auditor'] as const;

/**
 * A post from which the actor, who may read the voice, is the other person of another unit. Who is of the asking
 * unit by any post is of that unit, whatever else he holds.
 */
function otherPost(actor: Actor, it: Unsealing): HeldPost | undefined {
  if (actor.personId === it.askedPerson) return undefined;
  if (actor.posts.some(({ unitId }) => unitId === it.askedUnit)) return undefined;
  return actor.posts.find(
    (post) => post.unitId !== it.askedUnit && SECOND.some((role) => role === post.role),
  );
}

/** Do the one who asked and the actor belong to one unit, by any of their posts today? */
async function sharesUnit({ tx, cityId, today, actor }: Context, it: Unsealing): Promise<boolean> {
  const row = await tx
    .selectFrom('holding as h')
    .innerJoin('post as p', (join) =>
      join.onRef('p.city_id', '=', 'h.city_id').onRef('p.id', '=', 'h.post_id'),
    )
    .where('h.city_id', '=', cityId)
    .where('h.person_id', '=', it.askedPerson)
    .where('h.from_on', '<=', today)
    .where((e) => e.or([e('h.to_on', 'is', null), e('h.to_on', '>=', today)]))
    .where(
      'p.unit_id',
      'in',
      actor.posts.map(({ unitId }) => unitId),
    )
    .select('h.id')
    .executeTakeFirst();
  return row !== undefined;
}

/** 批准拆封, by another person of another unit. */
export async function approveUnsealing(
  ctx: Context,
  input: InputOf<typeof contract.approveUnsealing>,
): Promise<Sent<(typeof contract.approveUnsealing)['output']>> {
  const { it, voice } = await requestOf(ctx, input.id);
  if (isOver(it, ctx.now)) throw new Refusal('unseal-over');
  const post = otherPost(ctx.actor, it);
  if (post === undefined || (await sharesUnit(ctx, it))) throw new Refusal('same-unit');
  const endsAt = new Date(ctx.now.getTime() + DAY_MS);
  const { personId } = ctx.actor;
  if (!(await approve(ctx, it.id, { person: personId, unit: post.unitId, endsAt })))
    throw new Refusal('move-not-allowed', { state: 'approved', move: 'approve' });
  const by = { side: 'office', personId, post } as const;
  await noteOnVoice(ctx, voice, 'unseal_approve', by, { reason: it.reason });
  return { endsAt: endsAt.toISOString() };
}

/** 查看: by the one who asked or the one who approved, within the day. Answered directly: it is stored nowhere. */
export async function openIdentity(
  installation: Uint8Array,
  call: Direct,
  input: InputOf<typeof contract.openIdentity>,
): Promise<Sent<(typeof contract.openIdentity)['output']>> {
  const { actor } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return await call.db.transaction().execute(async (tx) => {
    const ctx: Context = { ...call, actor, tx };
    const { it, voice } = await requestOf(ctx, input.id);
    const mine = [it.askedPerson, it.otherPerson].includes(actor.personId);
    const isOpen = it.endsAt !== undefined && it.endsAt > ctx.now;
    if (!mine || !isOpen) throw new Refusal('unseal-over');
    const post = actor.posts.find(({ unitId }) => [it.askedUnit, it.otherUnit].includes(unitId));
    const by = { side: 'office', personId: actor.personId, post } as const;
    await noteOnVoice(ctx, voice, 'unseal_open', by, { reason: it.reason });
    return await openSealed(ctx, installation, voice.id);
  });
}

/** 拆封申请 on voices that the reader may see. */
export async function listUnsealings(
  q: Query,
): Promise<Sent<(typeof contract.listUnsealings)['output']>> {
  return await q.db.transaction().execute(async (tx) => {
    const all = await unsealings({ tx, cityId: q.cityId });
    const voices = await loadVoices(tx, q.cityId, [...new Set(all.map(({ voiceId }) => voiceId))]);
    const names = await unitNames(tx, q.cityId, all);
    const items = all.flatMap((it) => {
      const voice = voices.get(it.voiceId);
      const seen = voice !== undefined && mayReadVoice(q.actor, voice);
      return seen ? [shown(q, it, voice, names)] : [];
    });
    return { items };
  });
}

async function unitNames(
  tx: Context['tx'],
  cityId: number,
  all: readonly Unsealing[],
): Promise<Map<string, string>> {
  const ids = all.flatMap((it) => [
    it.askedUnit,
    ...(it.otherUnit === undefined ? [] : [it.otherUnit]),
  ]);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .where('id', 'in', ids)
    .select(['id', 'short_name'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.short_name]));
}

function shown(
  q: Query,
  it: Unsealing,
  voice: Voice,
  names: ReadonlyMap<string, string>,
): Sent<(typeof contract.listUnsealings)['output']>['items'][number] {
  const unit = (id: string): { id: string; name: string } => ({ id, name: names.get(id) ?? '' });
  const { personId } = q.actor;
  const other = otherPost(q.actor, it);
  return {
    id: it.id,
    voice: voice.id,
    no: voice.row.no,
    reason: it.reason,
    askedBy: unit(it.askedUnit),
    askedAt: it.askedAt.toISOString(),
    ...(it.otherUnit === undefined ? {} : { approvedBy: unit(it.otherUnit) }),
    ...(it.endsAt === undefined ? {} : { endsAt: it.endsAt.toISOString() }),
    mayApprove: it.endsAt === undefined && other !== undefined && !isOver(it, q.now),
    over: it.endsAt === undefined ? isOver(it, q.now) : it.endsAt <= q.now,
    mayOpen:
      it.endsAt !== undefined &&
      it.endsAt > q.now &&
      [it.askedPerson, it.otherPerson].includes(personId),
  };
}
