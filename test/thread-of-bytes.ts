import { serveBytes } from '#platform/workers/serve-bytes.ts';

/** What the thread of the test is asked for. */
export interface Wanted {
  /** So many pieces, each telling how many there were before it. */
  readonly pieces: number;
  readonly ends?: 'fail' | 'die';
  /** Shared: told how many were made, when the making ends, however it does. */
  readonly made?: Int32Array;
}

serveBytes(async function* ({ pieces, ends, made }: Wanted) {
  let n = 0;
  try {
    for (; n < pieces; n += 1) {
      await Promise.resolve();
      yield Uint8Array.of(n & 0xff, n >> 8);
    }
    if (ends === 'fail') throw new Error('the ink has run out');
    if (ends === 'die') process.exit(1);
  } finally {
    if (made !== undefined) Atomics.store(made, 0, n);
  }
});
