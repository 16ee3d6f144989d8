import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice.ts';
import type { Subject } from '#domain/voice/voice.ts';
import { isVoiceOpen } from '#domain/voice/lifecycle.ts';
import { openVoiceMoves, seesDraft } from '#domain/voice/policy.ts';
import { Refusal } from '#domain/refusal.ts';
import { masked } from '#domain/voice/disclosed.ts';
import { type Context, dayOf, type Query } from '#platform/command.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { serveFile } from '#platform/files/serve-file.ts';
import type { Direct } from '#platform/http.ts';
import { loadEntries } from '#modules/ledger/entry-load.ts';
import { mayRead } from '#modules/ledger/entry-store.ts';
import { waitingWords } from './draft-store.ts';
import {
  findVoice,
  type LinkedEntry,
  loadVoices,
  type Voice,
  type WaitingDraft,
} from './voice-load.ts';

type Row = Sent<typeof contract.VoiceRow>;
type Detail = Sent<typeof contract.VoiceDetail>;
/** What a move of an officer answers with. */
export type Answer = Promise<Detail>;

/** A voice as a list shows it. */
function voiceRow(
  q: Pick<Query, 'actor' | 'today'>,
  voice: Voice,
  entries: readonly LinkedEntry[],
): Row {
  const { row } = voice;
  const unit = (
    id: string | undefined,
    name: string | undefined,
  ): { id: string; name: string } | undefined =>
    id === undefined ? undefined : { id, name: name ?? '' };
  return {
    id: row.id,
    no: row.no,
    version: voice.version,
    kind: row.kind,
    channel: row.channel,
    state: voice.state,
    title: row.title,
    ...(row.subject === '' ? {} : { subject: row.subject as Subject }),
    place: row.place,
    placeUnit: unit(row.place_unit ?? undefined, voice.placeName),
    owner: unit(voice.ownerUnit, voice.ownerName),
    pending: unit(voice.pendingUnit, voice.pendingName),
    pingPong: row.ping_pong,
    review: row.review,
    heldFor: (row.held_for ?? undefined) as Row['heldFor'],
    outcome: row.outcome ?? undefined,
    adoption: row.adoption ?? undefined,
    dueOn: row.due_on ?? undefined,
    receivedOn: row.received_on,
    answeredOn: row.answered_on ?? undefined,
    overdue: row.due_on !== null && row.due_on < q.today && isVoiceOpen(voice.state),
    asked: row.asked,
    links: entries.length,
    ...(voice.draft !== undefined && seesDraft(q.actor, voice) && { draft: draftRow(voice.draft) }),
    can: openVoiceMoves(q.actor, voice),
  };
}

function draftRow({ version, outcome, on, unit }: WaitingDraft): NonNullable<Row['draft']> {
  return { version, on, ...(outcome !== null && { outcome }), ...(unit !== null && { unit }) };
}

/** Voices as a list shows them, in the order of `ids`; one that is not there any more is left out. */
export async function voiceRows(q: Query, ids: readonly string[]): Promise<Row[]> {
  const found = await loadVoices(q.db, q.cityId, ids);
  const voices = ids.flatMap((id) => found.get(id) ?? []);
  const linked = await entriesOf(q, voices);
  return voices.map((voice) => voiceRow(q, voice, linked.get(voice.id) ?? []));
}

/** 一件诉求. */
export async function readVoice(q: Query, input: { id: string }): Promise<Detail> {
  return await detailOf(q, await findVoice(q, input.id));
}

/**
 * What every move of an officer answers with: he has just read it under the lock, so that turning a transfer
 * down, after which it is out of his sight, still has its answer.
 */
export async function answerWithVoice(ctx: Context, id: string): Answer {
  const voice = (await loadVoices(ctx.tx, ctx.cityId, [id])).get(id);
  if (voice === undefined) throw new Refusal('not-found', { id });
  return await detailOf({ ...ctx, db: ctx.tx }, voice);
}

async function detailOf(q: Query, voice: Voice): Promise<Detail> {
  const linked = await entriesOf(q, [voice]);
  const entries = linked.get(voice.id) ?? [];
  const row = voiceRow(q, voice, entries);
  const [text, photos, messages, ratings, history, words] = await Promise.all([
    q.db
      .selectFrom('voice_text')
      .where('city_id', '=', q.cityId)
      .where('voice_id', '=', voice.id)
      .select('summary')
      .executeTakeFirst(),
    q.db
      .selectFrom('voice_photo')
      .where('city_id', '=', q.cityId)
      .where('voice_id', '=', voice.id)
      .orderBy('id')
      .select(['id', 'media_type', 'bytes'])
      .execute(),
    messagesOf(q, voice.id),
    q.db
      .selectFrom('voice_rating')
      .where('city_id', '=', q.cityId)
      .where('voice_id', '=', voice.id)
      .orderBy('round')
      .select(['contacted', 'solved', 'level', 'note', 'rated_on as on'])
      .execute(),
    historyOf(q, voice),
    row.draft === undefined ? undefined : waitingWords(q.db, q.cityId, voice.id),
  ]);
  return {
    ...row,
    draft: row.draft && words && { ...row.draft, ...words, outcome: row.draft.outcome },
    summary: text?.summary ?? '',
    photos: photos.map((row) => ({ id: row.id, mediaType: row.media_type, bytes: row.bytes })),
    messages,
    ratings: ratings.map((row) => ({ ...row, note: masked(row.note) })),
    entries: entries.map(({ id, no, title, state, rule, score }) => ({
      id,
      no,
      title,
      state,
      rule,
      score,
    })),
    history,
  };
}

/** The problems each is linked to, of those that the reader may read: a voice opens and counts no others to him. */
async function entriesOf(
  q: Query,
  voices: readonly Voice[],
): Promise<ReadonlyMap<string, LinkedEntry[]>> {
  const linked = voices.flatMap(({ entries }) => entries);
  const found = await loadEntries(q.db, q.cityId, [...new Set(linked.map(({ id }) => id))]);
  const seen = linked.filter(({ id }) => {
    const entry = found.get(id);
    return entry !== undefined && mayRead(q.actor, entry);
  });
  return Map.groupBy(seen, ({ voiceId }) => voiceId);
}

async function messagesOf(q: Query, voiceId: string): Promise<Detail['messages']> {
  const rows = await q.db
    .selectFrom('voice_message as m')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'm.city_id').onRef('u.id', '=', 'm.unit_id'),
    )
    .where('m.city_id', '=', q.cityId)
    .where('m.voice_id', '=', voiceId)
    .orderBy('m.seq')
    .select(['m.kind', 'm.body', 'm.unit_id', 'm.said_on', 'm.outcome', 'm.facts', 'm.basis'])
    .select(['m.reasons', 'u.short_name'])
    .execute();
  return rows.map((row) => ({
    kind: row.kind as Detail['messages'][number]['kind'],
    // What the reporter says later tells of him as little as what he said first.
    body: row.unit_id === null ? masked(row.body) : row.body,
    ...(row.unit_id === null ? {} : { unit: { id: row.unit_id, name: row.short_name ?? '' } }),
    on: row.said_on,
    ...(row.kind === 'answer'
      ? {
          outcome: (row.outcome ?? undefined) as Detail['messages'][number]['outcome'],
          facts: row.facts,
          basis: row.basis,
          reasons: row.reasons,
        }
      : {}),
  }));
}

async function historyOf(q: Query, voice: Voice): Promise<Detail['history']> {
  const rows = await q.db
    .selectFrom('voice_event as v')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .where('v.city_id', '=', q.cityId)
    .where('v.voice_id', '=', voice.id)
    .orderBy('v.version')
    .select(['v.kind', 'v.by_side', 'v.at', 'v.unit_id', 'v.payload', 'u.short_name'])
    .execute();
  // Whether somebody keeps a contact here, and destroys it, is between him and the house; a draft is among those who
  // may answer.
  const drafts = seesDraft(q.actor, voice);
  return rows
    .filter(({ kind }) => kind !== 'forget' && (drafts || (kind !== 'draft' && kind !== 'undraft')))
    .map((row) => ({
      move: row.kind,
      side: row.by_side as Detail['history'][number]['side'],
      ...(row.unit_id === null ? {} : { unit: { id: row.unit_id, name: row.short_name ?? '' } }),
      on: dayOf(row.at),
      ...passedTo(row.kind, row.payload),
      ...reasonOf(row.payload),
      ...(drafts && draftOf(row.payload)),
    }));
}

/** Which draft a step kept, dropped or published. */
function draftOf(payload: unknown): { draft?: number } {
  const { draft } = payload as { draft?: unknown };
  return typeof draft === 'number' ? { draft } : {};
}

function passedTo(kind: string, payload: unknown): { to?: string } {
  const { name } = payload as { name?: unknown };
  const isPassed = kind === 'route' || kind === 'arbitrate';
  return isPassed && typeof name === 'string' ? { to: name } : {};
}

function reasonOf(payload: unknown): { reason?: string } {
  const { reason, note } = payload as { reason?: unknown; note?: unknown };
  const said = reason ?? note;
  return typeof said === 'string' && said !== '' ? { reason: said } : {};
}

/** The bytes of a photo, to who may read its voice at this moment. */
export async function voicePhoto(
  store: FileStore,
  call: Direct,
  input: InputOf<typeof contract.voicePhoto>,
): Promise<Response> {
  const { actor } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const row = await call.db
    .selectFrom('voice_photo')
    .where('city_id', '=', call.cityId)
    .where('id', '=', input.id)
    .select(['voice_id', 'sha256', 'media_type', 'bytes'])
    .executeTakeFirst();
  if (row?.voice_id === undefined || row.voice_id === null)
    throw new Refusal('not-found', { id: input.id });
  await findVoice({ ...call, actor }, row.voice_id).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal(error.code, { id: input.id }) : error;
  });
  const { sha256, media_type: mediaType, bytes } = row;
  return await serveFile(store, { sha256, name: 'photo', mediaType, bytes }, true);
}
