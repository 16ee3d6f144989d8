import { randomInt, randomUUID } from 'node:crypto';
import { excludedBy } from '#domain/voice/excluded.ts';
import { masked } from '#domain/voice/disclosed.ts';
import type { Channel, Subject, VoiceKind } from '#domain/voice/voice.ts';
import { afterVoiceMove } from '#domain/voice/lifecycle.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import { findChain, type Place } from './places.ts';
import { type By, eventRow, type Here, indexVoices } from './voice-store.ts';

/** What comes in by any door. The contact goes to the vault, not here. */
export interface Incoming {
  readonly kind: VoiceKind;
  readonly channel: Channel;
  readonly words: string;
  readonly placeText: string;
  /** The name he gave apart: for the vault, and hidden where the words hold it. It is kept nowhere here. */
  readonly givenName: string;
  /** Where it is about; the city's root when nobody said. */
  readonly place: Place;
  readonly placeUnit: string | undefined;
  readonly subject: Subject | undefined;
  /** The unit complained of; undefined for a complaint that names none we know. */
  readonly about: Place | undefined;
  readonly root: Place;
  readonly lang: 'zh' | 'en';
  readonly codeHash: string;
  /** The key of a door that is not the form: a box's sheet and line, a message's id. */
  readonly sourceKey?: string;
  /** Why somebody looks at it first. */
  readonly heldFor: 'flood' | 'words' | 'repeat' | undefined;
  /** Who typed it in, where an officer did; the one who said it is never named. */
  readonly by?: By;
  /** The day it was said, where a sheet tells; today otherwise. */
  readonly receivedOn?: string;
  /** The campaign it answers to (征集). */
  readonly collection?: string | undefined;
}

const TITLE = 60;
const NO_ALPHABET = '23456789ACEFHJKMNPRTWXY';

/**
 * 收到: the case, its words and its event, in the caller's transaction. Every door comes through here. The id is
 * drawn at random and the day alone is kept: neither tells the moment.
 */
export async function receiveVoice(at: Here, it: Incoming): Promise<Received> {
  const [one] = await receiveVoices(at, [it]);
  if (one === undefined) throw new Error('a voice was not received');
  return one;
}

export interface Received {
  readonly id: string;
  readonly no: string;
}

/** The same for many at once, in their order: five statements, however many they are. */
export async function receiveVoices(
  at: Here,
  all: readonly Incoming[],
): Promise<readonly Received[]> {
  const made = all.map((it) => makeCase(at, it));
  const put = async (
    table: 'voice' | 'voice_event' | 'voice_text' | 'submission',
    rowOf: (one: Made) => Readonly<Record<string, unknown>>,
  ): Promise<void> => await insertMany(at.tx, table, made.map(rowOf), { ahead: true });
  await put('voice', ({ row }) => row);
  await put('voice_event', ({ event }) => event);
  await put('voice_text', ({ row, summary }) => ({
    city_id: at.cityId,
    voice_id: row.id,
    summary,
  }));
  await put('submission', ({ row, it }) => ({
    city_id: at.cityId,
    id: randomUUID(),
    voice_id: row.id,
    code_hash: it.codeHash,
    words: it.words,
    place: it.placeText,
    lang: it.lang,
    source_key: it.sourceKey ?? null,
  }));
  await indexVoices(
    at,
    made.map(({ row, summary }) => ({
      voiceId: row.id,
      text: `${row.no} ${row.title} ${summary} ${row.place}`,
    })),
  );
  for (const { row, it } of made) if (it.kind === 'complaint') await keepFrom(at, row.id, it);
  await tellOfNew(at, made);
  return made.map(({ row }) => ({ id: row.id, no: row.no }));
}

/** 归并提炼 is told of what came in, but of complaints about conduct and of what is held back for somebody to look at. */
async function tellOfNew(at: Here, made: readonly ReturnType<typeof makeCase>[]): Promise<void> {
  const told = made.flatMap(({ row, it }) =>
    it.kind === 'complaint' || it.heldFor !== undefined ? [] : [{ kind: 'voice', id: row.id }],
  );
  await leaveForJob(at, 'match-alike', told);
}

type Made = ReturnType<typeof makeCase>;

/** The rows of one voice as it comes in. */
function makeCase(at: Here, it: Incoming) {
  const summary = masked(it.words, it.givenName);
  const isComplaint = it.kind === 'complaint';
  const state =
    it.heldFor === undefined ? 'received' : (afterVoiceMove('received', 'hold') ?? 'held');
  const receivedOn = it.receivedOn ?? at.today;
  const row = {
    city_id: at.cityId,
    id: randomUUID(),
    version: 1,
    no: numberOf(receivedOn),
    kind: it.kind,
    channel: it.channel,
    state,
    title: titleOf(summary),
    subject: it.subject ?? '',
    place: masked(it.placeText, it.givenName),
    place_unit: isComplaint ? null : (it.placeUnit ?? null),
    // A complaint stands at the root: nobody below looks at it unless it is passed to him.
    org_path: isComplaint ? it.root.path : it.place.path,
    collection_id: isComplaint ? null : (it.collection ?? null),
    held_for: it.heldFor ?? null,
    received_on: receivedOn,
    updated_at: at.now,
  };
  const event = eventRow(at, {
    voiceId: row.id,
    version: 1,
    state,
    kind: 'receive',
    by: it.by ?? { side: it.channel === 'web' ? 'reporter' : 'house' },
    payload: { channel: it.channel, ...(it.heldFor && { heldFor: it.heldFor }) },
  });
  return { it, row, event, summary };
}

/** Write down whom a complaint is kept from, as the tree stands today. */
async function keepFrom(at: Here, voiceId: string, { about, root }: Incoming): Promise<void> {
  const chain =
    about === undefined
      ? { above: [], below: [] }
      : await findChain(at.tx, at.cityId, at.today, about);
  await at.tx
    .insertInto('voice_excluded')
    .values(
      excludedBy(root.path, about?.path, chain).map(({ path, scope }) => ({
        city_id: at.cityId,
        voice_id: voiceId,
        org_path: path,
        scope,
        named: path === about?.path && scope === 'subtree',
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

/** The first sentence, cut where it is too long for a line. */
function titleOf(words: string): string {
  const [first = ''] = words
    .trim()
    .split(/[\n。！？!?]/)
    .filter((part) => part.trim() !== '');
  const characters = Array.from(first.trim());
  if (characters.length === 0) return '（无标题）';
  return characters.length <= TITLE
    ? characters.join('')
    : `${characters.slice(0, TITLE - 1).join('')}…`;
}

/** 编号: the year and eight random characters; a serial number would tell who came before whom. */
function numberOf(today: string): string {
  const part = (): string =>
    Array.from({ length: 4 }, () => NO_ALPHABET[randomInt(NO_ALPHABET.length)] ?? '').join('');
  return `S${today.slice(2, 4)}-${part()}-${part()}`;
}
