import type { Cell, SheetRow } from '#domain/sheet/cell.ts';

/** What the file says a cell is. */
export const KIND = { text: 0, number: 1, date: 2, formulaWithoutValue: 3, error: 4 } as const;
type Kind = (typeof KIND)[keyof typeof KIND];

/**
 * A batch of rows by columns of the batch, not as objects: crossing from the reading thread costs a
 * fifth of what four million small objects would.
 */
export interface PackedRows {
  /** Row number of each row, counted from 1. */
  readonly rows: Uint32Array;
  /** For each row, 1 when it is hidden. */
  readonly hidden: Uint8Array;
  /** For each row, where its cells end. */
  readonly ends: Uint32Array;
  readonly columns: Uint16Array;
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  readonly texts: readonly string[];
}

const ROWS = 400;
const CHARACTERS = 100_000;

/** Collects rows into batches small enough that unpacking one never holds up the event loop. */
export class RowPacker {
  #rows: number[] = [];
  #hidden: number[] = [];
  #ends: number[] = [];
  #columns: number[] = [];
  #kinds: number[] = [];
  #numbers: number[] = [];
  #texts: string[] = [];
  #characters = 0;

  cell(column: number, kind: Kind, text: string, number = 0): void {
    this.#columns.push(column);
    this.#kinds.push(kind);
    this.#numbers.push(number);
    this.#texts.push(text);
    this.#characters += text.length;
  }

  /** Ends a row; one without cells leaves no trace. */
  endRow(row: number, isHidden = false): void {
    if (this.#texts.length === (this.#ends.at(-1) ?? 0)) return;
    this.#rows.push(row);
    this.#hidden.push(isHidden ? 1 : 0);
    this.#ends.push(this.#texts.length);
  }

  get isFull(): boolean {
    return this.#rows.length >= ROWS || this.#characters >= CHARACTERS;
  }

  /** The rows so far, or `undefined` when there are none; the packer starts anew. */
  take(): PackedRows | undefined {
    if (this.#rows.length === 0) return undefined;
    const packed: PackedRows = {
      rows: Uint32Array.from(this.#rows),
      hidden: Uint8Array.from(this.#hidden),
      ends: Uint32Array.from(this.#ends),
      columns: Uint16Array.from(this.#columns),
      kinds: Uint8Array.from(this.#kinds),
      numbers: Float64Array.from(this.#numbers),
      texts: this.#texts,
    };
    this.#rows = [];
    this.#hidden = [];
    this.#ends = [];
    this.#columns = [];
    this.#kinds = [];
    this.#numbers = [];
    this.#texts = [];
    this.#characters = 0;
    return packed;
  }
}

/** The batch as rows of cells. */
export function unpackRows(packed: PackedRows): SheetRow[] {
  const rows: SheetRow[] = [];
  let at = 0;
  for (let k = 0; k < packed.rows.length; k += 1) {
    const end = packed.ends[k] ?? at;
    const cells: (Cell | undefined)[] = [];
    for (; at < end; at += 1) {
      const column = packed.columns[at] ?? 0;
      while (cells.length < column) cells.push(undefined);
      cells.push(unpackCell(packed, at));
    }
    const row = packed.rows[k] ?? 0;
    rows.push(packed.hidden[k] === 1 ? { row, cells, hidden: true } : { row, cells });
  }
  return rows;
}

function unpackCell(packed: PackedRows, at: number): Cell {
  const text = packed.texts[at] ?? '';
  const kind = packed.kinds[at];
  if (kind === KIND.number) return { text, number: packed.numbers[at] ?? 0 };
  if (kind === KIND.date) return { text, date: text.slice(0, 10) };
  if (kind === KIND.formulaWithoutValue) return { text: '', formulaWithoutValue: true };
  return kind === KIND.error ? { text, error: true } : { text };
}
