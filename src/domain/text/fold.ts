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
  let folded = '';
  // From here on the text stands as it is: whole runs are taken over at once.
  let start = 0;
  let spaceDue = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const to = TABLE[unit] ?? unit;
    if (to === unit && to !== SPACE) {
      if (spaceDue) {
        folded += ' ';
        spaceDue = false;
      }
      continue;
    }
    if (start < at) folded += text.slice(start, at);
    start = at + 1;
    if (to === 0) continue;
    if (to === SPACE) {
      spaceDue = folded !== '';
      continue;
    }
    if (spaceDue) folded += ' ';
    spaceDue = false;
    if (to < PAIR) {
      folded += String.fromCharCode(to);
      continue;
    }
    folded += to === MANY ? (LONG.get(unit) ?? '') : foldPair(text.slice(at, at + 2));
    if (to === PAIR && isPair(text, at)) {
      at += 1;
      start = at + 1;
    }
  }
  return start === 0 ? text : start < text.length ? folded + text.slice(start) : folded;
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
