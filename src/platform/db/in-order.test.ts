import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

function after<T>(ms: number, end: () => T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, ms)).then(end);
}

function failing(ms: number, why: string): Promise<never> {
  return after(ms, () => {
    throw new Error(why);
  });
}

test('what all of them answered comes back in their order', async () => {
  const answers = await inOrder([
    after(20, () => 'first'),
    after(0, () => 2),
    after(0, () => 'at hand'),
  ]);
  expect(answers).toEqual(['first', 2, 'at hand']);
});

test('the first in order that failed is told, however late, and only when all have ended', async () => {
  let ended = false;
  const last = after(40, () => (ended = true));
  const all = inOrder([after(0, () => 1), failing(20, 'the cause'), failing(0, 'its trail'), last]);
  await expect(all).rejects.toThrow('the cause');
  expect(ended).toBe(true);
});
