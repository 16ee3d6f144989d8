import { columnName, type Merge } from '#domain/sheet/cell.ts';
import { remembered } from '#domain/sheet/remembered.ts';
import { SheetFault } from './sheet-fault.ts';
import { LAST_ROW, SHEET_LIMITS } from './sheet-limits.ts';
import { startsFormula, type WriteCell } from './write-cell.ts';
import {
  contentTypes,
  escapeXml,
  ROOT_RELATIONS,
  STYLE,
  STYLES_PART,
  workbookPart,
  workbookRelations,
  WORKSHEET_OPEN,
} from './xlsx-parts.ts';
import { zipStream, type ZipPart } from './zip-stream.ts';

export interface WriteColumn {
  /** In characters. */
  readonly width?: number;
  /** The office need not see it: stable ids, versions, hashes. */
  readonly hidden?: boolean;
  /** Offered as a list in every row below the header; other text is warned about, not refused. */
  readonly choices?: readonly string[];
}

export interface WriteSheet {
  readonly name: string;
  readonly hidden?: boolean;
  readonly columns: readonly WriteColumn[];
  /** Rows at the top that are title and header: styled, and frozen. */
  readonly titleRows?: number;
  readonly headerRows?: number;
  /** Rows in order, title and header rows included. A long one should be made as it is asked for. */
  readonly rows: Iterable<readonly WriteCell[]> | AsyncIterable<readonly WriteCell[]>;
  /** Asked for after the last row, so that the rows may tell as they come. */
  readonly merges?: readonly Merge[] | (() => readonly Merge[]);
}

/**
 * A workbook as a stream of bytes, in memory that does not grow with the rows. Compression level 1
 * suits a file somebody waits for, 6 one that is kept. Throws `SheetFault` when a cell or the sheet is
 * larger than the format allows.
 */
export function writeXlsx(
  sheets: readonly WriteSheet[],
  { level = 1 }: { readonly level?: number } = {},
): AsyncGenerator<Buffer> {
  return zipStream(parts(sheets), level);
}

const LISTS = '选项';
/**
 * So many fragments of text go to the zip at a time, some 150,000 characters: every piece costs a turn of the thread
 * that deflates.
 */
const PIECE = 1 << 14;

function* parts(sheets: readonly WriteSheet[]): Generator<ZipPart> {
  const lists = sheets.flatMap(({ columns }) => columns.flatMap(({ choices }) => choices ?? []));
  const all = lists.length > 0 ? [...sheets, listSheet(sheets)] : sheets;
  const named = all.map(({ name, hidden }) => ({ name: sheetName(name), hidden: hidden === true }));
  yield { name: '[Content_Types].xml', text: [contentTypes(all.length)] };
  yield { name: '_rels/.rels', text: [ROOT_RELATIONS] };
  yield { name: 'xl/workbook.xml', text: [workbookPart(named)] };
  yield { name: 'xl/_rels/workbook.xml.rels', text: [workbookRelations(all.length)] };
  yield { name: 'xl/styles.xml', text: [STYLES_PART] };
  let listColumn = 0;
  for (const [index, sheet] of all.entries()) {
    yield {
      name: `xl/worksheets/sheet${index + 1}.xml`,
      text: sheetText(sheet, listColumn, index === 0),
    };
    listColumn += sheet.columns.filter(({ choices }) => choices !== undefined).length;
  }
}

/** What may not stand in the name of a sheet is left out; at most 31 characters. */
function sheetName(name: string): string {
  return name.replaceAll(/[\\/?*[\]:']/g, '').slice(0, 31) || 'Sheet';
}

/** Choices live on a hidden sheet: written into the rule itself they may have only 255 characters. */
function listSheet(sheets: readonly WriteSheet[]): WriteSheet {
  const lists = sheets.flatMap(({ columns }) =>
    columns.flatMap(({ choices }) => (choices ? [choices] : [])),
  );
  const longest = Math.max(...lists.map(({ length }) => length));
  const rows = Array.from({ length: longest }, (_, k) => lists.map((list) => list[k]));
  return { name: LISTS, hidden: true, columns: [], rows };
}

async function* sheetText(
  sheet: WriteSheet,
  listColumn: number,
  isFirst: boolean,
): AsyncGenerator<string> {
  const titleRows = sheet.titleRows ?? 0;
  const frozen = titleRows + (sheet.headerRows ?? 0);
  // Put together once for a piece: text that grows bit by bit is a tree, and costs as much again to lay flat.
  let text = [WORKSHEET_OPEN, views(frozen, isFirst), columns(sheet.columns), '<sheetData>'];
  let row = 0;
  for await (const cells of sheet.rows) {
    row += 1;
    if (row > LAST_ROW) {
      throw new SheetFault('too-many-rows', { sheet: sheet.name, limit: LAST_ROW });
    }
    const style = row <= titleRows ? STYLE.title : row <= frozen ? STYLE.header : undefined;
    addRow(text, { cells, row, style, sheet: sheet.name });
    if (text.length > PIECE) {
      yield text.join('');
      text = [];
    }
  }
  const merges = typeof sheet.merges === 'function' ? sheet.merges() : (sheet.merges ?? []);
  text.push('</sheetData>', mergesXml(merges), validations(sheet, frozen, listColumn));
  yield `${text.join('')}</worksheet>`;
}

function views(frozen: number, isFirst: boolean): string {
  const selected = isFirst ? ' tabSelected="1"' : '';
  const pane =
    frozen === 0
      ? ''
      : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`;
  return `<sheetViews><sheetView workbookViewId="0"${selected}>${pane}</sheetView></sheetViews>`;
}

function columns(given: readonly WriteColumn[]): string {
  const listed = given.map(({ width = 12, hidden }, k) => {
    const hide = hidden === true ? ' hidden="1"' : '';
    return `<col min="${k + 1}" max="${k + 1}" width="${width}" customWidth="1"${hide}/>`;
  });
  return listed.length === 0 ? '' : `<cols>${listed.join('')}</cols>`;
}

interface PlacedRow {
  readonly cells: readonly WriteCell[];
  readonly row: number;
  readonly style: number | undefined;
  readonly sheet: string;
}

function addRow(text: string[], { cells, row, style, sheet }: PlacedRow): void {
  const styled = `${row}" s="`;
  text.push('<row r="', String(row), '">');
  for (let column = 0; column < cells.length; column += 1) {
    const cell = cells[column];
    if (cell === undefined || cell === '') continue;
    if (typeof cell === 'string') {
      const limit = SHEET_LIMITS.cellCharacters;
      if (cell.length > limit) {
        throw new SheetFault('cell-too-long', { sheet, row, column: column + 1, limit });
      }
      const look = style ?? (startsFormula(cell) ? STYLE.quoted : STYLE.text);
      // White space at the ends is left out by readers unless they are told to keep it.
      const open = cell.trim().length < cell.length ? INLINE_WITH_SPACE : INLINE;
      text.push(opening(column), styled, String(look), open, escapeXml(cell), INLINE_END);
    } else if (typeof cell === 'number') {
      if (Number.isFinite(cell))
        text.push(opening(column), styled, `${style ?? STYLE.number}"><v>${cell}</v></c>`);
    } else {
      const serial = daySerial(cell.date);
      text.push(opening(column), styled, `${style ?? STYLE.date}"><v>${serial}</v></c>`);
    }
  }
  text.push('</row>');
}

const INLINE = '" t="inlineStr"><is><t>';
const INLINE_WITH_SPACE = '" t="inlineStr"><is><t xml:space="preserve">';
const INLINE_END = '</t></is></c>';

/** The serial of a calendar day in the 1900 system; days before March 1900 are not written by offices. */
const daySerial = remembered((date) => {
  const days = Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  if (!Number.isInteger(days)) throw new RangeError(`not a calendar day: ${date}`);
  return days + 25_569;
});

const OPENINGS: string[] = [];

function opening(column: number): string {
  return (OPENINGS[column] ??= `<c r="${columnName(column)}`);
}

function mergesXml(merges: readonly Merge[]): string {
  if (merges.length === 0) return '';
  const cells = merges.map(({ top, left, bottom, right }) => {
    const from = `${columnName(left)}${top}`;
    return `<mergeCell ref="${from}:${columnName(right)}${bottom}"/>`;
  });
  return `<mergeCells count="${cells.length}">${cells.join('')}</mergeCells>`;
}

function validations(sheet: WriteSheet, frozen: number, firstList: number): string {
  let list = firstList;
  const rules = sheet.columns.flatMap(({ choices }, column) => {
    if (choices === undefined) return [];
    const name = columnName(column);
    const source = columnName(list);
    list += 1;
    const range = `'${LISTS}'!$${source}$1:$${source}$${choices.length}`;
    return [
      '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" ' +
        `sqref="${name}${frozen + 1}:${name}${LAST_ROW}"><formula1>${range}</formula1></dataValidation>`,
    ];
  });
  return rules.length === 0
    ? ''
    : `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
}
