/**
 * Wait for statements that were sent one behind the other, all of them, and fail as the first in their order that
 * failed: those behind it fail only because of it.
 */
export async function inOrder<T extends readonly Promise<unknown>[] | []>(
  all: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all);
  // All have ended by now, so that the first in their order is the first to be heard.
  return await Promise.all(all);
}
