import { type KeyboardEvent, memo, type ReactElement, useCallback, useEffect, useRef } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './data-grid.module.css';
import { type Column, GridRow } from './grid-row.tsx';
import { useRowWindow } from './row-window.ts';

export interface DataGridProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly rowHeight: number;
  readonly idOf: (row: R) => string;
  /** What a row is called, for the checkbox that takes it. */
  readonly nameOf: (row: R) => string;
  /** How many there are in all; undefined while that is not known. */
  readonly total: number | undefined;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  /** The row under the cursor, by its place. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  /** The row shown beside the list. */
  readonly openId: string | undefined;
  /** Called when the end comes near. */
  readonly onNearEnd: () => void;
  readonly busy: boolean;
  readonly selectable: boolean;
}

const NEAR_END_ROWS = 36;

/**
 * Rows of equal height, drawn only where they are seen, one of them under the cursor. The keyboard moves
 * by rows: arrows or j/k, Home, End, Shift for ranges, x or Space to take, Enter to open.
 */
export const DataGrid = memo(function DataGrid<R>(props: DataGridProps<R>): ReactElement {
  const { rows, columns, rowHeight, idOf, active, onActive, onNearEnd, selected, selectable } =
    props;
  const { w } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const seen = useRowWindow(scroller, rowHeight, rows.length);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (seen.last + NEAR_END_ROWS > rows.length) onNearEnd();
  }, [seen.last, rows.length, onNearEnd]);

  const reveal = useCallback(
    (index: number) => {
      const box = scroller.current;
      if (box === null) return;
      const top = index * rowHeight;
      const head = rowHeight;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + rowHeight + head > box.scrollTop + box.clientHeight)
        box.scrollTop = top + rowHeight + head - box.clientHeight;
    },
    [rowHeight],
  );
  // A row that was touched is in sight already; moving the list under the finger would lose the click.
  const touched = useRef<number | undefined>(active);
  useEffect(() => {
    if (touched.current !== active) reveal(active);
    touched.current = undefined;
  }, [active, reveal]);
  const onTouch = useCallback((index: number) => {
    touched.current = index;
    latest.current.onActive(index);
  }, []);

  const take = useCallback((index: number, range: boolean) => {
    const now = latest.current;
    const row = now.rows[index];
    if (row === undefined) return;
    const next = new Set(now.selected);
    if (range) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      for (const one of now.rows.slice(from, to + 1)) next.add(now.idOf(one));
    } else {
      const id = now.idOf(row);
      if (!next.delete(id)) next.add(id);
      anchor.current = index;
    }
    now.onSelect(next);
  }, []);

  const onRowClick = useCallback(
    (index: number, range: boolean) => {
      if (range && latest.current.selectable) take(index, true);
      else {
        onTouch(index);
        latest.current.onOpen(index);
      }
    },
    [take, onTouch],
  );

  const moveTo = (index: number, range: boolean): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    if (range && selectable) {
      if (selected.size === 0) anchor.current = active;
      take(next, true);
    }
    onActive(next);
    requestAnimationFrame(() => focusRow(scroller.current, next));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (step !== undefined) moveTo(step(active, rows.length), event.shiftKey);
    else if (event.key === 'x' || event.key === ' ') {
      if (selectable) take(active, false);
    } else if (event.key === 'Enter') props.onOpen(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const all = rows.length > 0 && selected.size >= rows.length;
  const tracks = [...(selectable ? ['40px'] : []), ...columns.map((column) => column.width)].join(
    ' ',
  );
  const shown = rows.slice(seen.first, seen.last).map((row, i) => ({ row, index: seen.first + i }));
  const current = rows[active];
  // The row that holds the focus stays in the page when it is scrolled away, or the focus would be lost.
  if (current !== undefined && (active < seen.first || active >= seen.last))
    shown.push({ row: current, index: active });

  return (
    <div
      ref={scroller}
      className={css['scroller']}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={columns.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable || undefined}
      aria-busy={props.busy}
      onKeyDown={onKeyDown}
    >
      <div
        className={css['head']}
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: tracks }}
      >
        {selectable && (
          <div className={css['cell']} role="columnheader">
            <input
              type="checkbox"
              className={css['box']}
              aria-label={w.kit.selectLoaded}
              checked={all}
              ref={(box) => {
                if (box !== null) box.indeterminate = !all && selected.size > 0;
              }}
              onChange={() => props.onSelect(all ? new Set() : new Set(rows.map(idOf)))}
            />
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.key}
            className={cx(css['cell'], column.right === true && css['right'])}
            role="columnheader"
          >
            {column.header}
          </div>
        ))}
      </div>
      <div className={css['body']} role="rowgroup" style={{ height: rows.length * rowHeight }}>
        {shown.map(({ row, index }) => (
          <GridRow
            key={idOf(row)}
            row={row}
            index={index}
            columns={columns}
            tracks={tracks}
            height={rowHeight}
            name={props.nameOf(row)}
            selected={selected.has(idOf(row))}
            active={index === active}
            open={idOf(row) === props.openId}
            selectable={selectable}
            onClick={onRowClick}
            onTake={take}
            onFocus={onTouch}
          />
        ))}
      </div>
    </div>
  );
}) as <R>(props: DataGridProps<R>) => ReactElement;

const PAGE = 12;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  j: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  k: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Give the focus to the row at a place, when it is drawn. */
export function focusRow(grid: HTMLElement | null, index: number): void {
  grid
    ?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)
    ?.focus({ preventScroll: true });
}
