import { type RefObject, startTransition, useEffect, useState } from 'react';
import { whenIdle } from './use-idle.ts';

export interface RowWindow {
  readonly first: number;
  readonly last: number;
  /** Most rows that ever stand at once; unbounded before that is known. */
  readonly most: number;
}

/** Rows drawn beyond the edge that comes nearer, so that a fast wheel does not meet a blank, and behind. */
const AHEAD = 8;
const BEHIND = 3;
/** What is drawn before anybody knows how high the scroller is: about one screen. */
const AT_FIRST = 16;

/** A wheel that has been still for so long has come to rest. */
const REST_MS = 120;

/**
 * Which rows of equal height stand in sight of their scroller. With one height for every row this is a
 * division; a measuring virtualiser would cost ten kilobytes for the same answer.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({
    first: 0,
    last: AT_FIRST,
    most: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    let stands = false;
    let height = 0;
    let shown: RowWindow | undefined;
    let was = 0;
    let up = false;
    const look = (): void => {
      const at = box.scrollTop;
      if (at !== was) up = at < was;
      was = at;
      const top = Math.floor(at / rowHeight);
      const sight = Math.ceil(height / rowHeight);
      const below = up ? BEHIND : AHEAD;
      const next = {
        first: Math.max(0, top - (up ? AHEAD : BEHIND)),
        last: top + sight + (stands || top > 0 ? below : 0),
        most: sight + AHEAD + BEHIND,
      };
      // Most turns of the wheel move no row: those do not even ask React.
      if (shown?.first === next.first && shown.last === next.last && shown.most === next.most)
        return;
      shown = next;
      setSeen(next);
    };
    // What stands beyond the edge can wait until what is seen stands.
    const leave = whenIdle(() => {
      stands = true;
      look();
    });
    let rest: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const settle = (): void => {
      const left = last + REST_MS - performance.now();
      rest = left > 0 ? setTimeout(settle, left) : undefined;
      if (rest === undefined) delete box.dataset['scrolling'];
    };
    const scrolled = (): void => {
      // The wheel goes before the rows: they are drawn a piece at a time between its turns.
      startTransition(look);
      last = performance.now();
      if (rest !== undefined) return;
      // Rows that run past under a resting mouse are not pointed at: see the veil in data-grid.module.css.
      box.dataset['scrolling'] = '';
      rest = setTimeout(settle, REST_MS);
    };
    box.addEventListener('scroll', scrolled, { passive: true });
    // It also looks a first time, once the page is laid out: to ask now would lay it out twice.
    const resized = new ResizeObserver(([entry]) => {
      height = entry?.contentRect.height ?? height;
      look();
    });
    resized.observe(box);
    return () => {
      leave();
      clearTimeout(rest);
      box.removeEventListener('scroll', scrolled);
      resized.disconnect();
    };
  }, [scroller, rowHeight]);
  return {
    first: Math.min(seen.first, count),
    last: Math.min(seen.last, count),
    most: seen.most,
  };
}
