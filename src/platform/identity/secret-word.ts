import { createHash, randomBytes } from 'node:crypto';

/** A word that opens something: 256 random bits. Shown once, kept only as its hash. */
export function newSecretWord(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret word. Its 256 bits need no salt and no slow hash. */
export function hashOfWord(word: string): string {
  return createHash('sha256').update(word).digest('hex');
}

const API_PREFIX = 'ls_';

/** A personal token of the open API; the prefix lets scanners recognise one that has leaked. */
export function newApiToken(): string {
  return API_PREFIX + newSecretWord();
}

/** The token of an `Authorization: Bearer ls_…` header. */
export function apiTokenOf(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  const [, token] = /^Bearer (ls_[\w-]{20,100})$/i.exec(header) ?? [];
  return token;
}
