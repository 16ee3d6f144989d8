import { foldText } from '#domain/text/fold.ts';

/**
 * The characters of a tracking code (查询码): 23, a prime, so that one check character finds every single wrong
 * character and every exchange of two. Of what looks or sounds alike (0 O D Q, 1 I L, 8 B, 5 S, 2 Z, U V, C G)
 * at most one is in it.
 */
const ALPHABET = '23456789ACEFHJKMNPRTWXY';
const BASE = BigInt(ALPHABET.length);
/** 23^19 is 2^85.9: far more than can be tried. */
const BODY = 19;
const GROUP = 4;

/** The bytes a code is made from: so many that taking the remainder favours no code by more than 2^-40. */
export const CODE_BYTES = 16;

/** The code that these random bytes stand for: 19 characters and one to check them, without spaces. */
export function codeOf(bytes: Uint8Array): string {
  if (bytes.length < CODE_BYTES) throw new RangeError('a tracking code needs 16 random bytes');
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  let body = '';
  for (let i = 0; i < BODY; i += 1) {
    body += ALPHABET[Number(number % BASE)] ?? '';
    number /= BASE;
  }
  return body + checkOf(body);
}

/** The weights 1 to 19 differ and none is 0 modulo 23. */
function checkOf(body: string): string {
  let sum = 0;
  for (const [i, c] of body.split('').entries()) sum += (i + 1) * ALPHABET.indexOf(c);
  return ALPHABET[sum % ALPHABET.length] ?? '';
}

/** The code in groups of four, as it is shown and read aloud. */
export function spokenCode(code: string): string {
  return code.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join(' ') ?? code;
}

/** The code somebody typed: any case, width, spaces and dashes; undefined when it cannot be one. */
export function readCode(typed: string): string | undefined {
  const code = foldText(typed)
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  const body = code.slice(0, BODY);
  if (code.length !== BODY + 1 || /[^23456789ACEFHJKMNPRTWXY]/.test(code)) return undefined;
  return code.endsWith(checkOf(body)) ? code : undefined;
}
