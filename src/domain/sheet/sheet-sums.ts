import { cellText, type SheetRow } from './cell.ts';
import { faultAt, type MappedColumn } from './read-row.ts';
import type { RowFault } from './row-faults.ts';
import { parseMoney } from './values.ts';

/** Money by column since the header and since the last section or subtotal, in fen. */
export interface Sums {
  readonly whole: Map<number, number>;
  readonly part: Map<number, number>;
  /** Columns in which an amount could not be read: their totals are not judged. */
  readonly unread: Set<number>;
}

/** Nothing added yet, for the beginning of a sheet. */
export function newSums(): Sums {
  return { whole: new Map(), part: new Map(), unread: new Set() };
}

/** A new section begins. */
export function resetPart(sums: Sums): void {
  sums.part.clear();
}

/** Adds the amounts of a row; one that cannot be read takes its column out of judgement. */
export function addToSums(sums: Sums, row: SheetRow, columns: readonly MappedColumn[]): void {
  for (const { column, moneyUnit, field } of columns) {
    const text = isMoney(field) ? cellText(row, column) : '';
    if (text === '') continue;
    const money = parseMoney(text, moneyUnit);
    if (money === undefined) sums.unread.add(column);
    else {
      const fen = Math.round(money.yuan * 100);
      sums.whole.set(column, (sums.whole.get(column) ?? 0) + fen);
      sums.part.set(column, (sums.part.get(column) ?? 0) + fen);
    }
  }
}

/** Holds a row of totals against the rows above it: what a total says and what was read must agree. */
export function checkTotal(
  sums: Sums,
  row: SheetRow,
  columns: readonly MappedColumn[],
  isPartial: boolean,
): RowFault[] {
  return columns.flatMap((mapped) => {
    const { column, moneyUnit = 1, field } = mapped;
    const stated = isMoney(field) ? parseMoney(cellText(row, column), moneyUnit) : undefined;
    if (stated === undefined || sums.unread.has(column)) return [];
    const counted = ((isPartial ? sums.part : sums.whole).get(column) ?? 0) / 100;
    if (Math.abs(counted - stated.yuan) < 0.01 * moneyUnit) return [];
    const details = { stated: stated.yuan / moneyUnit, counted: counted / moneyUnit };
    return [faultAt(row.row, 'total-differs', details, mapped)];
  });
}

function isMoney(field: string | undefined): boolean {
  return field === 'amount' || field?.startsWith('money') === true;
}
