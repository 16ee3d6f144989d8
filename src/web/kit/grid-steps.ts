import type { Cursor } from './cursor.ts';

const PAGE = 12;
/** Where a key leads from a row, of so many. */
export const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  j: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  k: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Scroll as far as a row needs to be seen whole below the head. */
export function reveal(box: HTMLElement | null, index: number, rowHeight: number): void {
  if (box === null) return;
  const top = index * rowHeight;
  const head = rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight + head > box.scrollTop + box.clientHeight)
    box.scrollTop = top + rowHeight + head - box.clientHeight;
}

/**
 * Give the focus to the row under the cursor, when it is drawn. Keys may come faster than frames: it is the row
 * that the cursor stands on by then. To focus one that it has left would take the cursor back to it.
 */
export function focusSoon(grid: HTMLElement | null, cursor: Cursor): void {
  requestAnimationFrame(() => {
    grid
      ?.querySelector<HTMLElement>(`[aria-rowindex="${cursor.at() + 2}"]`)
      ?.focus({ preventScroll: true });
  });
}
