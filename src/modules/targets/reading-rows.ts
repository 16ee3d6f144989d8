import { cellText, type SheetRow } from '#domain/sheet/cell.ts';
import {
  HEADER_WITHIN,
  LAID_OUT,
  laidOut,
  type ReadingColumn,
  readingColumns,
  type ReadingColumns,
  type WideColumns,
  wideColumns,
} from '#domain/target/reading-sheet.ts';
import { Refusal } from '#domain/refusal.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { SheetFault } from '#platform/sheets/sheet-fault.ts';

const MAX_ROWS = 5000;

/** The figures of a sheet, row by row, as far as reading them needs no database. */
export interface ReadingSheet {
  readonly columns: ReadingColumns;
  readonly rows: readonly SheetRow[];
  /** Units by periods: what stood above the header, where one indicator may be named for all. */
  readonly above: string | undefined;
}

/** The rows below the first header of a sheet that is not hidden; a wide one laid out, figure by figure. */
export async function readReadingSheet(
  path: string,
  file: string,
  year: string,
): Promise<ReadingSheet> {
  await using source = await openSheets(path);
  for (const { name } of source.sheets.filter((one) => !one.hidden)) {
    let columns: ReadingColumns | undefined;
    let wide: WideColumns | undefined;
    let above = `${file} ${name}`;
    const rows: SheetRow[] = [];
    for await (const batch of source.rows(name))
      for (const row of batch) {
        if (wide !== undefined) rows.push(...laidOut(row, wide, ''));
        else if (columns !== undefined) rows.push(row);
        else if (row.row <= HEADER_WITHIN) {
          columns = readingColumns(row);
          if (columns === undefined) wide = wideColumns(row, above, year);
          if (columns === undefined && wide === undefined)
            above += ` ${row.cells.map((_, column) => cellText(row, column)).join(' ')}`;
        }
        if (rows.length > MAX_ROWS)
          throw new SheetFault('too-many-rows', { sheet: name, limit: MAX_ROWS });
      }
    if (wide !== undefined) return { columns: LAID_OUT, rows, above };
    if (columns !== undefined) return { columns, rows, above: undefined };
  }
  throw new Refusal('no-reading-columns');
}

/** What a row says in a column; empty where the sheet has no such column. */
export function textOf(row: SheetRow, columns: ReadingColumns, column: ReadingColumn): string {
  const at = columns[column];
  return at === undefined ? '' : cellText(row, at);
}
