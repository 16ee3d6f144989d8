/**
 * Wait for statements that were sent one behind the other, all of them, and fail as the first in their order that
 * failed: those behind it fail only because of it.
 */
export async function inOrder<T extends readonly unknown[]>(
  all: readonly [...{ [K in keyof T]: Promise<T[K]> | T[K] }],
): Promise<T> {
  const ended = await Promise.allSettled(all.map((one) => Promise.resolve(one)));
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  }) as unknown as T;
}
