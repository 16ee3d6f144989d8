import { memo, type ReactElement, type ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './data-grid.module.css';

export interface Column<R> {
  readonly key: string;
  readonly header: string;
  /** A track of CSS grid: `120px`, `minmax(200px, 1fr)`. */
  readonly width: string;
  /** One line of plain text, cut where it does not fit. */
  readonly line?: boolean;
  /** What the row is called by: read again with each of its other cells. */
  readonly heads?: boolean;
  /** What stands in a cell is as wide as it is, not as the cell. */
  readonly start?: boolean;
  /** Put away while the list shares its room with something beside it. */
  readonly roomy?: boolean;
  /** Drawn for every row that passes by: it uses no hooks and makes few elements. */
  readonly cell: (row: R) => ReactNode;
}

interface GridRowProps<R> {
  readonly row: R;
  readonly index: number;
  readonly columns: readonly Column<R>[];
  /**
   * Spoken name of the box that takes the row; undefined where none can be taken. It is short: it is read with
   * every row, before the cell that names the row.
   */
  readonly takes: string | undefined;
  readonly selected: boolean;
  readonly active: boolean;
  readonly open: boolean;
  /** Name of the element within the page. */
  readonly place: string;
  /** Pixels from the top of the list. */
  readonly top: number;
}

/** One row, drawn again only when something of its own has changed. The grid hears what is done to it. */
export const GridRow = memo(function GridRow<R>(props: GridRowProps<R>): ReactElement {
  const { row, columns, takes, selected, open, top } = props;
  return (
    <div
      id={props.place}
      role="row"
      className={cx(css['row'], selected && css['selected'], open && css['open'])}
      aria-current={open ? 'true' : undefined}
      aria-rowindex={props.index + 2}
      aria-selected={takes === undefined ? undefined : selected}
      tabIndex={props.active ? 0 : -1}
      style={{ top }}
    >
      {takes !== undefined && (
        <div className={css['boxCell']} role="gridcell">
          <span role="checkbox" className={css['box']} aria-label={takes} aria-checked={selected} />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.key}
          className={cellClass(column)}
          role={column.heads === true ? 'rowheader' : 'gridcell'}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <R>(props: GridRowProps<R>) => ReactElement;

/** Of a cell, and of the head above it. */
export function cellClass({
  line = false,
  start = false,
  roomy = false,
}: Pick<Column<never>, 'line' | 'start' | 'roomy'>): string {
  return cx(line ? css['line'] : css['cell'], start && css['start'], roomy && css['roomy']);
}
