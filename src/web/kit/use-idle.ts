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
