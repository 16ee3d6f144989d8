import { cellText, type Merge, type SheetRow } from './cell.ts';
import { plainHeader, scoreHeader } from './header-words.ts';
import type { FieldWords } from './ledger-fields.ts';

/** The rows of the header and what stands above each column. */
export interface HeaderBlock {
  readonly top: number;
  readonly bottom: number;
  /** By column; '' where nothing stands. */
  readonly labels: readonly string[];
}

const SCANNED = 30;
/** The score of a row with some two known words in three. */
const PLAIN = 3.2;
const MAX_HEIGHT = 4;

/** The header among the first rows: the row whose cells are short, distinct, and known words. */
export function findHeader(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  fields: readonly FieldWords[],
): HeaderBlock | undefined {
  const known = new Map<string, boolean>();
  const isKnown = (text: string): boolean => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hit = (scoreHeader(text, fields)[0]?.confidence ?? 0) >= 0.7;
    known.set(text, hit);
    return hit;
  };
  let best: { readonly row: SheetRow; readonly rank: number; readonly score: number } | undefined;
  for (const [rank, row] of rows.slice(0, SCANNED).entries()) {
    const score = headerScore(row, rank, isKnown);
    if (score > (best?.score ?? 0)) best = { row, rank, score };
    // A header this plain is not bettered by the data below it.
    if (best !== undefined && best.score > PLAIN && rank > best.rank + 3) break;
  }
  if (best === undefined) return undefined;
  const above = rows.find(({ row }) => row === best.row.row - 1);
  const isSecond = above !== undefined && fillsGaps(above, best.row, isKnown);
  return blockAround(isSecond ? above : best.row, rows, merges, isKnown);
}

function headerScore(row: SheetRow, rank: number, isKnown: (text: string) => boolean): number {
  const texts = row.cells.map((_, column) => cellText(row, column)).filter(Boolean);
  if (texts.length < 2) return 0;
  const share = (test: (text: string) => boolean): number =>
    texts.filter(test).length / texts.length;
  const hits = share(isKnown);
  const least = texts.length === 2 ? 1 : 0.3;
  if (hits < least) return 0;
  return (
    2.5 * hits +
    0.8 * share((text) => plainHeader(text).length <= 14) +
    0.5 * (new Set(texts).size / texts.length) +
    0.6 * share((text) => !/^[\d,.%/-]+$/.test(text)) +
    0.04 * Math.min(texts.length, 15) -
    0.02 * rank
  );
}

function blockAround(
  best: SheetRow,
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  isKnown: (text: string) => boolean,
): HeaderBlock {
  const width = Math.max(
    best.cells.length,
    ...rows.slice(0, SCANNED).map(({ cells }) => cells.length),
  );
  const narrow = merges.filter(({ left, right }) => right - left < Math.max(2, width * 0.6));
  let top = best.row;
  let bottom = best.row;
  for (const merge of narrow) {
    const touches = merge.top <= best.row && merge.bottom >= best.row;
    if (!touches || merge.bottom - merge.top >= MAX_HEIGHT) continue;
    top = Math.min(top, merge.top);
    bottom = Math.max(bottom, merge.bottom);
  }
  const next = rows.find(({ row }) => row === bottom + 1);
  const isGroup = narrow.some((m) => m.top === bottom && m.bottom === bottom && m.right > m.left);
  const isOpen = bottom === best.row && next !== undefined;
  const goesOn = isOpen && (isGroup ? isAllShort(next) : fillsGaps(best, next, isKnown));
  if (goesOn) bottom += 1;
  const labels = Array.from({ length: width }, (_, column) =>
    labelPath(column, top, bottom, rows, narrow, goesOn && !isGroup),
  );
  while (labels.length > 0 && labels.at(-1) === '') labels.pop();
  return { top, bottom, labels };
}

function isAllShort(row: SheetRow): boolean {
  const texts = row.cells.map((_, column) => cellText(row, column)).filter(Boolean);
  return texts.every((text) => plainHeader(text).length <= 14 && !/^[\d,.%/-]+$/.test(text));
}

/**
 * A header of two rows in a format without merges, such as CSV: the second row stands only where the
 * first is empty or begins a group, and at least half of it are known words.
 */
function fillsGaps(header: SheetRow, next: SheetRow, isKnown: (text: string) => boolean): boolean {
  const columns = next.cells.flatMap((_, column) =>
    cellText(next, column) === '' ? [] : [column],
  );
  if (columns.length < 2 || columns.includes(0) || !isAllShort(next)) return false;
  if (header.cells.filter((cell) => (cell?.text.trim() ?? '') !== '').length < 3) return false;
  const gaps = columns.filter((column) => cellText(header, column) === '');
  const begins = columns.filter(
    (column) => cellText(header, column) !== '' && gaps.includes(column + 1),
  );
  const hits = columns.filter((column) => isKnown(cellText(next, column)));
  return (
    gaps.length > 0 &&
    gaps.length + begins.length === columns.length &&
    hits.length * 2 >= columns.length
  );
}

function labelPath(
  column: number,
  top: number,
  bottom: number,
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  fillGaps: boolean,
): string {
  const path: string[] = [];
  for (let row = top; row <= bottom; row += 1) {
    const text =
      textAt(row, column, rows, merges) ||
      (fillGaps && row < bottom ? groupLeft(row, column, rows) : '');
    const label = text.replaceAll(/\s+/g, '');
    if (label !== '' && label !== path.at(-1)) path.push(label);
  }
  return path.join(' / ');
}

function textAt(
  row: number,
  column: number,
  rows: readonly SheetRow[],
  merges: readonly Merge[],
): string {
  const at = (r: number, c: number): string => {
    const found = rows.find((one) => one.row === r);
    return found === undefined ? '' : cellText(found, c);
  };
  const own = at(row, column);
  if (own !== '') return own;
  const merge = merges.find(
    (m) => m.top <= row && row <= m.bottom && m.left <= column && column <= m.right,
  );
  return merge === undefined ? '' : at(merge.top, merge.left);
}

/** The label to the left, when the row below has something in this column. */
function groupLeft(row: number, column: number, rows: readonly SheetRow[]): string {
  const header = rows.find((one) => one.row === row);
  const below = rows.find((one) => one.row === row + 1);
  if (header === undefined || below === undefined || cellText(below, column) === '') return '';
  for (let left = column - 1; left >= 0; left -= 1) {
    const text = cellText(header, left);
    if (text !== '') return text;
  }
  return '';
}
