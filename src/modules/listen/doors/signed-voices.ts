import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/signed-door.ts';
import { isWithin } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { spokenCode } from '#domain/voice/tracking-code.ts';
import type { Channel, Subject } from '#domain/voice/voice.ts';
import { saysSomething } from '#domain/voice/watch-words.ts';
import type { Direct } from '#platform/http.ts';
import { codeFor, codeHash, type ListenKeys } from '../listen-keys.ts';
import { placeOf, rootOf } from '../places.ts';
import { receiveVoice } from '../receive-voice.ts';
import { sealIdentity } from '../vault/vault.ts';
import type { Here } from '../voice-store.ts';
import { watchedIn } from '../watch-list.ts';
import { insistSigned, type Signer } from './door-keys.ts';
import { knownBefore } from './enter-voices.ts';

type Taken = Sent<(typeof contract.takeSigned)['output']>;

const UNIQUE = '23505';

/** 签名接口. The signature is over the body as it came; its own `key` tells requests apart, so a replay is known. */
export async function takeSigned(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.takeSigned>,
): Promise<Taken> {
  const signer = await insistSigned(keys, call, call.sent ?? '');
  const { kind, words, place, placeUnit, subject, receivedOn, name, contact } = input;
  return await takeHanded(keys, call, {
    signer,
    sourceKey: `api:${signer.keyId}:${input.key}`,
    channel: 'api',
    kind,
    words,
    place,
    placeUnit,
    subject,
    receivedOn: receivedOn !== undefined && receivedOn < call.today ? receivedOn : undefined,
    identity: { name, contact },
  });
}

/** What another system hands in, by whatever door it came. */
export interface Handed {
  readonly signer: Signer;
  readonly sourceKey: string;
  readonly channel: Channel;
  readonly kind: 'request' | 'opinion';
  readonly words: string;
  readonly place: string;
  readonly placeUnit: string | undefined;
  readonly subject: Subject | undefined;
  readonly receivedOn: string | undefined;
  readonly identity: { readonly name: string; readonly contact: string };
  /** Done in the same transaction, such as tying photos to it. */
  readonly also?: (at: Here, voiceId: string) => Promise<void>;
}

/** Take it in once: what came before under this key gets the same answer. */
export async function takeHanded(keys: ListenKeys, call: Direct, it: Handed): Promise<Taken> {
  if (!saysSomething(it.words)) throw new Refusal('says-nothing');
  const { db, cityId, now, today } = call;
  const code = codeFor(keys, it.sourceKey, it.words);
  const hash = codeHash(keys, code);
  const run = (): Promise<Taken> =>
    db.transaction().execute(async (tx) => {
      const before = (await knownBefore(tx, cityId, [it.sourceKey])).get(it.sourceKey);
      if (before !== undefined && before.hash !== hash) throw new Refusal('key-reused');
      if (before !== undefined) return { state: 'already', code: spokenCode(code) };
      const root = await rootOf(tx, cityId);
      const home = await placeOf(tx, cityId, it.signer.unitId);
      const place = it.placeUnit === undefined ? home : await placeOf(tx, cityId, it.placeUnit);
      if (!isWithin(place.path, home.path)) throw new Refusal('out-of-reach');
      const found = await watchedIn(tx, cityId, `${it.words} ${it.place}`);
      const held = found.some((word) => word.class !== 'danger');
      const at = { tx, cityId, now, today };
      const { id } = await receiveVoice(at, {
        kind: it.kind,
        channel: it.channel,
        words: it.words,
        placeText: it.place,
        givenName: it.identity.name,
        place,
        placeUnit: place.path === root.path ? undefined : place.id,
        subject: it.subject,
        about: undefined,
        root,
        lang: 'zh',
        codeHash: hash,
        sourceKey: it.sourceKey,
        heldFor: held ? 'words' : undefined,
        ...(it.receivedOn === undefined ? {} : { receivedOn: it.receivedOn }),
      });
      const { name, contact } = it.identity;
      if (name !== '' || contact !== '')
        await sealIdentity(at, keys.installation, id, { name, contact });
      await it.also?.(at, id);
      return { state: held ? 'held' : 'kept', code: spokenCode(code) };
    });
  try {
    return await run();
  } catch (error) {
    // The same request came twice at the same moment: this time it is found.
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    return await run();
  }
}
