import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * Text that only the holder of the installation's key can read or make (AES-256-GCM). The purpose is
 * bound in: what was sealed for one use opens for no other.
 */
export function seal(key: Uint8Array, purpose: string, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyFor(key, purpose), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** The text again; undefined when it was sealed with another key, for another use, or was altered. */
export function unseal(key: Uint8Array, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, purpose), bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  });
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    const body = decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8');
    return body + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function keyFor(key: Uint8Array, purpose: string): Uint8Array {
  if (key.length < 32) throw new RangeError('the installation key must have at least 32 bytes');
  return new Uint8Array(hkdfSync('sha256', key, '', `luoshi:${purpose}`, 32));
}
