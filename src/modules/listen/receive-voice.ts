import { randomInt, randomUUID } from 'node:crypto';
import { excludedBy } from '#domain/voice/excluded.ts';
import { masked } from '#domain/voice/disclosed.ts';
import type { Channel, Subject, VoiceKind } from '#domain/voice/voice.ts';
import { afterVoiceMove } from '#domain/voice/lifecycle.ts';
import { findChain, type Place } from './places.ts';
import { type By, type Here, indexVoice, record } from './voice-store.ts';

/** What comes in by any door. The contact goes to the vault, not here. */
export interface Incoming {
  readonly kind: VoiceKind;
  readonly channel: Channel;
  readonly words: string;
  readonly placeText: string;
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
}

const TITLE = 60;
const NO_ALPHABET = '23456789ACEFHJKMNPRTWXY';

/**
 * 收到: the case, its words and its event, in the caller's transaction. Every door comes through here. The id is
 * drawn at random and the day alone is kept: neither tells the moment.
 */
export async function receiveVoice(at: Here, it: Incoming): Promise<{ id: string; no: string }> {
  const id = randomUUID();
  const summary = masked(it.words);
  const title = titleOf(summary);
  const isComplaint = it.kind === 'complaint';
  const state =
    it.heldFor === undefined ? 'received' : (afterVoiceMove('received', 'hold') ?? 'held');
  const no = numberOf(at.today);
  await at.tx
    .insertInto('voice')
    .values({
      city_id: at.cityId,
      id,
      version: 1,
      no,
      kind: it.kind,
      channel: it.channel,
      state,
      title,
      subject: it.subject ?? '',
      place: masked(it.placeText),
      place_unit: isComplaint ? null : (it.placeUnit ?? null),
      // A complaint stands at the root: nobody below looks at it unless it is passed to him.
      org_path: isComplaint ? it.root.path : it.place.path,
      held_for: it.heldFor ?? null,
      received_on: at.today,
      updated_at: at.now,
    })
    .execute();
  await record(at, {
    voiceId: id,
    version: 1,
    state,
    kind: 'receive',
    by: it.by ?? { side: it.channel === 'web' ? 'reporter' : 'house' },
    payload: { channel: it.channel, ...(it.heldFor && { heldFor: it.heldFor }) },
  });
  await at.tx
    .insertInto('voice_text')
    .values({ city_id: at.cityId, voice_id: id, summary })
    .execute();
  await at.tx
    .insertInto('submission')
    .values({
      city_id: at.cityId,
      id: randomUUID(),
      voice_id: id,
      code_hash: it.codeHash,
      words: it.words,
      place: it.placeText,
      lang: it.lang,
      source_key: it.sourceKey ?? null,
    })
    .execute();
  await indexVoice(at, id, `${no} ${title} ${summary} ${masked(it.placeText)}`);
  if (isComplaint) await keepFrom(at, id, it);
  return { id, no };
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
