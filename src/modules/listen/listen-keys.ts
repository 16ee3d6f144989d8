import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { NewsPort } from '#domain/voice/news.ts';
import { CODE_BYTES, codeOf } from '#domain/voice/tracking-code.ts';

/** Keys of the citizens' doors, each for one use only, made from the installation's key. */
export interface ListenKeys {
  /** What the vault wraps data keys with (see `vault/`). */
  readonly installation: Uint8Array;
  readonly form: Uint8Array;
  readonly code: Uint8Array;
  readonly door: Uint8Array;
  /** No key, but known at the same doors: the ways by which a reporter may be told of news. */
  readonly tells: readonly NewsPort[];
}

export function listenKeys(installation: Uint8Array, tells: readonly NewsPort[] = []): ListenKeys {
  const of = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', installation, '', `luoshi:listen:${use}`, 32));
  return { installation, form: of('form'), code: of('code'), door: of('door'), tells };
}

const WEEK_SECONDS = 7 * 86_400;

/** The number of a form (一次性编号): when it was made, 128 random bits, and our seal on both. */
export function newNonce(keys: ListenKeys, now: Date): string {
  const body = `${Math.floor(now.getTime() / 1000).toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${body}.${sealOf(keys, body)}`;
}

/** Is it a form of ours, not older than a week? */
export function isFreshNonce(keys: ListenKeys, nonce: string, now: Date): boolean {
  const at = nonce.lastIndexOf('.');
  const body = nonce.slice(0, Math.max(at, 0));
  const seal = Buffer.from(nonce.slice(at + 1));
  const right = Buffer.from(sealOf(keys, body));
  if (seal.length !== right.length || !timingSafeEqual(seal, right)) return false;
  const age = now.getTime() / 1000 - Number.parseInt(body.split('.')[0] ?? '', 36);
  return age > -300 && age < WEEK_SECONDS;
}

function sealOf(keys: ListenKeys, body: string): string {
  return createHmac('sha256', keys.form).update(body).digest('base64url').slice(0, 22);
}

/** What a form is told apart by in the database; the nonce itself is kept nowhere. */
export function formHash(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}

/**
 * The tracking code of what was said on a form. It follows from form and words, so that a form sent twice, or
 * sent again because the answer was lost, gives the same receipt though no code is stored.
 */
export function codeFor(keys: ListenKeys, nonce: string, words: string): string {
  const mac = createHmac('sha256', keys.code).update(`${nonce}\n${words}`).digest();
  return codeOf(mac.subarray(0, CODE_BYTES));
}

/** What is stored of a code: a hash under a key that is not in the database. */
export function codeHash(keys: ListenKeys, code: string): string {
  return createHmac('sha256', keys.code).update(`hash ${code}`).digest('hex');
}

/** Does this proof show the work asked for: so many leading zero bits of SHA-256(nonce ":" proof)? */
export function provesWork(nonce: string, proof: string | undefined, bits: number): boolean {
  if (proof === undefined) return false;
  const sum = createHash('sha256').update(`${nonce}:${proof}`).digest();
  return sum.readUInt32BE(0) >>> (32 - bits) === 0;
}
