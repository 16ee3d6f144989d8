import { wrappedFrom } from './wrapped-lines.ts';

/** A line this long that ends without a closing mark was cut by the page, not by the author. */
const CUT_LINE = 40;
const NEWLINE = 10;
const FULL_STOP = 0x3002;
/** 为 */
const FOR = 0x4e3a;

const END_MARKS = unitsOf('。！？：…”』）》!?');
/** On a page of full lines these close a word as often as a sentence. */
const MAY_CLOSE_INSIDE = unitsOf('”》）；');
/** A line ending in one of these goes on, however short it is. */
const OPEN_ENDS = unitsOf('、，；《的');
/** A line starting with one of these continues the one before. */
const CONTINUING = unitsOf('，、。；：）》”是');
/** No line begins with a closing mark. */
const CLOSING = unitsOf('》”’』」）');
const HEADING_STARTS = unitsOf('一二三四五六七八九十（第—附');
const TITLE_ENDS: ReadonlySet<number> = new Set(
  ['通知', '方案', '报告', '意见', '决定', '要点', '规划', '纲要', '讲话', '计划'].map(
    (word) => (word.charCodeAt(0) << 16) | word.charCodeAt(1),
  ),
);
const HAN_NUMERAL = unitsOf('一二三四五六七八九十');

/**
 * Joins lines that a converter or a scan broke inside a sentence, in place; returns the new length.
 * Headings and full sentences keep their line.
 */
export function joinBrokenLines(
  units: Uint16Array,
  starts: Int32Array,
  ends: Int32Array,
  used: number,
): number {
  const cutLine = wrappedFrom(units, used) ?? CUT_LINE;
  let kept = 0;
  let lineStart = 0;
  let from = 0;
  while (from < used) {
    const found = units.indexOf(NEWLINE, from);
    const to = found < 0 || found >= used ? used : found;
    const length = to - from;
    if (kept !== from) {
      units.copyWithin(kept, from, to);
      starts.copyWithin(kept, from, to);
      ends.copyWithin(kept, from, to);
    }
    kept += length;
    if (to >= used) break;
    const next = pastPageNumber(units, to + 1, used);
    const joins = next < used && isBroken(units, lineStart, kept, next, used, cutLine);
    if (!joins) {
      units[kept] = NEWLINE;
      starts[kept] = starts[to] ?? 0;
      ends[kept] = ends[to] ?? 0;
      kept += 1;
      lineStart = kept;
    }
    from = next;
  }
  return kept;
}

const DASHES = unitsOf('-—－');

/** Where the text goes on after the number of a page (-2-, — 12 —) that stands on a line of its own. */
function pastPageNumber(units: Uint16Array, at: number, used: number): number {
  let i = at;
  while (i < used && DASHES.has(units[i] ?? 0)) i += 1;
  const digits = i;
  while (i < used && (units[i] ?? 0) >= 48 && (units[i] ?? 0) <= 57) i += 1;
  const isNumber = digits > at && i > digits && i - digits <= 3 && DASHES.has(units[i] ?? 0);
  if (!isNumber) return at;
  while (i < used && DASHES.has(units[i] ?? 0)) i += 1;
  return i < used && units[i] === NEWLINE ? i + 1 : at;
}

function isBroken(
  units: Uint16Array,
  lineStart: number,
  lineEnd: number,
  next: number,
  used: number,
  cutLine: number,
): boolean {
  const length = lineEnd - lineStart;
  if (length === 0) return false;
  const last = units[lineEnd - 1] ?? 0;
  const first = units[next] ?? 0;
  if (CLOSING.has(first) || (CONTINUING.has(first) && !END_MARKS.has(last))) return true;
  if (isOrphan(units, next, used) && !END_MARKS.has(last)) return true;
  if (startsHeading(units, next, used)) return false;
  if (OPEN_ENDS.has(last) || isValueLine(units, next, used, last)) return true;
  if (length >= cutLine && cutLine < CUT_LINE && MAY_CLOSE_INSIDE.has(last)) return true;
  if (length < cutLine || END_MARKS.has(last) || endsTitle(units, lineEnd)) return false;
  return !isHeadingLine(units, lineStart, length);
}

/** 设定 / 为6%以上: the line before breaks off right where its figure comes. */
function isValueLine(units: Uint16Array, at: number, used: number, last: number): boolean {
  const digit = units[at + 1] ?? 0;
  return at + 1 < used && units[at] === FOR && digit >= 48 && digit <= 57 && !END_MARKS.has(last);
}

/** A single character on a line of its own was torn off the line before. */
function isOrphan(units: Uint16Array, at: number, used: number): boolean {
  return (at + 1 >= used || units[at + 1] === NEWLINE) && units[at] !== NEWLINE;
}

/** 关于…的通知, …实施方案: a title may be long and ends without a mark; it is no cut line. */
function endsTitle(units: Uint16Array, end: number): boolean {
  return TITLE_ENDS.has(((units[end - 2] ?? 0) << 16) | (units[end - 1] ?? 0));
}

function startsHeading(units: Uint16Array, at: number, used: number): boolean {
  if (!HEADING_STARTS.has(units[at] ?? 0)) return false;
  const limit = Math.min(at + 6, used);
  const first = units[at] ?? 0;
  if (first === 0x2014) return units[at + 1] === 0x2014;
  for (let i = at + 1; i < limit; i += 1) {
    const unit = units[i] ?? 0;
    if (unit === 0x3001 || unit === 0xff09 || unit === 0xff0c || unit === 0x662f) return true;
    if (!HAN_NUMERAL.has(unit)) return false;
  }
  return false;
}

/** Numbered headings may be long and end without a mark; they are no cut lines. */
function isHeadingLine(units: Uint16Array, start: number, length: number): boolean {
  if (length > 60 || !startsHeading(units, start, start + length)) return false;
  for (let i = start; i < start + length; i += 1) if (units[i] === FULL_STOP) return false;
  return true;
}

function unitsOf(text: string): ReadonlySet<number> {
  return new Set(Array.from(text, (character) => character.charCodeAt(0)));
}
