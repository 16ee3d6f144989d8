import { createHash, randomUUID } from 'node:crypto';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/signed-door.ts';
import { Refusal } from '#domain/refusal.ts';
import { mailWords } from '#domain/voice/mail-words.ts';
import { saysSomething } from '#domain/voice/watch-words.ts';
import type { FileGate } from '#platform/files/file-gate.ts';
import { holdOffSweep } from '#platform/files/file-lock.ts';
import { readBounded } from '#platform/files/read-bounded.ts';
import type { Direct } from '#platform/http.ts';
import { readMail } from '#platform/workers/mail-reader.ts';
import type { ListenKeys } from '../listen-keys.ts';
import type { Here } from '../voice-store.ts';
import { insistKey, insistSigned } from './door-keys.ts';
import { takeHanded } from './signed-voices.ts';

type Taken = Sent<(typeof contract.takeMail)['output']>;

const MAX_MAIL = 25_000_000;
const MAX_WORDS = 10_000;
const MAX_PHOTOS = 3;

/**
 * 邮件. One message as the mail server has it, signed by who hands it in. Its sender goes to the vault and nowhere
 * else; pictures are drawn anew like photos of the form, other attachments are not taken. A message is known by its
 * Message-ID, or by its bytes where it has none.
 */
export async function takeMail(keys: ListenKeys, gate: FileGate, call: Direct): Promise<Taken> {
  const claimed = await insistKey(keys, call);
  const bytes = await readBounded(call.request.body, MAX_MAIL, '邮件');
  const signer = await insistSigned(keys, call, bytes, claimed);
  const mail = await readMail({ bytes, pictures: MAX_PHOTOS });
  const words = mailWords(mail.subject, mail.text).slice(0, MAX_WORDS).toWellFormed();
  if (!saysSomething(words)) throw new Refusal('mail-unreadable');
  const photos = await photosOf(gate, mail.pictures);
  // Its sum and not itself: many tell the machine or the house it was written in.
  const id = createHash('sha256')
    .update(mail.messageId ?? bytes)
    .digest('hex');
  const sourceKey = `mail:${signer.keyId}:${id}`;
  const taken = await takeHanded(keys, call, {
    signer,
    sourceKey,
    channel: 'email',
    kind: 'request',
    words,
    place: '',
    placeUnit: undefined,
    subject: undefined,
    receivedOn: undefined,
    identity: {
      name: mail.name.slice(0, 60),
      contact: mail.address.slice(0, 120),
    },
    also: (at, voiceId) => keepPhotos(at, voiceId, sourceKey, photos),
  });
  return { ...taken, photos: photos.length, refused: mail.attachments - photos.length };
}

type Kept = Awaited<ReturnType<FileGate['take']>>;

/** Drawn anew; one that cannot be drawn is refused like any other attachment. */
async function photosOf(gate: FileGate, pictures: readonly Uint8Array[]): Promise<readonly Kept[]> {
  const photos: Kept[] = [];
  for (const picture of pictures) {
    const body = new Blob([new Uint8Array(picture)]).stream();
    const kept = await gate.take(body, '照片').catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (kept !== undefined) photos.push(kept);
  }
  return photos;
}

async function keepPhotos(
  at: Here,
  voiceId: string,
  sourceKey: string,
  photos: readonly Kept[],
): Promise<void> {
  if (photos.length === 0) return;
  await holdOffSweep(at.tx, at.cityId);
  await at.tx
    .insertInto('voice_photo')
    .values(
      photos.map(({ sha256, mediaType, bytes }) => ({
        city_id: at.cityId,
        id: randomUUID(),
        form_hash: createHash('sha256').update(sourceKey).digest('hex'),
        voice_id: voiceId,
        sha256,
        media_type: mediaType,
        bytes,
        came_on: at.today,
      })),
    )
    .execute();
}
