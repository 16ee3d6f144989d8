import type { FileHandle } from 'node:fs/promises';
import { read, SSF, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { KIND, RowPacker, type PackedRows } from './packed-rows.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import type { SheetOutline, SheetReader } from './sheet-reader.ts';
import { plainNumber, serialDate } from './xlsx-styles.ts';

/**
 * A reader of the formats that must be held whole: .xls and .et (BIFF), .ods, .xlsb, a page or 2003 XML
 * under the name of a sheet. Runs only in the reading thread, whose memory is capped. Owns `file`.
 */
export async function openWholeFile(
  file: FileHandle,
  content: Buffer | string,
  limits: SheetLimits,
): Promise<SheetReader> {
  const book = parse(content);
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const spell = keepsBytes(content) ? spelt : (text: string): string => text;
  const sheetAt = (index: number): WorkSheet | undefined =>
    book.Sheets[book.SheetNames[index] ?? ''];
  await Promise.resolve();
  return {
    sheets: book.SheetNames.map((name, index) => ({
      name: spell(name),
      hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
    })),
    outline: (index) => Promise.resolve(outlineOf(sheetAt(index))),
    batches: (index) =>
      wholeRows(sheetAt(index), {
        sheet: spell(book.SheetNames[index] ?? ''),
        spell,
        date1904,
        limits,
      }),
    close: () => file.close(),
  };
}

function parse(content: Buffer | string): WorkBook {
  try {
    return read(content, {
      type: typeof content === 'string' ? 'string' : 'buffer',
      dense: true,
      cellDates: false,
      cellFormula: true,
      cellHTML: false,
      cellNF: true,
      cellText: false,
      cellStyles: true,
      raw: true,
    });
  } catch (error) {
    const reason = String(error);
    if (/password|ECMA-376 Encrypt|ODS Encrypt/i.test(reason)) throw new SheetFault('encrypted');
    throw new SheetFault('damaged', { part: reason.slice(0, 80) });
  }
}

function outlineOf(sheet: WorkSheet | undefined): SheetOutline {
  const hidden = (sheet?.['!cols'] ?? []).flatMap((column, index) =>
    column?.hidden === true ? [index] : [],
  );
  const merges = (sheet?.['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r + 1,
    left: s.c,
    bottom: e.r + 1,
    right: e.c,
  }));
  return { merges, hiddenColumns: hidden, lastRow: sheet?.['!data']?.length ?? 0 };
}

interface WholeContext {
  readonly sheet: string;
  /** A text of the file as it is meant. */
  readonly spell: (text: string) => string;
  readonly date1904: boolean;
  readonly limits: SheetLimits;
}

async function* wholeRows(
  sheet: WorkSheet | undefined,
  context: WholeContext,
): AsyncGenerator<PackedRows> {
  const packer = new RowPacker();
  const rows: readonly (readonly (CellObject | undefined)[] | undefined)[] = sheet?.['!data'] ?? [];
  for (const [index, cells] of rows.entries()) {
    for (const [column, cell] of (cells ?? []).entries()) {
      if (cell !== undefined) putCell(packer, cell, index + 1, column, context);
    }
    packer.endRow(index + 1, sheet?.['!rows']?.[index]?.hidden === true);
    const batch = packer.isFull ? packer.take() : undefined;
    if (batch !== undefined) yield batch;
  }
  const last = packer.take();
  if (last !== undefined) yield last;
}

function putCell(
  packer: RowPacker,
  cell: CellObject,
  row: number,
  column: number,
  { sheet, spell, date1904, limits }: WholeContext,
): void {
  if (cell.v === undefined && cell.f !== undefined) {
    packer.cell(column, KIND.formulaWithoutValue, '');
    return;
  }
  const shown = shownCell(cell, date1904);
  if (shown === undefined) return;
  if (column >= limits.columns) {
    const details = { sheet, row, count: column + 1, limit: limits.columns };
    throw new SheetFault('too-many-columns', details);
  }
  if (shown.text.length > limits.cellCharacters) {
    const details = { sheet, row, column: column + 1, limit: limits.cellCharacters };
    throw new SheetFault('cell-too-long', details);
  }
  const text = shown.kind === KIND.text ? spell(shown.text) : shown.text;
  packer.cell(column, shown.kind, text, shown.number);
}

const UNICODE_STREAM = Buffer.from('Workbook\0', 'utf16le');
const OLE_MAGIC = 0xd0cf11e0;

/** Before Excel 97 a workbook held its texts in the bytes of its country, and the library gives each as a character. */
function keepsBytes(content: Buffer | string): boolean {
  if (typeof content === 'string') return false;
  const magic = content.readUInt32BE(0);
  return magic === OLE_MAGIC ? !content.includes(UNICODE_STREAM) : magic >>> 24 === BIFF_BEGINS;
}

const BIFF_BEGINS = 0x09;
const chinese = new TextDecoder('gb18030', { fatal: true });

/** Chinese, whatever the file says of itself: programs that wrote such files say Western as often as not. */
function spelt(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.toString('latin1') !== text) return text;
  try {
    return chinese.decode(bytes);
  } catch {
    return text;
  }
}

interface ShownCell {
  readonly kind: (typeof KIND)[keyof typeof KIND];
  readonly text: string;
  readonly number: number;
}

function shownCell(cell: CellObject, date1904: boolean): ShownCell | undefined {
  const { v: value, t: type, z: format } = cell;
  if (value === undefined || value === '') return undefined;
  if (type === 'e') return { kind: KIND.error, text: cell.w ?? '#ERROR!', number: 0 };
  if (typeof value === 'number') {
    const code = typeof format === 'string' ? format : '';
    const date = code !== '' && SSF.is_date(code) ? serialDate(value, date1904) : undefined;
    if (date !== undefined) return { kind: KIND.date, text: date, number: value };
    const isPercent = /%/.test(code.replaceAll(/"[^"]*"/g, ''));
    const text = isPercent ? `${plainNumber(value * 100)}%` : plainNumber(value);
    return { kind: KIND.number, text, number: value };
  }
  if (typeof value === 'boolean') {
    return { kind: KIND.text, text: value ? 'TRUE' : 'FALSE', number: 0 };
  }
  if (value instanceof Date) {
    return { kind: KIND.date, text: value.toISOString().slice(0, 10), number: 0 };
  }
  return { kind: KIND.text, text: value.replaceAll(/\r\n?/g, '\n'), number: 0 };
}
