import type { Merge } from '#domain/sheet/cell.ts';
import type { PackedRows } from './packed-rows.ts';

export interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
}

/** What lies around the rows of a sheet. */
export interface SheetOutline {
  readonly merges: readonly Merge[];
  readonly hiddenColumns: readonly number[];
  /** Number of the last row element, for a progress bar; 0 when the format does not tell. */
  readonly lastRow: number;
}

/** One opened file of whatever format, inside the reading thread. */
export interface SheetReader {
  readonly sheets: readonly SheetInfo[];
  outline(index: number): Promise<SheetOutline>;
  batches(index: number): AsyncGenerator<PackedRows>;
  close(): Promise<void>;
}

export const NO_OUTLINE: SheetOutline = { merges: [], hiddenColumns: [], lastRow: 0 };
