import type { FileHandle } from 'node:fs/promises';
import { detectEncoding } from './csv-encoding.ts';
import { fileChunks } from './file-chunks.ts';
import { KIND, RowPacker, type PackedRows } from './packed-rows.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import { NO_OUTLINE, type SheetReader } from './sheet-reader.ts';

/** A reader of comma, tab or semicolon separated text as one sheet; owns `file`. */
export async function openCsv(
  file: FileHandle,
  name: string,
  limits: SheetLimits,
): Promise<SheetReader> {
  const encoding = await detectEncoding(file);
  return {
    sheets: [{ name, hidden: false }],
    outline: () => Promise.resolve(NO_OUTLINE),
    batches: () => csvRows(decoded(file, encoding), limits, name),
    close: () => file.close(),
  };
}

/** The decoder carries unfinished characters over from chunk to chunk. */
async function* decoded(file: FileHandle, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let isFirst = true;
  for await (const chunk of fileChunks(file)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    yield isFirst ? text.replace(/^\uFEFF/, '') : text;
    isFirst = false;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Splits text into rows and cells (RFC 4180; quotes double; line breaks of any kind). */
async function* csvRows(
  text: AsyncIterable<string>,
  limits: SheetLimits,
  sheet: string,
): AsyncGenerator<PackedRows> {
  let splitter: CsvSplitter | undefined;
  let held = '';
  for await (const piece of text) {
    let next = piece;
    if (splitter === undefined) {
      // The separator is told from the first lines, so wait until there is one.
      held += piece;
      if (held.length < 4096 && !/[\r\n]/.test(held)) continue;
      [splitter, next] = begun(held, limits, sheet);
      held = '';
    }
    splitter.feed(next);
    for (const batch of splitter.batches.splice(0)) yield batch;
  }
  if (splitter === undefined) [splitter, held] = begun(held, limits, sheet);
  splitter.feed(held);
  splitter.end();
  yield* splitter.batches;
}

/** A first line that is no row but tells Excel the separator; Excel does not count it either. */
const TOLD = /^"?sep=(.)"?(?:\r\n?|\n|$)/i;

function begun(text: string, limits: SheetLimits, sheet: string): [CsvSplitter, rest: string] {
  const told = TOLD.exec(text);
  const separator = told?.[1] ?? separatorOf(text);
  return [new CsvSplitter(separator, limits, sheet), text.slice(told?.[0].length ?? 0)];
}

/** The separator that stands most often in the first lines outside quotation marks; a comma if none does. */
function separatorOf(text: string): string {
  const lines = text
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r\n?|\n/, 5)
    .join('\n');
  const counts = [',', '\t', ';'].map(
    (separator) => [separator, lines.split(separator).length] as const,
  );
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTATION_MARK = 34;

class CsvSplitter {
  readonly batches: PackedRows[] = [];
  readonly #separator: number;
  readonly #limits: SheetLimits;
  readonly #sheet: string;
  readonly #packer = new RowPacker();
  #row = 1;
  #column = 0;
  /** What is known of a cell whose end has not been seen. */
  #cell = '';
  #isQuoted = false;
  #quoteRow = 0;
  /** The last piece ended on a sign whose meaning hangs on the next: a quote or a carriage return. */
  #pending: 'quote' | 'return' | undefined;

  constructor(separator: string, limits: SheetLimits, sheet: string) {
    this.#separator = separator.charCodeAt(0);
    this.#limits = limits;
    this.#sheet = sheet;
  }

  feed(piece: string): void {
    let at = this.#resume(piece);
    while (at < piece.length)
      at = this.#isQuoted ? this.#quoted(piece, at) : this.#plain(piece, at);
  }

  end(): void {
    if (this.#isQuoted && this.#pending !== 'quote') {
      throw new SheetFault('unclosed-quote', { row: this.#quoteRow });
    }
    this.#endCell('');
    this.#endRow(true);
  }

  #resume(piece: string): number {
    const pending = this.#pending;
    if (pending === undefined || piece === '') return 0;
    this.#pending = undefined;
    const next = piece.charCodeAt(0);
    if (pending === 'return') return next === LINE_FEED ? 1 : 0;
    if (next === QUOTATION_MARK) {
      this.#grow('"');
      return 1;
    }
    this.#isQuoted = false;
    return 0;
  }

  #quoted(piece: string, from: number): number {
    const end = piece.indexOf('"', from);
    this.#grow(piece.slice(from, end < 0 ? piece.length : end));
    if (end < 0) return piece.length;
    if (end + 1 === piece.length) {
      this.#pending = 'quote';
      return piece.length;
    }
    if (piece.charCodeAt(end + 1) === QUOTATION_MARK) {
      this.#grow('"');
      return end + 2;
    }
    this.#isQuoted = false;
    return end + 1;
  }

  #plain(piece: string, from: number): number {
    if (piece.charCodeAt(from) === QUOTATION_MARK && this.#cell.trim() === '') {
      this.#cell = '';
      this.#isQuoted = true;
      this.#quoteRow = this.#row;
      return from + 1;
    }
    for (let at = from; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === this.#separator) {
        this.#endCell(piece.slice(from, at));
        return at + 1;
      }
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        this.#endCell(piece.slice(from, at));
        this.#endRow(false);
        if (code === LINE_FEED) return at + 1;
        if (at + 1 === piece.length) this.#pending = 'return';
        return piece.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
      }
    }
    this.#grow(piece.slice(from));
    return piece.length;
  }

  #grow(text: string): void {
    this.#cell += text;
    const limit = this.#limits.cellCharacters;
    if (this.#cell.length <= limit) return;
    // A cell without an end is nearly always a quotation mark without its partner.
    if (this.#isQuoted) throw new SheetFault('unclosed-quote', { row: this.#quoteRow });
    const details = { sheet: this.#sheet, row: this.#row, column: this.#column + 1, limit };
    throw new SheetFault('cell-too-long', details);
  }

  #endCell(rest: string): void {
    if (rest !== '') this.#grow(rest);
    if (this.#column >= this.#limits.columns && this.#cell !== '') {
      const details = { sheet: this.#sheet, row: this.#row, count: this.#column + 1 };
      throw new SheetFault('too-many-columns', { ...details, limit: this.#limits.columns });
    }
    const text = this.#cell.includes('\r') ? this.#cell.replaceAll(/\r\n?/g, '\n') : this.#cell;
    if (text !== '') this.#packer.cell(this.#column, KIND.text, text);
    this.#cell = '';
    this.#column += 1;
  }

  #endRow(isLast: boolean): void {
    this.#packer.endRow(this.#row);
    this.#row += 1;
    this.#column = 0;
    if (!this.#packer.isFull && !isLast) return;
    const batch = this.#packer.take();
    if (batch !== undefined) this.batches.push(batch);
  }
}
