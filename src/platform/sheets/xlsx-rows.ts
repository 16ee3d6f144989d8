import { KIND, RowPacker, type PackedRows } from './packed-rows.ts';
import { SheetFault } from './sheet-fault.ts';
import { LAST_ROW, type SheetLimits } from './sheet-limits.ts';
import type { SharedStrings } from './xlsx-shared-strings.ts';
import { plainNumber, serialDate, serialTime, type Shown } from './xlsx-styles.ts';
import {
  decodeCellText,
  eachTextRun,
  findByte,
  GT,
  isNameEnd,
  LT,
  QUOTE,
  SLASH,
  unescapeXml,
} from './xlsx-text.ts';

export interface RowContext {
  readonly sheet: string;
  readonly shared: SharedStrings;
  readonly styles: readonly Shown[];
  readonly date1904: boolean;
  readonly limits: SheetLimits;
}

/**
 * The rows of a worksheet part. The bytes are cut only after a whole row and each value is decoded
 * from its own bytes, so no character is split; a row that does not end within the limit is refused
 * before it is gathered.
 */
export async function* xlsxRows(
  part: AsyncIterable<Buffer>,
  context: RowContext,
): AsyncGenerator<PackedRows> {
  const scanner = new RowScanner(context);
  let rest: Buffer | undefined;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of part) {
    if (scanner.isDone) continue;
    // A row longer than a chunk is put together once, not at every chunk of it.
    if (pendingBytes > 0 && !scanner.endsWithin(rest, chunk)) {
      pending.push(chunk);
      pendingBytes += chunk.length;
      rest = chunk.subarray(-16);
    } else {
      const xml: Buffer = pendingBytes > 0 ? Buffer.concat([...pending, chunk]) : chunk;
      const used = scanner.scan(xml);
      const left = xml.subarray(used);
      pending = left.length > 0 ? [left] : [];
      pendingBytes = left.length;
      rest = left.subarray(-16);
    }
    if (pendingBytes > context.limits.rowBytes && !scanner.isDone) throw scanner.rowTooLarge();
    if (scanner.packer.isFull) {
      const batch = scanner.packer.take();
      if (batch !== undefined) yield batch;
    }
  }
  const last = scanner.packer.take();
  if (last !== undefined) yield last;
}

/** Hidden, or pressed to no height at all, which comes to the same. */
const HIDDEN = /\s(?:hidden\s*=\s*["'](?:1|true)|ht\s*=\s*["']0(?:\.0+)?["'])/;

class RowScanner {
  readonly packer = new RowPacker();
  isDone = false;
  readonly #context: RowContext;
  #prefix: string | undefined;
  #prefixLength = 0;
  #rowEnd = '</row>';
  #row = 0;
  #isHidden = false;

  constructor(context: RowContext) {
    this.#context = context;
  }

  rowTooLarge(): SheetFault {
    const limit = this.#context.limits.rowBytes / 1_000_000;
    return new SheetFault('row-too-large', {
      sheet: this.#context.sheet,
      row: this.#row + 1,
      limit,
    });
  }

  /** Whether the row left open ends in this chunk, its end tag perhaps begun in the bytes before. */
  endsWithin(before: Buffer | undefined, chunk: Buffer): boolean {
    const ends = (xml: Buffer): boolean =>
      xml.includes(this.#rowEnd) || xml.includes('sheetData>') || this.#prefix === undefined;
    return (
      ends(chunk) || (before !== undefined && ends(Buffer.concat([before, chunk.subarray(0, 16)])))
    );
  }

  /** Reads the whole rows in `xml`; returns how many bytes are done with. */
  scan(xml: Buffer): number {
    let at = 0;
    if (this.#prefix === undefined) {
      at = this.#findData(xml);
      if (at < 0) return Math.max(0, xml.length - 256);
    }
    while (!this.isDone) {
      const open = findByte(xml, LT, at, xml.length);
      if (open < 0) return xml.length;
      const close = findByte(xml, GT, open, xml.length);
      if (close < 0) return open;
      if (xml[open + 1] === SLASH) {
        this.isDone = true;
        return xml.length;
      }
      const isRow = this.#isNamed(xml, open, 'row');
      if (!isRow || xml[close - 1] === SLASH) {
        if (isRow) this.#beginRow(xml, open, close);
        at = close + 1;
        continue;
      }
      const end = xml.indexOf(this.#rowEnd, close);
      if (end < 0) return open;
      if (end - open > this.#context.limits.rowBytes) throw this.rowTooLarge();
      this.#beginRow(xml, open, close);
      this.#cells(xml, close + 1, end);
      this.packer.endRow(this.#row, this.#isHidden);
      at = end + this.#rowEnd.length;
    }
    return xml.length;
  }

  #findData(xml: Buffer): number {
    const at = xml.indexOf('sheetData');
    const close = at < 0 ? -1 : xml.indexOf(GT, at);
    if (close < 0) return -1;
    const open = xml.lastIndexOf(LT, at);
    this.#prefix = xml.toString('latin1', open + 1, at);
    this.#prefixLength = this.#prefix.length;
    this.#rowEnd = `</${this.#prefix}row>`;
    this.isDone = xml[close - 1] === SLASH;
    return close + 1;
  }

  #isNamed(xml: Buffer, open: number, name: 'row' | 'c' | 'v' | 'f' | 'is'): boolean {
    const at = open + 1 + this.#prefixLength;
    for (let k = 0; k < name.length; k += 1) {
      if (xml[at + k] !== name.charCodeAt(k)) return false;
    }
    return isNameEnd(xml[at + name.length]);
  }

  #beginRow(xml: Buffer, open: number, close: number): void {
    const tag = xml.toString('latin1', open, close);
    const number = /\sr\s*=\s*["'](\d+)/.exec(tag)?.[1];
    this.#isHidden = HIDDEN.test(tag);
    this.#row = number === undefined ? this.#row + 1 : Number(number);
    if (this.#row > LAST_ROW) {
      throw new SheetFault('too-many-rows', { sheet: this.#context.sheet, limit: LAST_ROW });
    }
  }

  #cells(xml: Buffer, from: number, to: number): void {
    let column = -1;
    let at = findByte(xml, LT, from, to);
    while (at >= 0) {
      const close = findByte(xml, GT, at, to);
      if (close < 0) return;
      if (!this.#isNamed(xml, at, 'c')) {
        at = findByte(xml, LT, close, to);
        continue;
      }
      readAttributes(xml, at, close);
      column = cellColumn >= 0 ? cellColumn : column + 1;
      const isEmpty = xml[close - 1] === SLASH;
      at = findByte(xml, LT, isEmpty ? close : this.#cell(xml, close + 1, to, column), to);
    }
  }

  /** Reads the cell whose content begins at `from`; returns where it ends. */
  #cell(xml: Buffer, from: number, to: number, column: number): number {
    const type = cellType;
    const style = cellStyle;
    let at = findByte(xml, LT, from, to);
    let hasFormula = false;
    let hasValue = false;
    while (at >= 0) {
      const close = findByte(xml, GT, at, to);
      if (close < 0) return to;
      if (xml[at + 1] === SLASH) {
        // The end of anything but the cell itself was stepped over below.
        if (hasFormula && !hasValue) this.#put(column, KIND.formulaWithoutValue, '');
        return close + 1;
      }
      let end = close;
      if (xml[close - 1] === SLASH) hasFormula ||= this.#isNamed(xml, at, 'f');
      else if (this.#isNamed(xml, at, 'v')) {
        end = findByte(xml, LT, close, to);
        if (end > close + 1) this.#value(xml, close + 1, end, column, type, style);
        hasValue = end > close + 1 || type === TYPE.formulaText;
      } else if (this.#isNamed(xml, at, 'is')) {
        end = this.#inlineText(xml, close + 1, to, column);
        hasValue = true;
      } else {
        hasFormula ||= this.#isNamed(xml, at, 'f');
        end = findByte(xml, LT, close, to);
      }
      at = end < 0 ? -1 : findByte(xml, LT, end + 1, to);
    }
    return to;
  }

  /** Reads the text up to `</is>`; returns where that tag begins. */
  #inlineText(xml: Buffer, from: number, to: number, column: number): number {
    let text = '';
    const end = eachTextRun(xml, from, to, this.#prefixLength, (start, stop) => {
      text += xml.toString('utf8', start, stop);
    });
    this.#put(column, KIND.text, decodeCellText(text));
    return end;
  }

  #value(xml: Buffer, from: number, to: number, column: number, type: number, style: number): void {
    if (type === TYPE.shared) {
      let index = 0;
      for (let at = from; at < to; at += 1) index = index * 10 + ((xml[at] ?? 0x30) - 0x30);
      const text = this.#context.shared.text(index);
      if (text === undefined) throw new SheetFault('damaged', { part: 'sharedStrings.xml' });
      this.#put(column, KIND.text, text);
    } else if (type === TYPE.number) {
      this.#number(column, xml.toString('latin1', from, to), this.#context.styles[style]);
    } else if (type === TYPE.truth) {
      this.#put(column, KIND.text, xml[from] === 0x31 ? 'TRUE' : 'FALSE');
    } else if (type === TYPE.error) {
      this.#put(column, KIND.error, unescapeXml(xml.toString('utf8', from, to)));
    } else if (type === TYPE.isoDate) {
      const text = xml.toString('latin1', from, to);
      this.#put(column, KIND.date, text.replace('T', ' ').slice(0, 16).replace(' 00:00', ''));
    } else {
      this.#put(column, KIND.text, decodeCellText(xml.toString('utf8', from, to)));
    }
  }

  #number(column: number, digits: string, shown: Shown = 'number'): void {
    const value = Number(digits);
    if (!Number.isFinite(value)) {
      this.#put(column, KIND.text, digits);
      return;
    }
    if (shown === 'date' || (shown === 'time' && value >= 1)) {
      const date = serialDate(value, this.#context.date1904);
      if (date !== undefined) {
        this.#put(column, KIND.date, date, value);
        return;
      }
    }
    const text =
      shown === 'percent'
        ? `${plainNumber(value * 100)}%`
        : shown === 'time' && value >= 0
          ? serialTime(value)
          : typeof shown === 'object'
            ? plainNumber(value).padStart(shown.digits, '0')
            : plainNumber(value);
    this.#put(column, KIND.number, text, value);
  }

  #put(column: number, kind: 0 | 1 | 2 | 3 | 4, text: string, number = 0): void {
    if (text === '' && kind !== KIND.formulaWithoutValue) return;
    const { limits, sheet } = this.#context;
    if (column >= limits.columns) {
      const details = { sheet, row: this.#row, count: column + 1, limit: limits.columns };
      throw new SheetFault('too-many-columns', details);
    }
    if (text.length > limits.cellCharacters) {
      const details = { sheet, row: this.#row, column: column + 1, limit: limits.cellCharacters };
      throw new SheetFault('cell-too-long', details);
    }
    this.packer.cell(column, kind, text, number);
  }
}

const TYPE = {
  number: 0,
  shared: 1,
  inline: 2,
  truth: 3,
  error: 4,
  formulaText: 5,
  isoDate: 6,
} as const;

// The attributes of the cell being read. Module variables, not an object: this runs millions of times.
let cellColumn = -1;
let cellType = 0;
let cellStyle = 0;

function readAttributes(xml: Buffer, open: number, close: number): void {
  cellColumn = -1;
  cellType = TYPE.number;
  cellStyle = 0;
  let at = open;
  while (at < close) {
    const byte = xml[at] ?? 0;
    // An attribute of one letter: white space, letter, equals sign, quotation mark.
    if (byte > 0x20 || xml[at + 2] !== 0x3d) {
      at += 1;
      continue;
    }
    const name = xml[at + 1];
    const mark = xml[at + 3] ?? QUOTE;
    let place = at + 4;
    if (name === 0x72) {
      let column = 0;
      for (; isLetter(xml[place]); place += 1) column = column * 26 + ((xml[place] ?? 0) & 0x1f);
      cellColumn = column - 1;
    } else if (name === 0x73) {
      for (; place < close && xml[place] !== mark; place += 1) {
        cellStyle = cellStyle * 10 + ((xml[place] ?? 0x30) - 0x30);
      }
    } else if (name === 0x74) cellType = typeOf(xml[place], xml[place + 1] === mark);
    while (place < close && xml[place] !== mark) place += 1;
    at = place + 1;
  }
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

function typeOf(first: number | undefined, isOneLetter: boolean): number {
  if (first === 0x73) return isOneLetter ? TYPE.shared : TYPE.formulaText;
  if (first === 0x69) return TYPE.inline;
  if (first === 0x62) return TYPE.truth;
  if (first === 0x65) return TYPE.error;
  return first === 0x64 ? TYPE.isoDate : TYPE.number;
}
