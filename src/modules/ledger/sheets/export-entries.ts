import { ReadableStream as AnyReadable } from 'node:stream/web';
import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/sheets.ts';
import { cellPrints } from '#domain/sheet/diff-rows.ts';
import type { Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import type { Cell } from '#domain/sheet/cell.ts';
import type { WriteCell } from '#platform/sheets/write-cell.ts';
import { writeCsv } from '#platform/sheets/write-csv.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import type { ByteThread } from '#platform/workers/byte-thread.ts';
import { ownTurn } from '#platform/own-turn.ts';
import { entriesWithin } from '../entries-within.ts';
import { pageOfIds } from '../list-entries.ts';
import { EXPORT_COLUMNS, type ExportRow, HIDDEN_LABELS } from './export-columns.ts';
import { exportNames, rowsOf } from './export-rows.ts';
import { signedIn } from './upload-sheet.ts';

/** So many entries are looked for at a time. */
const PAGE = 1000;
/** So many are read and written at a time: what comes of them holds the loop up for some milliseconds. */
const AT_ONCE = 250;

/** What is to be exported, as it is told to another thread. */
export interface ExportOrder extends Omit<Query, 'db'> {
  readonly format: InputOf<typeof contract.exportEntries>['format'];
  readonly filter: Filter;
}

/** 导出: everything that matches, in the order of raising, as it is read; memory does not grow with the rows. */
export async function exportEntries(
  call: Direct,
  input: InputOf<typeof contract.exportEntries>,
  apart?: ByteThread,
): Promise<Response> {
  const q = signedIn(call);
  const { format, ...filter } = input;
  // A filter that cannot be meant is refused before the first byte is sent.
  await entriesWithin(q, filter);
  const name = `luoshi-${q.today}.${format}`;
  const bytes = apart?.bytes(orderOf(q, filter, format)) ?? exportBytes(q, filter, format);
  return new Response(AnyReadable.from(bytes) as ReadableStream, {
    headers: {
      'content-type':
        format === 'xlsx'
          ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
          : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

/** The bytes of an export, wherever they are made. */
export function exportBytes(
  q: Query,
  filter: Filter,
  format: ExportOrder['format'],
): AsyncGenerator<Buffer> {
  return format === 'xlsx' ? xlsx(q, filter) : writeCsv(csvRows(q, filter));
}

function orderOf(q: Query, filter: Filter, format: ExportOrder['format']): ExportOrder {
  const { actor, cityId, now, today } = q;
  return { actor, cityId, now, today, filter, format };
}

type Filter = Omit<InputOf<typeof contract.exportEntries>, 'format'>;

/** The workbook of all entries that match: for the server's answer and for the command line alike. */
export function xlsx(q: Query, filter: Filter): AsyncGenerator<Buffer> {
  return writeXlsx([
    {
      name: '台账',
      headerRows: 1,
      columns: [
        ...EXPORT_COLUMNS.map((column) => column.layout),
        ...HIDDEN_LABELS.map(() => ({ hidden: true })),
      ],
      rows: sheetRows(q, filter),
    },
  ]);
}

const EDITABLE = EXPORT_COLUMNS.flatMap(({ field }, i) => (field === undefined ? [] : [i]));
const LOCKED = EXPORT_COLUMNS.flatMap(({ field }, i) => (field === undefined ? [i] : []));

async function* sheetRows(q: Query, filter: Filter): AsyncGenerator<WriteCell[]> {
  yield [...EXPORT_COLUMNS.map((column) => column.label), ...HIDDEN_LABELS];
  for await (const rows of exportPages(q, filter))
    for (const row of rows) {
      const cells = EXPORT_COLUMNS.map((column) => column.cell(row));
      const prints = cellPrints(
        EDITABLE.map((i) => asRead(cells[i])),
        LOCKED.map((i) => asRead(cells[i])),
      );
      cells.push(row.id, String(row.version), prints);
      yield cells;
    }
}

/** A written cell as the reader will see it again, for its print. */
export function asRead(cell: WriteCell): Cell {
  if (cell === undefined) return { text: '' };
  return { text: typeof cell === 'object' ? cell.date : String(cell) };
}

export async function* csvRows(q: Query, filter: Filter): AsyncGenerator<WriteCell[]> {
  yield [...EXPORT_COLUMNS.map((column) => column.label), HIDDEN_LABELS[0]];
  for await (const rows of exportPages(q, filter))
    for (const row of rows) yield [...EXPORT_COLUMNS.map((column) => column.cell(row)), row.id];
}

/** The entries that match, read while those before them are written. */
function exportPages(q: Query, filter: Filter): AsyncGenerator<readonly ExportRow[]> {
  return ahead(rowsInOrder(q, filter));
}

async function* rowsInOrder(q: Query, filter: Filter): AsyncGenerator<readonly ExportRow[]> {
  const names = await exportNames(q);
  for await (const ids of ahead(idsInOrder(q, filter)))
    for (let first = 0; first < ids.length; first += AT_ONCE) {
      const rows = await rowsOf(q, names, ids.slice(first, first + AT_ONCE));
      await ownTurn();
      yield rows;
    }
}

async function* idsInOrder(q: Query, filter: Filter): AsyncGenerator<readonly string[]> {
  let after: string | undefined;
  do {
    const { ids, next } = await pageOfIds(q, filter, 'oldest', PAGE, after);
    yield ids;
    after = next;
  } while (after !== undefined);
}

/** The same, the next one asked for before this one is used. */
async function* ahead<T>(from: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = from.next();
  for (;;) {
    const { done, value } = await coming;
    if (done === true) return;
    coming = from.next();
    // Whoever stops reading early never asks how the one on its way ended.
    coming.catch(() => undefined);
    yield value;
  }
}
