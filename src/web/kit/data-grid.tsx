import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  memo,
  type MouseEvent,
  type ReactElement,
  useEffect,
  useId,
  useRef,
  useSyncExternalStore,
} from 'react';
import { useWords } from '#web/words/use-words.tsx';
import type { Cursor } from './cursor.ts';
import { cx } from './cx.ts';
import css from './data-grid.module.css';
import { cellClass, type Column, GridRow } from './grid-row.tsx';
import { focusSoon, reveal, STEPS } from './grid-steps.ts';
import { type RowWindow, useRowWindow } from './row-window.ts';

export interface DataGridProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  /** There is something beside the list: only the columns that are needed most stand. */
  readonly brief: boolean;
  readonly rowHeight: number;
  readonly idOf: (row: R) => string;
  /** How many there are in all; undefined while that is not known. */
  readonly total: number | undefined;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly cursor: Cursor;
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
  const { rows, rowHeight, cursor, onNearEnd, onOpen, selected, selectable, brief } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const active = useSyncExternalStore(cursor.subscribe, cursor.at);
  const seen = useRowWindow(scroller, rowHeight, rows.length);

  useEffect(() => {
    if (seen.last + NEAR_END_ROWS > rows.length) onNearEnd();
  }, [seen.last, rows.length, onNearEnd]);

  // A row that was touched is in sight already; moving the list under the finger would lose the click.
  // A list one comes back to begins at its row, which may stand below.
  const touched = useRef(active === 0 ? active : undefined);
  useEffect(() => {
    if (touched.current !== active) reveal(scroller.current, active, rowHeight);
    touched.current = undefined;
  }, [active, rowHeight]);
  const touch = (index: number): void => {
    touched.current = index;
    cursor.moveTo(index);
  };

  const take = (index: number, range: boolean): void => {
    const row = rows[index];
    if (row === undefined) return;
    const next = new Set(selected);
    if (range) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      for (const one of rows.slice(from, to + 1)) next.add(props.idOf(one));
    } else {
      const id = props.idOf(row);
      if (!next.delete(id)) next.add(id);
      anchor.current = index;
    }
    props.onSelect(next);
  };

  const moveTo = (index: number, range: boolean): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    if (range && selectable) {
      if (selected.size === 0) anchor.current = active;
      take(next, true);
    }
    cursor.moveTo(next);
    focusSoon(scroller.current, cursor);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (step !== undefined) moveTo(step(cursor.at(), rows.length), event.shiftKey);
    else if (event.key === 'x' || event.key === ' ') {
      if (selectable) take(active, false);
    } else if (event.key === 'Enter') onOpen(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = ({ target, shiftKey }: MouseEvent): void => {
    const index = rowAt(target);
    if (index === undefined) return;
    if (selectable && isBox(target)) take(index, shiftKey);
    else if (selectable && shiftKey) take(index, true);
    else {
      touch(index);
      onOpen(index);
    }
  };

  const onFocus = ({ target }: FocusEvent): void => {
    const index = target.getAttribute('role') === 'row' ? rowAt(target) : undefined;
    if (index !== undefined && index !== active) touch(index);
  };

  return (
    <div
      ref={scroller}
      className={cx(css['scroller'], brief && css['brief'])}
      style={measures(props)}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={props.columns.filter((column) => stands(column, brief)).length + +selectable}
      aria-multiselectable={selectable || undefined}
      aria-busy={props.busy}
      onKeyDown={onKeyDown}
      onClick={onClick}
      // Taking a row moves neither the focus nor what is looked at.
      onMouseDown={(event) => {
        if (isBox(event.target)) event.preventDefault();
      }}
      onFocus={onFocus}
    >
      <GridHead {...props} />
      <GridBody {...props} seen={seen} active={active} />
    </div>
  );
}) as <R>(props: DataGridProps<R>) => ReactElement;

/** Drawn anew for other columns or rows, not for every turn of the wheel. */
const GridHead = memo(function GridHead<R>({
  rows,
  columns,
  idOf,
  selected,
  onSelect,
  selectable,
}: DataGridProps<R>): ReactElement {
  const { w } = useWords();
  const all = rows.length > 0 && selected.size >= rows.length;
  return (
    <div className={css['head']} role="row" aria-rowindex={1}>
      {selectable && (
        <div className={css['boxCell']} role="columnheader">
          <input
            type="checkbox"
            className={css['boxAll']}
            aria-label={w.kit.selectLoaded}
            checked={all}
            ref={(box) => {
              if (box !== null) box.indeterminate = !all && selected.size > 0;
            }}
            onChange={() => onSelect(all ? new Set() : new Set(rows.map(idOf)))}
          />
        </div>
      )}
      {columns.map((column) => (
        <div key={column.key} className={cellClass(column)} role="columnheader">
          {column.header}
        </div>
      ))}
    </div>
  );
}) as <R>(props: DataGridProps<R>) => ReactElement;

/**
 * The rows in sight. Each is drawn where one that has left stood before it: an element that stays costs the browser
 * a third of a new one. So they lie in the page as they come, each at its height, and who is read to hears of
 * them in the order of the list.
 */
function GridBody<R>({
  rows,
  columns,
  rowHeight,
  idOf,
  selected,
  selectable,
  openId,
  seen,
  active,
}: DataGridProps<R> & {
  readonly seen: RowWindow;
  readonly active: number;
}): ReactElement {
  const { w } = useWords();
  const name = useId();
  const { first, last, most } = seen;
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  // The row that holds the focus stays in the page when it is scrolled away, or the focus would be lost.
  if (active < first) indexes.unshift(active);
  else if (active >= last && active < rows.length) indexes.push(active);
  const kept = active % most;
  const places = indexes.map((index) => ({
    index,
    place: index !== active && index % most === kept ? most : index % most,
  }));
  const placeName = (place: number): string => `${name}-${place}`;
  // Drawn by place, so that an element that stays is not moved within the page.
  const drawn = places.toSorted((a, b) => a.place - b.place);
  const isInOrder = drawn.every(({ index }, at) => index === places[at]?.index);
  return (
    <div
      className={css['body']}
      role="rowgroup"
      style={{ height: rows.length * rowHeight }}
      aria-owns={isInOrder ? undefined : places.map(({ place }) => placeName(place)).join(' ')}
    >
      {drawn.map(({ index, place }) => {
        const row = rows[index];
        if (row === undefined) return undefined;
        const id = idOf(row);
        return (
          <GridRow
            key={place}
            place={placeName(place)}
            row={row}
            index={index}
            columns={columns}
            takes={selectable ? w.kit.selectRow : undefined}
            selected={selected.has(id)}
            active={index === active}
            open={id === openId}
            top={index * rowHeight}
          />
        );
      })}
    </div>
  );
}

/** Widths and height stand once, above all rows: a column put away draws no row anew. */
function measures<R>({ columns, brief, selectable, rowHeight }: DataGridProps<R>): CSSProperties {
  const widths = columns.filter((column) => stands(column, brief)).map((column) => column.width);
  return {
    '--tracks': [...(selectable ? ['40px'] : []), ...widths].join(' '),
    '--row': `${rowHeight}px`,
  } as CSSProperties;
}

function stands({ roomy = false }: Pick<Column<never>, 'roomy'>, brief: boolean): boolean {
  return !brief || !roomy;
}

/** The place of the row that something lies in; undefined in the head. */
function rowAt(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest('[role=row]') : null;
  const index = Number(row?.getAttribute('aria-rowindex') ?? 1) - 2;
  return index < 0 ? undefined : index;
}

/** The whole cell of a box takes its row: the box alone is a small aim. */
function isBox(target: EventTarget): boolean {
  return target instanceof Element && target.closest(`.${css['boxCell'] ?? ''}`) !== null;
}
