import { isBlankRow } from '#domain/sheet/cell.ts';
import { type ReturnedColumns, type ReturnedRow, returnedRows } from '#domain/sheet/diff-rows.ts';
import type { SheetSource } from '#platform/sheets/open-sheet.ts';
import { EXPORT_COLUMNS, HIDDEN_LABELS } from './export-columns.ts';

/** Is this the header of one of our own exports, come back? */
export function isReturnedHeader(labels: readonly string[]): boolean {
  return HIDDEN_LABELS.every((label) => labels.includes(label));
}

const LABELS = EXPORT_COLUMNS.map(({ label }) => label);
/** So many of our own columns in a sheet are no chance. */
const TELLING = 12;

/** Has an export of ours lost what leads the way back? Its rows would come in a second time. */
export function isStrippedExport(labels: readonly string[]): boolean {
  const own = LABELS.filter((label) => labels.includes(label));
  return !isReturnedHeader(labels) && own.length >= TELLING;
}

/** Where the columns of a returned export stand now, and which an office has taken away or doubled. */
export function returnedColumns(labels: readonly string[]): ReturnedColumns & {
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
} {
  const at = (label: string): number => labels.indexOf(label);
  const fields = EXPORT_COLUMNS.flatMap(({ label, field }) =>
    field === undefined ? [] : [{ label, field }],
  );
  const locked = EXPORT_COLUMNS.filter(({ field }) => field === undefined);
  const [id = -1, version = -1, prints = -1] = HIDDEN_LABELS.map(at);
  return {
    id,
    version,
    prints,
    printed: fields.length,
    editable: fields.flatMap(({ label, field }, print) =>
      at(label) < 0 ? [] : [{ column: at(label), field, label, print }],
    ),
    locked: locked.some(({ label }) => at(label) < 0)
      ? undefined
      : locked.map(({ label }) => ({ column: at(label), label })),
    missing: LABELS.filter((label) => at(label) < 0),
    doubled: LABELS.filter((label) => labels.lastIndexOf(label) > at(label)),
  };
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
    yield rows.filter((row) => row.row > headerBottom && !isBlankRow(row)).map(compare);
}
