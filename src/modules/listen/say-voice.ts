import { randomUUID } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/citizen.ts';
import { PROOF_BITS } from '#domain/voice/limits.ts';
import { spokenCode } from '#domain/voice/tracking-code.ts';
import { saysSomething, wordsIn } from '#domain/voice/watch-words.ts';
import { SUBJECTS, type VoiceKind } from '#domain/voice/voice.ts';
import { mayBeTold, wayTo } from '#domain/voice/news.ts';
import { Refusal } from '#domain/refusal.ts';
import { exifPlace } from '#platform/files/exif-place.ts';
import type { FileGate } from '#platform/files/file-gate.ts';
import { holdOffSweep } from '#platform/files/file-lock.ts';
import { readBounded } from '#platform/files/read-bounded.ts';
import { recognise } from '#platform/files/recognise.ts';
import type { Keeper } from '#platform/files/sweep-files.ts';
import type { Direct } from '#platform/http.ts';
import { openCollectionOf } from './doors/collections.ts';
import { type Knock, knock, knockWithProof, look, sentOnForm } from './door.ts';
import {
  codeFor,
  codeHash,
  formHash,
  isFreshNonce,
  type ListenKeys,
  newNonce,
} from './listen-keys.ts';
import { placeOf, placesToChoose, rootOf, unitNamed } from './places.ts';
import { receiveVoice } from './receive-voice.ts';
import { shortMemory } from './short-memory.ts';
import { newsWish, wishForNews } from './vault/news-store.ts';
import { sealIdentity } from './vault/vault.ts';
import { listInForce } from './watch-list.ts';

const MAX_PHOTO = 20_000_000;
const MAX_PHOTOS = 3;
const UNIQUE = '23505';

type Said = Sent<(typeof contract.sayVoice)['output']>;

function knocking(keys: ListenKeys, call: Direct, more: Partial<Knock> = {}): Knock {
  const { db, cityId, now, today, from } = call;
  return { db, cityId, now, today, keys, from, ...more };
}

/** 取表: what the page of the form is made from. */
export async function sayForm(
  keys: ListenKeys,
  call: Direct,
): Promise<Sent<(typeof contract.sayForm)['output']>> {
  const meeting = await look(knocking(keys, call), 'say').catch(() => 'eased' as const);
  const { city, places } = await PLACES.get(call);
  return {
    city,
    nonce: newNonce(keys, call.now),
    proofBits: meeting === 'eased' ? PROOF_BITS : 0,
    subjects: [...SUBJECTS],
    places,
    tells: [...keys.tells],
  };
}

/** Every page of the citizens' side asks for them, and all counties and towns are in them. */
const PLACES = shortMemory(async ({ db, cityId }) => ({
  city: (await rootOf(db, cityId)).name,
  places: await placesToChoose(db, cityId),
}));

/** 传照片: judged by content, its place read if asked, then drawn anew; nothing of the file sent is kept. */
export async function sayPhoto(
  keys: ListenKeys,
  gate: FileGate,
  call: Direct,
  input: InputOf<typeof contract.sayPhoto>,
): Promise<Sent<(typeof contract.sayPhoto)['output']>> {
  if (!isFreshNonce(keys, input.nonce, call.now)) throw new Refusal('form-expired');
  await knock(knocking(keys, call), 'photo');
  const bytes = await readBounded(call.request.body, MAX_PHOTO, '照片');
  if (recognise(bytes.subarray(0, 4096)).as !== 'picture')
    throw new Refusal('file-type', { name: '照片', allowed: 'JPG、PNG、WebP' });
  const place = input.place === true ? await exifPlace(bytes) : undefined;
  const kept = await gate.take(new Blob([bytes]).stream(), '照片');
  const id = randomUUID();
  await call.db.transaction().execute(async (tx) => {
    await holdOffSweep(tx, call.cityId);
    await tx
      .insertInto('voice_photo')
      .values({
        city_id: call.cityId,
        id,
        form_hash: formHash(input.nonce),
        sha256: kept.sha256,
        media_type: kept.mediaType,
        bytes: kept.bytes,
        came_on: call.today,
      })
      .execute();
  });
  return { id, ...(place === undefined ? {} : { place }) };
}

/**
 * 提交. The same form with the same words is one voice, however often it is sent. A flood, a watched word or the
 * same text over and over is held for somebody to look at; it is never lost and its reporter gets his receipt.
 */
export async function sayVoice(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.sayVoice>,
): Promise<Said> {
  // 检举控告 is not stored, not even counted.
  if (input.kind === 'accusation') throw new Refusal('proper-door');
  if (!isFreshNonce(keys, input.nonce, call.now)) throw new Refusal('form-expired');
  if (!saysSomething(input.words)) throw new Refusal('says-nothing');
  const code = codeFor(keys, input.nonce, input.words);
  const hash = codeHash(keys, code);
  const before = await receiptOf(keys, call, input, { code, hash });
  if (before !== undefined) return before;
  const heldFor = await reasonToHold(keys, call, input);
  try {
    return await take(keys, call, { ...input, kind: heardAs(input) }, { code, hash, heldFor });
  } catch (error) {
    // The same form came twice at the same moment: the other one is the voice.
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    const other = await receiptOf(keys, call, input, { code, hash });
    if (other === undefined) throw error;
    return other;
  }
}

async function receiptOf(
  keys: ListenKeys,
  call: Direct,
  { nonce, tellMe }: Pick<Heard, 'nonce' | 'tellMe'>,
  { code, hash }: Pick<Taken, 'code' | 'hash'>,
): Promise<Said | undefined> {
  const row = await call.db
    .selectFrom('submission as s')
    .innerJoin('voice as v', (join) =>
      join.onRef('v.city_id', '=', 's.city_id').onRef('v.id', '=', 's.voice_id'),
    )
    .where('s.city_id', '=', call.cityId)
    .where('s.code_hash', '=', hash)
    .select(['v.id', 'v.state', 'v.received_on'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    code: spokenCode(code),
    held: row.state === 'held',
    receivedOn: row.received_on,
    again: true,
    onForm: Math.max(1, await sentOnForm(knocking(keys, call, { code: nonce }), false)),
    ...(tellMe && keys.tells.length > 0 ? { told: await isTold(call, row.id) } : {}),
  };
}

async function isTold({ db, cityId }: Direct, voiceId: string): Promise<boolean> {
  const wish = await db.transaction().execute((tx) => newsWish({ tx, cityId }, voiceId));
  return wish.wished;
}

type Heard = InputOf<typeof contract.sayVoice>;

/** What an enterprise says of a unit it names is kept from that unit's chain like a complaint about conduct. */
function heardAs({ kind, channel, about = '' }: Heard): VoiceKind {
  if (kind === 'accusation') throw new Refusal('proper-door');
  return channel === 'enterprise' && about !== '' ? 'complaint' : kind;
}

async function reasonToHold(
  keys: ListenKeys,
  call: Direct,
  input: Heard,
): Promise<'flood' | 'words' | undefined> {
  const meeting = await knockWithProof(knocking(keys, call, { text: input.words }), 'say', input);
  if (meeting === 'eased') return 'flood';
  const found = wordsIn(`${input.words} ${input.place}`, await WATCHED.get(call));
  return found.some((word) => word.class !== 'danger') ? 'words' : undefined;
}

/** Asked at every voice, and changed a few times a year. */
const WATCHED = shortMemory(({ db, cityId }) => listInForce(db, cityId));
const ROOT = shortMemory(({ db, cityId }) => rootOf(db, cityId));

interface Taken {
  readonly code: string;
  readonly hash: string;
  readonly heldFor: 'flood' | 'words' | undefined;
}

async function take(
  keys: ListenKeys,
  call: Direct,
  input: Omit<Heard, 'kind'> & { readonly kind: VoiceKind },
  { code, hash, heldFor }: Taken,
): Promise<Said> {
  const { cityId, now, today } = call;
  const root = await ROOT.get(call);
  return await call.db.transaction().execute(async (tx) => {
    const at = { tx, cityId, now, today };
    const asked =
      input.collection === undefined
        ? undefined
        : await openCollectionOf(tx, cityId, today, input.collection);
    const placeUnit = input.placeUnit ?? asked?.unitId;
    const place = placeUnit === undefined ? root : await placeOf(tx, cityId, placeUnit);
    const about =
      input.kind === 'complaint' && input.about !== undefined
        ? await unitNamed(tx, cityId, input.about)
        : undefined;
    // Nobody in the city may look into a complaint about the city itself.
    if (about !== undefined && about.path === root.path) throw new Refusal('proper-door');
    const { id: voiceId } = await receiveVoice(at, {
      kind: input.kind,
      channel: input.channel,
      by: { side: 'reporter' },
      words:
        input.about === undefined || input.about === ''
          ? input.words
          : `${input.words}\n（反映的单位：${input.about}）`,
      placeText: input.place,
      givenName: input.name ?? '',
      place,
      placeUnit: place.path === root.path ? undefined : placeUnit,
      subject: input.subject ?? asked?.subject,
      about,
      root,
      lang: input.lang,
      codeHash: hash,
      heldFor,
      collection: asked?.id,
    });
    await attachPhotos(at, voiceId, input);
    const { name = '', contact = '' } = input;
    if (name !== '' || contact !== '')
      await sealIdentity(at, keys.installation, voiceId, {
        name,
        contact,
        mayCall: contact !== '' && input.mayCall,
      });
    const told = await wish(keys, at, voiceId, input);
    const onForm = await sentOnForm(knocking(keys, call, { db: tx, code: input.nonce }), true);
    const held = heldFor !== undefined;
    return { code: spokenCode(code), held, receivedOn: today, again: false, onForm, ...told };
  });
}

/** 有新进展时告诉我: taken down where what he left can be reached, and told on his receipt either way. */
async function wish(
  keys: ListenKeys,
  at: Parameters<typeof receiveVoice>[0],
  voiceId: string,
  { tellMe, contact = '', kind }: Pick<Heard, 'tellMe' | 'contact'> & { readonly kind: VoiceKind },
): Promise<{ readonly told?: boolean }> {
  if (!tellMe || keys.tells.length === 0) return {};
  const way = mayBeTold(kind) ? wayTo(contact, keys.tells) : undefined;
  if (way === undefined) return { told: false };
  await wishForNews(at, voiceId, true, way.port);
  return { told: true };
}

async function attachPhotos(
  at: Parameters<typeof receiveVoice>[0],
  voiceId: string,
  input: Pick<Heard, 'photos' | 'nonce'>,
): Promise<void> {
  if (input.photos.length === 0) return;
  await at.tx
    .updateTable('voice_photo')
    .set({ voice_id: voiceId })
    .where('city_id', '=', at.cityId)
    .where('form_hash', '=', formHash(input.nonce))
    .where('id', 'in', input.photos.slice(0, MAX_PHOTOS))
    .where('voice_id', 'is', null)
    .execute();
}

/** Files that photos of voices refer to, for the sweep. */
export const voicePhotosKeep: Keeper = async (tx, cityId, sums) => {
  const rows = await tx
    .selectFrom('voice_photo')
    .select('sha256')
    .distinct()
    .where('city_id', '=', cityId)
    .where('sha256', 'in', sums)
    .execute();
  return rows.map((row) => row.sha256);
};
