import { type ReturnedColumns, type ReturnedRow, returnedRows } from '#domain/sheet/diff-rows.ts';
import type { SheetSource } from '#platform/sheets/open-sheet.ts';
import { EXPORT_COLUMNS, HIDDEN_LABELS } from './export-columns.ts';

/** Is this the header of one of our own exports, come back? */
export function isReturnedHeader(labels: readonly string[]): boolean {
  return HIDDEN_LABELS.every((label) => labels.includes(label));
}

/** Where the columns of a returned export stand now; an office may have moved or removed some. */
export function returnedColumns(labels: readonly string[]): ReturnedColumns | undefined {
  const at = (label: string): number => labels.indexOf(label);
  const editable = EXPORT_COLUMNS.flatMap(({ label, field }) =>
    field === undefined || at(label) < 0 ? [] : [{ column: at(label), field, label }],
  );
  const expected = EXPORT_COLUMNS.filter((column) => column.field !== undefined).length;
  if (!isReturnedHeader(labels) || editable.length !== expected) return undefined;
  const [id, version, prints] = HIDDEN_LABELS.map(at);
  return { id: id ?? -1, version: version ?? -1, prints: prints ?? -1, editable };
}

/** The rows of a returned export below its header, each compared with what was exported. */
export async function* readReturned(
  source: SheetSource,
  sheet: string,
  headerBottom: number,
  columns: ReturnedColumns,
): AsyncGenerator<ReturnedRow[]> {
  const compare = returnedRows(columns);
  for await (const rows of source.rows(sheet))
    yield rows.filter((row) => row.row > headerBottom).map(compare);
}
