/** A line this long that ends without a closing mark was cut by the page, not by the author. */
const CUT_LINE = 40;
const NEWLINE = 10;
const FULL_STOP = 0x3002;

const END_MARKS = unitsOf('。！？：…”』）》!?');
/** A line ending in one of these goes on, however short it is. */
const OPEN_ENDS = unitsOf('、，；《的');
/** A line starting with one of these continues the one before. */
const CONTINUING = unitsOf('，、。；：）》”是');
/** No line begins with a closing mark. */
const CLOSING = unitsOf('》”’』」）');
const HEADING_STARTS = unitsOf('一二三四五六七八九十（第—附');
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
  let kept = 0;
  let lineStart = 0;
  for (let at = 0; at < used; at += 1) {
    const unit = units[at] ?? 0;
    if (unit === NEWLINE && at + 1 < used && isBroken(units, lineStart, kept, at + 1, used))
      continue;
    units[kept] = unit;
    starts[kept] = starts[at] ?? 0;
    ends[kept] = ends[at] ?? 0;
    kept += 1;
    if (unit === NEWLINE) lineStart = kept;
  }
  return kept;
}

function isBroken(
  units: Uint16Array,
  lineStart: number,
  lineEnd: number,
  next: number,
  used: number,
): boolean {
  const length = lineEnd - lineStart;
  if (length === 0) return false;
  const last = units[lineEnd - 1] ?? 0;
  const first = units[next] ?? 0;
  if (CLOSING.has(first) || (CONTINUING.has(first) && !END_MARKS.has(last))) return true;
  if (isOrphan(units, next, used) && !END_MARKS.has(last)) return true;
  if (startsHeading(units, next, used)) return false;
  if (OPEN_ENDS.has(last)) return true;
  return length >= CUT_LINE && !END_MARKS.has(last) && !isHeadingLine(units, lineStart, length);
}

/** A single character on a line of its own was torn off the line before. */
function isOrphan(units: Uint16Array, at: number, used: number): boolean {
  return (at + 1 >= used || units[at + 1] === NEWLINE) && units[at] !== NEWLINE;
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
