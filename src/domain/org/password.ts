import type { Objection } from '#domain/refusal.ts';
import { COMMON_PASSWORDS, COMMON_STEMS } from './common-passwords.ts';

/** Length in characters; longer than the upper bound only costs the server time. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** What the words of a password must not be made of. */
export interface PasswordOwner {
  readonly login: string;
  readonly name: string;
  readonly cityName: string;
}

/** The form in which passwords are compared and hashed: what an input method types full-width is the same. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC');
}

/** The form in which a login (账号) is kept and looked up. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}

/**
 * Is a new password good enough? At least twelve characters, and more than common words, runs, and the
 * words everybody knows of its owner. No rules of composition (OWASP ASVS 5.0, 6.2.5).
 */
export function passwordObjection(password: string, owner: PasswordOwner): Objection {
  const text = normalPassword(password).toLowerCase();
  const length = Array.from(text).length;
  if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max) return 'password-length';
  const own = [owner.login, ...owner.login.split(/[^\p{L}]+/u), owner.name, owner.cityName]
    .map((word) => normalLogin(word).replace(/[市县区州盟]$/u, ''))
    .concat('luoshi', '落实')
    .filter((word) => Array.from(word).length >= 2);
  if (restOf(text, own) < LEFT && own.some((word) => text.includes(word)))
    return 'password-personal';
  if (COMMON_PASSWORDS.has(text) || restOf(text, COMMON_STEMS) < LEFT) return 'password-common';
  return undefined;
}

/** So many distinct characters must remain when words, and what is stuck to them, are taken out. */
const LEFT = 5;

/** Distinct letters, and digits out of sequence, that remain once `words` are taken out. */
function restOf(text: string, words: readonly string[]): number {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, ' ');
  const kept = Array.from(rest).filter((character, at, all) => {
    if (!/[\p{L}\p{N}]/u.test(character)) return false;
    const before = all[at - 1]?.codePointAt(0);
    const step = before === undefined ? 9 : (character.codePointAt(0) ?? 0) - before;
    return Math.abs(step) > 1;
  });
  return new Set(kept).size;
}
