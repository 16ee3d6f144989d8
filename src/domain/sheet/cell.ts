/**
 * One cell as the office sees it. `text` is what the screen of Excel or WPS shows, as near as it
 * matters: a date as `YYYY-MM-DD` (with ` HH:mm` when it has a time), a percentage as `92.4%`.
 */
export interface Cell {
  readonly text: string;
  /** Present when the file holds a number, a percentage being its fraction. */
  readonly number?: number;
  /** Present when the file holds a date: the calendar day, `YYYY-MM-DD`. */
  readonly date?: string;
  /** The file holds a formula that no program has computed yet; `text` is empty. */
  readonly formulaWithoutValue?: true;
  /** The file holds an error value such as `#REF!`, shown in `text`. */
  readonly error?: true;
}

/** A row with anything in it. `row` counts from 1 as in the margin of the sheet; cells from column 0. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly (Cell | undefined)[];
  /** Hidden by hand, by a filter or in a folded group: whoever looks at the sheet does not see it. */
  readonly hidden?: true;
}

/** Merged cells (合并单元格): rows from 1, columns from 0, all four borders included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The text of a cell without the white space around it; '' for an empty one. */
export function cellText(row: SheetRow, column: number): string {
  return row.cells[column]?.text.trim() ?? '';
}

/** A row that says nothing: borders, white space. */
export function isBlankRow(row: SheetRow): boolean {
  return row.cells.every(
    (cell) => cell === undefined || (cell.text.trim() === '' && cell.formulaWithoutValue !== true),
  );
}

/** `AB` for column 27, as the sheet names it to its reader. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
