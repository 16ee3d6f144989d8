import type { Db } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';

/** How long what many look at is not made anew, as long as its stamp stays the same. */
const FRESH_MS = 5000;

interface Kept<T> {
  readonly at: number;
  readonly stamp: string;
  readonly value: Promise<T>;
}

/**
 * 短时缓存: who asks while it is being made waits for the same, who asks within five seconds gets it, unless its stamp
 * has changed since. A clock that stands still keeps nothing.
 */
export function shortMemory<T>(
  work: (call: Direct) => Promise<T>,
  stampOf?: (call: Direct) => Promise<string>,
): { readonly get: (call: Direct) => Promise<T> } {
  const made = new WeakMap<Db, Kept<T>>();
  return {
    get: async (call) => {
      const at = call.now.getTime();
      const stamp = `${call.cityId} ${(await stampOf?.(call)) ?? ''}`;
      const before = made.get(call.db);
      if (before?.stamp === stamp && at > before.at && at - before.at < FRESH_MS)
        return await before.value;
      const value = work(call);
      made.set(call.db, { at, stamp, value });
      value.catch(() => made.delete(call.db));
      return await value;
    },
  };
}
