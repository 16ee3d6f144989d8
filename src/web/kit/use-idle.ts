import { useEffect, useState } from 'react';

/** Call back when the browser has nothing better to do; Safari has no word for it. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const wait = setTimeout(work, 200);
    return () => clearTimeout(wait);
  }
  const wait = requestIdleCallback(work, { timeout: 2000 });
  return () => cancelIdleCallback(wait);
}

/** False until what was drawn first stands: for what a screen can do without at first. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => setIdle(true)), []);
  return idle;
}
