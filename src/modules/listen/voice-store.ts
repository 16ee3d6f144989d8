import { type Insertable, sql, type Updateable } from 'kysely';
import { searchTokens } from '#domain/entry/search-tokens.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import {
  afterVoiceMove,
  isVoiceOpen,
  type VoiceMove,
  type VoiceState,
} from '#domain/voice/lifecycle.ts';
import { ofVoice } from '#domain/voice/spoken.ts';
import { voiceObjection, voicePost } from '#domain/voice/policy.ts';
import type { Context } from '#platform/command.ts';
import { AHEAD } from '#platform/db/driver.ts';
import type { Tables } from '#platform/db/tables.ts';
import { newId } from '#platform/ids.ts';
import { endDraft } from './draft-store.ts';
import { insistReads, loadVoices, type Voice } from './voice-load.ts';

/** A change with nobody's name to it: what a reporter does, or the house by itself. */
export type Here = Pick<Context, 'tx' | 'cityId' | 'now' | 'today'>;

type Change = Updateable<Tables['voice']>;

/** What happened that is no move of the life: it is recorded and changes no state. */
export type Note =
  | 'receive'
  | 'original'
  | 'unseal_ask'
  | 'unseal_approve'
  | 'unseal_open'
  | 'call_open'
  | 'call_made'
  | 'draft'
  | 'undraft'
  | 'forget'
  | 'hide';

/** By whom: an officer with his post, the reporter without a name, the house. */
export type By =
  | { readonly side: 'office'; readonly personId: string; readonly post: HeldPost | undefined }
  | { readonly side: 'reporter' | 'house' };

/** Lock a voice for an officer's move, at the version he last saw, and insist that the move is open to him. */
export async function lockVoice(
  ctx: Context,
  input: { readonly id: string; readonly version: number },
  move: VoiceMove,
): Promise<Voice> {
  const found = (await loadVoices(ctx.tx, ctx.cityId, [input.id], true)).get(input.id);
  const voice = insistReads(ctx.actor, found, input.id);
  if (voice.version !== input.version)
    throw new Refusal('stale', {
      of: 'voice',
      seen: input.version,
      now: voice.version,
      ...(await lastChange(ctx, voice.id)),
    });
  insist(voiceObjection(ctx.actor, voice, move), ofVoice(voice.state, move));
  return voice;
}

async function lastChange(ctx: Context, id: string): Promise<{ who: string; what: string }> {
  const row = await ctx.tx
    .selectFrom('voice_event as v')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .where('v.city_id', '=', ctx.cityId)
    .where('v.voice_id', '=', id)
    .orderBy('v.version', 'desc')
    .limit(1)
    .select(['v.kind', 'u.short_name'])
    .executeTakeFirst();
  return { who: row?.short_name ?? '', what: row?.kind ?? '' };
}

/** By an officer, in the name of the post that the move is made from. */
export function byOfficer(ctx: Context, voice: Voice, move: VoiceMove): By {
  return {
    side: 'office',
    personId: ctx.actor.personId,
    post: voicePost(ctx.actor, voice, move),
  };
}

/**
 * The only way a voice changes: the move, the new row and its event, in one transaction. Where nothing is owed any
 * more no draft waits: it was used when these were its words (`draft` in the payload), else dropped.
 */
export async function advanceVoice(
  at: Here,
  voice: Voice,
  move: VoiceMove,
  by: By,
  change: Change = {},
  payload: object = {},
): Promise<Voice> {
  const state = afterVoiceMove(voice.state, move);
  if (state === undefined) throw new Refusal('move-not-allowed', ofVoice(voice.state, move));
  const next = await write(at, voice, move, state, by, change, payload);
  if (voice.draft === undefined || isVoiceOpen(state)) return next;
  await endDraft(at, next, 'draft' in payload ? 'used' : 'dropped');
  return { ...next, draft: undefined };
}

/** Record what is no move: the version goes on, the state stays. */
export async function noteOnVoice(
  at: Here,
  voice: Voice,
  note: Note,
  by: By,
  payload: object = {},
): Promise<Voice> {
  return await write(at, voice, note, voice.state, by, {}, payload);
}

async function write(
  at: Here,
  voice: Voice,
  kind: VoiceMove | Note,
  state: VoiceState,
  by: By,
  change: Change,
  payload: object,
): Promise<Voice> {
  const version = voice.version + 1;
  await at.tx
    .updateTable('voice')
    .set({ ...change, state, version, updated_at: at.now })
    .where('city_id', '=', at.cityId)
    .where('id', '=', voice.id)
    .execute();
  await record(at, { voiceId: voice.id, version, state, kind, by, payload });
  const row = { ...voice.row, ...change, state, version } as Voice['row'];
  return { ...voice, row, state, version };
}

interface Recorded {
  readonly voiceId: string;
  readonly version: number;
  readonly state: VoiceState;
  readonly kind: VoiceMove | Note;
  readonly by: By;
  readonly payload: object;
}

/** Write the event of a version; the database refuses the version without it. */
async function record(at: Here, it: Recorded): Promise<void> {
  const row = eventRow(at, it);
  await at.tx
    .insertInto('voice_event')
    .values({ ...row, payload: JSON.stringify(row.payload) })
    .execute();
}

/** The event as its table has it, the payload still an object. */
export function eventRow(at: Here, it: Recorded) {
  const { by } = it;
  const officer = by.side === 'office' ? by : undefined;
  return {
    city_id: at.cityId,
    voice_id: it.voiceId,
    version: it.version,
    state: it.state,
    at: at.now,
    kind: it.kind,
    by_side: by.side,
    person_id: officer?.personId ?? null,
    post_id: officer?.post?.postId ?? null,
    unit_id: officer?.post?.unitId ?? null,
    payload: it.payload,
  };
}

type Message = Omit<
  Insertable<Tables['voice_message']>,
  'city_id' | 'id' | 'voice_id' | 'seq' | 'said_on'
>;

/** Put down what was said; @returns its number, by which events name it. */
export async function say(at: Here, voiceId: string, message: Message): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select coalesce(max(seq), 0) + 1 as seq from voice_message
    where city_id = ${at.cityId} and voice_id = ${voiceId}`.execute(at.tx);
  const seq = rows[0]?.seq ?? 1;
  await at.tx
    .insertInto('voice_message')
    .values({
      ...message,
      city_id: at.cityId,
      id: newId(at.now.getTime()),
      voice_id: voiceId,
      seq,
      said_on: at.today,
    })
    .execute();
  return seq;
}

/** Put the words of a voice into its index, in place of those that were there. */
export async function indexVoice(at: Here, voiceId: string, text: string): Promise<void> {
  await indexVoices(at, [{ voiceId, text }]);
}

/** The same for many. */
export async function indexVoices(
  at: Here,
  all: readonly { readonly voiceId: string; readonly text: string }[],
): Promise<void> {
  if (all.length === 0) return;
  const words = all.map(({ voiceId, text }) => ({ voice_id: voiceId, tokens: searchTokens(text) }));
  await sql`${sql.raw(AHEAD)}
    insert into voice_search (city_id, voice_id, tsv)
    select ${at.cityId}::int, w.voice_id, array_to_tsvector(w.tokens)
    from json_to_recordset(${JSON.stringify(words)}::json) as w (voice_id uuid, tokens text[])
    on conflict (city_id, voice_id) do update set tsv = excluded.tsv`.execute(at.tx);
}
