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

/** Give the focus to the row at a place, when it is drawn. */
export function focusRow(grid: HTMLElement | null, index: number): void {
  grid
    ?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)
    ?.focus({ preventScroll: true });
}
