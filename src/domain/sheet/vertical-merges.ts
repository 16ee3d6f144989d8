import type { Cell, Merge, SheetRow } from './cell.ts';

/** Follows the rows of a sheet and knows what a merge lends to the cells it covers. */
export interface VerticalMerges {
  /** To be told every row in order. */
  enter(row: SheetRow): void;
  /** The cell a blank one stands for: that of the merge it lies in, if the merge began in a row above. */
  lent(column: number): Cell | undefined;
  /** The row in which the merge over this cell began, if that is a row above. */
  beganAt(column: number): number | undefined;
}

/** Fills down only inside recorded merges: a blank cell outside one means blank. */
export function followMerges(merges: readonly Merge[]): VerticalMerges {
  const byColumn = new Map<number, MergedColumn>();
  for (const merge of merges) {
    if (merge.bottom === merge.top) continue;
    const column = byColumn.get(merge.left) ?? { queue: [], at: 0, from: 0, cell: undefined };
    column.queue.push(merge);
    byColumn.set(merge.left, column);
  }
  for (const { queue } of byColumn.values()) queue.sort((a, b) => a.top - b.top);
  let here = 0;

  function covering(column: number): Merge | undefined {
    const known = byColumn.get(column);
    const merge = known?.queue[known.at];
    return merge !== undefined && merge.top < here && here <= merge.bottom ? merge : undefined;
  }

  return {
    enter(row) {
      here = row.row;
      for (const [left, column] of byColumn) {
        while ((column.queue[column.at]?.bottom ?? Number.POSITIVE_INFINITY) < here) column.at += 1;
        if (column.queue[column.at]?.top !== here) continue;
        column.from = here;
        column.cell = row.cells[left];
      }
    },
    lent(column) {
      const known = byColumn.get(column);
      return covering(column)?.top === known?.from ? known?.cell : undefined;
    },
    beganAt: (column) => covering(column)?.top,
  };
}

interface MergedColumn {
  /** By row; the one at `at` is the first that does not lie wholly above. */
  readonly queue: Merge[];
  at: number;
  /** The row in which `cell` was seen. */
  from: number;
  cell: Cell | undefined;
}
