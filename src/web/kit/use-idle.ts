import { startTransition, useEffect, useState } from 'react';

/** Call back when the browser has nothing better to do; Safari has no word for it. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const wait = setTimeout(work, 200);
    return () => clearTimeout(wait);
  }
  const wait = requestIdleCallback(work, { timeout: 2000 });
  return () => cancelIdleCallback(wait);
}

/** What the next act may need is fetched when the screen has stood for a moment, not beside its first rows. */
const NEXT_MS = 700;

/** Call back when the first screen stands and the browser has nothing better to do: for what may be needed next. */
export function whenStanding(work: () => void): () => void {
  let leave: (() => void) | undefined;
  const wait = setTimeout(() => {
    leave = whenIdle(work);
  }, NEXT_MS);
  return () => {
    clearTimeout(wait);
    leave?.();
  };
}

/** Call back when what was just drawn is on the screen: for what must not hold up the answer to a key. */
export function afterPaint(work: () => void): () => void {
  let wait: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    wait = setTimeout(work);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(wait);
  };
}

/** The value as it was until what it changed first is on the screen: for what may follow a moment after. */
export function useLater<T>(value: T, first: T = value): T {
  const [late, setLate] = useState(first);
  useEffect(
    () =>
      late === value ? undefined : afterPaint(() => startTransition(() => setLate(() => value))),
    [late, value],
  );
  return late;
}

/** False until what was drawn first stands: for what a screen can do without at first. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => setIdle(true)), []);
  return idle;
}
