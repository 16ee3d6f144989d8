import { TRADITIONAL } from './traditional.ts';

/** Marks that mean the same in Chinese and in Latin typesetting, beyond what NFKC folds. */
const MARKS: readonly (readonly [string, string])[] = [
  ['“”„‟″', '"'],
  ['‘’‚‛′', "'"],
  ['。', '.'],
  ['【〔〖', '['],
  ['】〕〗', ']'],
  ['—–―‐‑−', '-'],
  ['•・∙‧', '·'],
  ['〜～∼', '~'],
];

const INVISIBLE = /^[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]$/u;
const SPACE = 0x20;
/** Table entry: this code unit becomes several, look in `LONG`. */
const MANY = 0xffff;
/** Table entry: this code unit is half of a pair, look at both. */
const PAIR = 0xfffe;

const LONG = new Map<number, string>();
const TABLE = buildTable();

/**
 * Text folded (归一) for searching and comparing: full width to half width, compatibility forms (①, ㎡,
 * ％), traditional to simplified, lower case, one space for any run of white space, nothing invisible.
 * Offsets are lost: use `normalise` of the document rules where a quotation must be found again.
 */
export function foldText(text: string): string {
  let room = new Uint16Array(text.length + 64);
  let used = 0;
  let spaceDue = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const to = TABLE[unit] ?? unit;
    if (to === 0) continue;
    if (to === SPACE) {
      spaceDue = used > 0;
      continue;
    }
    if (used + 24 > room.length) room = grown(room);
    if (spaceDue) room[used++] = SPACE;
    spaceDue = false;
    if (to < PAIR) {
      room[used++] = to;
      continue;
    }
    const long = to === MANY ? (LONG.get(unit) ?? '') : foldPair(text.slice(at, at + 2));
    if (to === PAIR && isPair(text, at)) at += 1;
    for (let i = 0; i < long.length; i += 1) room[used++] = long.charCodeAt(i);
  }
  return fromUnits(room.subarray(0, used));
}

/** One character folded on its own; the same table as `foldText`, white space kept as a space. */
export function foldCharacter(character: string): string {
  const plain = character.normalize('NFKC').toLowerCase();
  const mark = MARKS.find(([from]) => from.includes(plain));
  if (mark) return mark[1];
  if (INVISIBLE.test(plain)) return '';
  if (/^\s$/u.test(plain)) return ' ';
  return TRADITIONAL.get(plain) ?? plain;
}

function buildTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) table[code] = code;
  for (const [first, last] of [
    [0x00, 0x2ff],
    [0x370, 0x52f],
    [0x2000, 0x33ff],
    [0xf900, 0xffef],
  ] as const) {
    for (let code = first; code <= last; code += 1) setEntry(table, code);
  }
  for (const from of TRADITIONAL.keys()) if (from.length === 1) setEntry(table, from.charCodeAt(0));
  for (let code = 0xd800; code <= 0xdfff; code += 1) table[code] = PAIR;
  return table;
}

function setEntry(table: Uint16Array, code: number): void {
  const to = foldCharacter(String.fromCharCode(code));
  table[code] = to.length === 1 ? to.charCodeAt(0) : to === '' ? 0 : MANY;
  if (to.length > 1) LONG.set(code, to.replaceAll(' ', ''));
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

function foldPair(two: string): string {
  const code = two.codePointAt(0) ?? 0;
  return code > 0xffff ? foldCharacter(String.fromCodePoint(code)) : two.charAt(0);
}

function grown(room: Uint16Array): Uint16Array<ArrayBuffer> {
  const wider = new Uint16Array(room.length * 2);
  wider.set(room);
  return wider;
}

function fromUnits(units: Uint16Array): string {
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += 8192) {
    parts.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  }
  return parts.join('');
}
