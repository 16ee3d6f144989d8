import { type RefObject, useEffect, useState } from 'react';

export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Rows drawn beyond the edge, so that a fast wheel does not meet a blank. */
const BEYOND = 12;
/** The window moves in steps, so that most scroll events draw nothing. */
const STEP = 6;

/**
 * Which rows of equal height stand in sight of their scroller. With one height for every row this is a
 * division; a measuring virtualiser would cost ten kilobytes for the same answer.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({ first: 0, last: 40 });
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const look = (): void => {
      const top = Math.floor(box.scrollTop / rowHeight / STEP) * STEP;
      const height = Math.ceil(box.clientHeight / rowHeight / STEP) * STEP;
      const next = { first: Math.max(0, top - BEYOND), last: top + height + STEP + BEYOND };
      setSeen((now) => (now.first === next.first && now.last === next.last ? now : next));
    };
    look();
    box.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller, rowHeight]);
  return { first: Math.min(seen.first, count), last: Math.min(seen.last, count) };
}
