import { memo, type ReactElement, type ReactNode } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './data-grid.module.css';

export interface Column<R> {
  readonly key: string;
  readonly header: string;
  /** A track of CSS grid: `120px`, `minmax(200px, 1fr)`. */
  readonly width: string;
  readonly right?: boolean;
  readonly cell: (row: R) => ReactNode;
}

interface GridRowProps<R> {
  readonly row: R;
  readonly index: number;
  readonly columns: readonly Column<R>[];
  readonly tracks: string;
  readonly height: number;
  readonly name: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly open: boolean;
  readonly selectable: boolean;
  readonly onClick: (index: number, range: boolean) => void;
  readonly onTake: (index: number, range: boolean) => void;
  readonly onFocus: (index: number) => void;
}

/** One row, drawn again only when something of its own has changed. */
export const GridRow = memo(function GridRow<R>({
  row,
  index,
  columns,
  tracks,
  height,
  name,
  selected,
  active,
  open,
  selectable,
  onClick,
  onTake,
  onFocus,
}: GridRowProps<R>): ReactElement {
  const { w } = useWords();
  return (
    <div
      role="row"
      className={cx(css['row'], selected && css['selected'], open && css['open'])}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      tabIndex={active ? 0 : -1}
      style={{
        gridTemplateColumns: tracks,
        height,
        transform: `translateY(${index * height}px)`,
      }}
      onClick={(event) => onClick(index, event.shiftKey)}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active) onFocus(index);
      }}
    >
      {selectable && (
        <div className={css['cell']} role="gridcell">
          <input
            type="checkbox"
            className={css['box']}
            tabIndex={-1}
            aria-label={w.kit.selectRow(name)}
            checked={selected}
            onClick={(event) => {
              event.stopPropagation();
              onTake(index, event.shiftKey);
            }}
            onChange={() => undefined}
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.key}
          className={cx(css['cell'], column.right === true && css['right'])}
          role="gridcell"
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <R>(props: GridRowProps<R>) => ReactElement;
