import { TRADITIONAL } from '../text/traditional.ts';
import { findRepairs, type Repair } from './mojibake.ts';
import { joinBrokenLines } from './broken-lines.ts';

/** Text made ready for the rules, and the way back to the words as they stand in the file. */
export interface NormalText {
  readonly text: string;
  /** UTF-16 offset in the raw text at which the normalised unit `i` starts. */
  readonly starts: Int32Array;
  /** UTF-16 offset in the raw text just after the normalised unit `i`. */
  readonly ends: Int32Array;
  readonly repairs: readonly Repair[];
}

const NEWLINE = 10;
const SPACE = 32;
const PINYIN = /[(（][a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,7}[)）]/y;

/** ASCII marks that stand for Chinese ones in text typed in half width. */
const MARKS: readonly (readonly [string, string])[] = [
  [',', '，'],
  [';', '；'],
  ['!', '！'],
  ['?', '？'],
  ['(', '（'],
  [')', '）'],
  ['｡', '。'],
  ['､', '、'],
  ['「', '“'],
  ['」', '”'],
  ['『', '‘'],
  ['』', '’'],
  ['–', '—'],
  ['−', '-'],
  ['∶', ':'],
  ['︰', ':'],
  ['﹕', ':'],
  ['﹪', '%'],
  ['～', '~'],
  ['〜', '~'],
  ['∼', '~'],
];
const TABLE = buildTable();
const UTF_16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/**
 * Normalises a document (归一): full width to half width for letters and digits, Chinese marks for ASCII
 * ones, traditional to simplified, bracketed pinyin and stray spaces dropped, broken lines joined,
 * known corruptions repaired. Every unit of the result knows its place in the raw text.
 */
export function normalise(raw: string): NormalText {
  const repairs = findRepairs(raw);
  const room = raw.length + repairs.reduce((sum, repair) => sum + repair.text.length, 0) + 1;
  const units = new Uint16Array(room);
  const starts = new Int32Array(room);
  const ends = new Int32Array(room);
  const used = fill(raw, repairs, units, starts, ends);
  const kept = joinBrokenLines(units, starts, ends, used);
  return {
    text: fromUnits(units, kept),
    starts: starts.slice(0, kept),
    ends: ends.slice(0, kept),
    repairs,
  };
}

/** The raw span (UTF-16) of a normalised span; an empty span stays at the place it stands. */
export function rawSpan(
  normal: NormalText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  const from = normal.starts[start] ?? normal.ends.at(-1) ?? 0;
  return { start: from, end: end > start ? (normal.ends[end - 1] ?? from) : from };
}

function fill(
  raw: string,
  repairs: readonly Repair[],
  units: Uint16Array,
  starts: Int32Array,
  ends: Int32Array,
): number {
  let used = 0;
  let nextRepair = 0;
  let repairAt = repairs[0]?.start ?? -1;
  const put = (unit: number, start: number, end: number): void => {
    units[used] = unit;
    starts[used] = start;
    ends[used] = end;
    used += 1;
  };
  for (let at = 0; at < raw.length; at += 1) {
    if (at === repairAt) {
      const repair = repairs[nextRepair];
      if (repair === undefined) break;
      for (let i = 0; i < repair.text.length; i += 1) {
        put(repair.text.charCodeAt(i), repair.start, repair.end);
      }
      at = repair.end - 1;
      nextRepair += 1;
      repairAt = repairs[nextRepair]?.start ?? -1;
      continue;
    }
    const unit = raw.charCodeAt(at);
    // Most units are Han that stay as they are: nothing else has to be asked of them.
    if (unit >= 0x4e00 && TABLE[unit] === unit && unit <= 0x9fff) {
      units[used] = unit;
      starts[used] = at;
      ends[used] = at + 1;
      used += 1;
      continue;
    }
    const to = TABLE[unit] ?? unit;
    const last = used > 0 ? (units[used - 1] ?? 0) : NEWLINE;
    if (to === 0) continue;
    if (to === NEWLINE) {
      if (last !== NEWLINE) put(NEWLINE, at, at + 1);
    } else if (to === SPACE) {
      if (isAscii(last) && isAscii(TABLE[raw.charCodeAt(at + 1)] ?? 0)) put(SPACE, at, at + 1);
    } else if (to === 0xff08 && isHan(last) && pinyinEnd(raw, at) > 0) {
      at = pinyinEnd(raw, at) - 1;
    } else if (to === 0xff0c && unit === 0x2c && isDigit(last) && isThousands(raw, at + 1)) {
      put(unit, at, at + 1);
    } else if (to === 0x3a && isDigit(last) && isDigit(TABLE[raw.charCodeAt(at + 1)] ?? 0)) {
      put(to, at, at + 1);
    } else if (to === 0x3a) {
      put(0xff1a, at, at + 1);
    } else {
      put(to, at, at + 1);
    }
  }
  return used;
}

function pinyinEnd(raw: string, at: number): number {
  PINYIN.lastIndex = at;
  return PINYIN.test(raw) ? PINYIN.lastIndex : 0;
}

/** Exactly three digits follow: the comma before them groups thousands. */
function isThousands(raw: string, at: number): boolean {
  return (
    isDigit(raw.charCodeAt(at)) &&
    isDigit(raw.charCodeAt(at + 1)) &&
    isDigit(raw.charCodeAt(at + 2)) &&
    !isDigit(raw.charCodeAt(at + 3))
  );
}

function isAscii(unit: number): boolean {
  return isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isHan(unit: number): boolean {
  return unit >= 0x3400 && unit <= 0x9fff;
}

function buildTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) table[code] = code;
  for (const [from, to] of TRADITIONAL) {
    if (from.length === 1 && to.length === 1) table[from.charCodeAt(0)] = to.charCodeAt(0);
  }
  for (let code = 0xff10; code <= 0xff5e; code += 1) table[code] = code - 0xfee0;
  for (const code of [0xff05, 0xff0b, 0xff0d, 0xff0e, 0xff0f]) table[code] = code - 0xfee0;
  for (const [from, to] of MARKS) table[from.charCodeAt(0)] = to.charCodeAt(0);
  for (const mark of '，；：！？（）') table[mark.charCodeAt(0)] = mark.charCodeAt(0);
  table[0xff1a] = 0x3a;
  for (const code of [9, 11, 12, 32, 0xa0, 0x3000, 0x2002, 0x2003, 0x2009]) table[code] = SPACE;
  for (const code of [10, 13, 0x2028, 0x2029, 0x85]) table[code] = NEWLINE;
  for (const code of [0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff])
    table[code] = 0;
  return table;
}

function fromUnits(units: Uint16Array, length: number): string {
  return UTF_16.decode(units.subarray(0, length));
}
