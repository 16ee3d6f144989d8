import type { Cell, SheetRow } from './cell.ts';

/** A column of an exported sheet that comes back. */
export interface ReturnedColumn {
  readonly column: number;
  readonly field: string;
  readonly label: string;
  /** Its place among the columns that were printed. */
  readonly print: number;
}

/** A column that is only read: what is changed in it moves nothing, which has to be said. */
export interface LockedColumn {
  readonly column: number;
  readonly label: string;
}

export interface ReturnedColumns {
  /** The stable id of the entry; a hidden column. */
  readonly id: number;
  /** The version of the entry when it was exported; a hidden column. */
  readonly version: number;
  /** `cellPrints` of the exported row; a hidden column. */
  readonly prints: number;
  /** How many editable columns the export had; an office may have taken some away. */
  readonly printed: number;
  /** The columns that are there and whose cells may change something. */
  readonly editable: readonly ReturnedColumn[];
  /** The columns that are only read; `undefined` when not all of them are there any more. */
  readonly locked: readonly LockedColumn[] | undefined;
}

export interface CellChange {
  readonly column: number;
  readonly field: string;
  readonly label: string;
  /** What stands there now; '' when it was emptied. */
  readonly to: string;
}

/** What came back for one row of an export. */
export type ReturnedRow =
  | { readonly row: number; readonly is: 'unchanged'; readonly id: string }
  | {
      readonly row: number;
      readonly is: 'changed';
      readonly id: string;
      /** The version the office saw: the move is refused as stale if the entry has gone on. */
      readonly version: number;
      readonly changes: readonly CellChange[];
      /** All cells that are only read, when one of them was changed. */
      readonly locked: readonly (LockedColumn & { readonly text: string })[];
    }
  /** No id: a row the office added. */
  | { readonly row: number; readonly is: 'new' }
  /** A copied row: its id stands above already. */
  | { readonly row: number; readonly is: 'twice'; readonly id: string; readonly first: number }
  /** The hidden columns were damaged: nothing can be said about what changed. */
  | { readonly row: number; readonly is: 'unreadable'; readonly id: string };

/**
 * Compares the rows of a sheet that was exported, edited and brought back with what was exported. The
 * sheet carries short prints of its own cells, so what others changed meanwhile is not taken for an
 * edit, and a row left out is not taken for a deletion. Give each row of the sheet once, in order.
 */
export function returnedRows(columns: ReturnedColumns): (row: SheetRow) => ReturnedRow {
  const seen = new Map<string, number>();
  return (row) => {
    const id = canonicalText(row.cells[columns.id]);
    if (id === '') return { row: row.row, is: 'new' };
    const first = seen.get(id);
    if (first !== undefined) return { row: row.row, is: 'twice', id, first };
    seen.set(id, row.row);
    const version = Number(canonicalText(row.cells[columns.version]));
    const prints = canonicalText(row.cells[columns.prints]).split('.');
    const more = prints.length - columns.printed;
    // An export of before has no print of what is only read.
    if (!Number.isInteger(version) || version < 1 || (more !== 0 && more !== 1))
      return { row: row.row, is: 'unreadable', id };
    const changes = columns.editable.flatMap(({ column, field, label, print }): CellChange[] => {
      const to = canonicalText(row.cells[column]);
      return printOf(to) === prints[print] ? [] : [{ column, field, label, to }];
    });
    const cells = (columns.locked ?? []).map((column) => ({
      ...column,
      text: canonicalText(row.cells[column.column]),
    }));
    const isLockedKept =
      more === 0 ||
      columns.locked === undefined ||
      printOf(joined(cells.map(({ text }) => text))) === prints[columns.printed];
    const locked = isLockedKept ? [] : cells;
    return changes.length === 0 && isLockedKept
      ? { row: row.row, is: 'unchanged', id }
      : { row: row.row, is: 'changed', id, version, changes, locked };
  };
}

/** What to put in the hidden column of an export: a print of each editable cell, in their order, and one of all the others. */
export function cellPrints(editable: readonly Cell[], locked: readonly Cell[]): string {
  const own = editable.map((cell) => printOf(canonicalText(cell)));
  return `${own.join('.')}.${printOf(joined(locked.map(canonicalText)))}`;
}

function joined(texts: readonly string[]): string {
  return texts.join('\u0001');
}

/**
 * The text of a cell as far as its meaning goes. Office programs turn line breaks, add white space at
 * the ends of lines, and turn text that looks like a date or number into one.
 */
export function canonicalText(cell: Cell | undefined): string {
  if (cell === undefined || cell.text === '') return '';
  if (cell.date !== undefined && cell.text.length === 10) return cell.date;
  if (PLAIN.test(cell.text)) return cell.text;
  const text = cell.text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t\u00a0]+(?=\n|$)/g, '')
    .trim();
  const day = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(text);
  if (day === null) return text.normalize('NFC');
  return `${day[1]}-${day[2]?.padStart(2, '0')}-${day[3]?.padStart(2, '0')}`;
}

/** Han characters, their marks and ASCII: no white space, nothing that composes, and nothing that begins like a day. */
const PLAIN = /^(?!\d{4}[/-])[!-~\u3001-\u3015\u4e00-\u9fff\uff01-\uff5e]*$/;

const EMPTY_PRINT = '0';

/** FNV-1a over UTF-16, 32 bits twice with different starts: chance alike once in 10¹⁸ edits. */
function printOf(text: string): string {
  if (text === '') return EMPTY_PRINT;
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + at), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return base36(a >>> 0) + base36(b >>> 0);
}

const PAIRS = Array.from({ length: 36 * 36 }, (_, n) => n.toString(36).padStart(2, '0'));

/** `n.toString(36)` of a whole number: the engine's own takes most of the time that a print does. */
function base36(n: number): string {
  let rest = n;
  let text = '';
  for (; rest >= PAIRS.length; rest = Math.floor(rest / PAIRS.length))
    text = (PAIRS[rest % PAIRS.length] ?? '') + text;
  const first = PAIRS[rest] ?? '';
  return (rest < 36 ? first.charAt(1) : first) + text;
}
