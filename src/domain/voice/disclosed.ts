import {
  accountNumbers,
  APART,
  D,
  digits,
  GAP,
  NO_CREDIT_CODE,
  type Rule,
} from './account-numbers.ts';
import { ownHomeIn } from './own-home.ts';
import { isWholeName, selfNamedIn } from './self-named.ts';

/** A place in a text where its writer, or somebody else, could be known (个人信息): by a number, or by the name he gives. */
export interface Disclosed {
  readonly kind:
    | 'phone'
    | 'landline'
    | 'id_card'
    | 'plate'
    | 'email'
    | 'chat'
    | 'card'
    | 'name'
    | 'home';
  readonly from: number;
  readonly to: number;
}

/** What parts the groups of 3, 4 and 4 in which a number is read aloud; single digits are not parted by a stop. */
const STOP = `[${APART}\\n\\r.．·・•_/~～*]{1,3}`;
/** 幺三九…: a number in words. */
const CN = '[零〇○一二三四五六七八九幺]';
const PATTERNS: readonly Rule[] = [
  [
    'id_card',
    new RegExp(`${NO_CREDIT_CODE}(?<!${D})${digits(17)}${GAP}[0-9０-９xXＸｘ](?!${D})`, 'g'),
  ],
  // Of fifteen digits: the place, then a day of birth.
  ['id_card', /(?<!\d)[1-6]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g],
  [
    'phone',
    new RegExp(
      `(?<!${D})(?:(?:[+＋]|00)?86${GAP})?[1１]${GAP}[3-9３-９]${GAP}${digits(9)}(?!${D})`,
      'g',
    ),
  ],
  ['phone', new RegExp(`(?<!${D})[1１][3-9３-９]${D}${STOP}${D}{4}${STOP}${D}{4}(?!${D})`, 'g')],
  ['phone', new RegExp(`[(（][1１][3-9３-９]${D}[)）]${GAP}${D}{4}${GAP}${D}{4}(?!${D})`, 'g')],
  ['phone', new RegExp(`(?<!${CN})[一幺][三四五六七八九]${CN}{9}(?!${CN})`, 'g')],
  [
    'landline',
    new RegExp(`(?<!${D})[(（]?[0０]${D}{2,3}[)）]?[${APART}]{1,3}${D}{7,8}(?!${D})`, 'g'),
  ],
  [
    'landline',
    new RegExp(
      `(?:[(（][0０]${D}{2,3}[)）]|(?<!${D})[0０][1-9]${D}{1,2})[2-8]${D}{6,7}(?!${D})`,
      'g',
    ),
  ],
  // Begun at the beginning of a run alone: a long one without an @ would be walked from each of its characters.
  ['email', /(?<![\w.+-])[\w.+-]+ ?[@＠] ?[\w-]+(?:\.[\w-]+)+/g],
  [
    'plate',
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·. ]?[A-Za-z0-9]{5,6}/g,
  ],
  ...accountNumbers,
];

const HIDDEN = '〔已隐去〕';
const ROUNDS = 8;

/**
 * Phone and identity numbers, plates, mail addresses and the names by which a writer names himself, in their order,
 * none overlapping.
 */
export function disclosedIn(text: string): Disclosed[] {
  const found: Disclosed[] = [];
  const taken = new Uint8Array(text.length);
  const take = (kind: Disclosed['kind'], from: number, to: number): void => {
    if (taken.subarray(from, to).includes(1)) return;
    taken.fill(1, from, to);
    found.push({ kind, from, to });
  };
  for (const [kind, pattern, holds] of PATTERNS)
    for (const match of text.matchAll(pattern))
      if (holds?.(match[0]) ?? true) take(kind, match.index, match.index + match[0].length);
  // Names are looked for between the numbers, and between names found before: one may have hidden the end of another.
  for (let [before, rounds] = [-1, 0]; before < found.length && rounds < ROUNDS; rounds += 1) {
    before = found.length;
    for (const { from, to } of selfNamedIn(blanked(text, found))) take('name', from, to);
  }
  return found.toSorted((a, b) => a.from - b.from);
}

/** The text with marks of the same length where something was found. */
function blanked(text: string, found: readonly Disclosed[]): string {
  const sorted = found.toSorted((a, b) => a.from - b.from);
  return without(text, sorted, ({ from, to }) => '#'.repeat(to - from)).replaceAll(
    HIDDEN,
    '#'.repeat(HIDDEN.length),
  );
}

/** The doors of the writer's home; a repair may need them, so that he alone says whether they stay. */
export function homesIn(text: string, isPlace = false): Disclosed[] {
  return ownHomeIn(text, isPlace).map(({ from, to }) => ({ kind: 'home', from, to }));
}

/** What of its writer a form tells, in its words or its place. */
export function disclosedKinds(
  words: string,
  place: string,
): { readonly number: boolean; readonly name: boolean; readonly home: boolean } {
  const found = [...disclosedIn(words), ...disclosedIn(place)];
  return {
    number: found.some(({ kind }) => kind !== 'name'),
    name: found.some(({ kind }) => kind === 'name'),
    home: homesIn(words).length > 0 || homesIn(place, true).length > 0,
  };
}

/**
 * The text with each number and name of its writer replaced by the same marks, whatever its length: 〔已隐去〕. Where he
 * gave his name apart, that name is looked for too, however it stands in a sentence.
 */
export function masked(text: string, givenName = ''): string {
  const rest = without(text, disclosedIn(text));
  const name = givenName.trim();
  return isWholeName(name) ? rest.replaceAll(name, HIDDEN) : rest;
}

/**
 * What stays of the words as sent (原文) once their writer is to be forgotten: what the unit read of them, which lacks the
 * name he gave apart as well, unless an officer has put it into words of his own; then the words without what they tell of him.
 */
export function keptOf(words: string, read: string): string {
  return masked(isMaskOf(read, words) ? read : words);
}

/** Is `hidden` the text but for what was put out of sight? */
function isMaskOf(hidden: string, text: string): boolean {
  const parts = hidden.split(HIDDEN);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return hidden === text;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** The text without these stretches of it. */
export function without(
  text: string,
  found: readonly Disclosed[],
  put: (one: Disclosed) => string = () => HIDDEN,
): string {
  let at = 0;
  const parts: string[] = [];
  for (const one of found) {
    parts.push(text.slice(at, one.from), put(one));
    at = one.to;
  }
  return parts.join('') + text.slice(at);
}
