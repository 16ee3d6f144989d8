const NEWLINE = 10;
const END_MARKS: ReadonlySet<number> = new Set(
  Array.from('。！？：；…”）!?', (character) => character.charCodeAt(0)),
);
/** Fewer lines tell nothing about the width of a page. */
const LINES_FROM = 8;
const NARROWEST = 14;
const WIDEST = 60;
/** Half-width digits and blanks between words make full lines of a page differ by this much. */
const RAGGED = 7;
const SHARE_FULL = 0.55;
const SHARE_OPEN = 0.6;

/**
 * The shortest full line of a text that was printed in lines of one width (硬换行), as PDF and scans give it;
 * `undefined` for text whose lines are paragraphs.
 */
export function wrappedFrom(units: Uint16Array, used: number): number | undefined {
  const lengths: number[] = [];
  const open: number[] = [];
  let start = 0;
  while (start < used) {
    const next = units.indexOf(NEWLINE, start);
    const end = next < 0 || next > used ? used : next;
    if (end - start >= NARROWEST / 2) {
      lengths.push(end - start);
      if (!END_MARKS.has(units[end - 1] ?? 0)) open.push(end - start);
    }
    start = end + 1;
  }
  if (lengths.length < LINES_FROM) return undefined;
  const width = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length * 0.9)] ?? 0;
  if (width < NARROWEST || width > WIDEST) return undefined;
  const least = width - RAGGED;
  const full = lengths.filter((length) => length >= least && length <= width + RAGGED).length;
  const cut = open.filter((length) => length >= least && length <= width + RAGGED).length;
  const isWrapped = full >= lengths.length * SHARE_FULL && cut >= full * SHARE_OPEN;
  return isWrapped ? least : undefined;
}
