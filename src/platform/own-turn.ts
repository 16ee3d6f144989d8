import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Wait for a turn of the loop of one's own (轮流): between two steps of long work others are heard. Who merely waits
 * for the next turn shares it with all who wait for it, and the steps of two writers and a reader add up to one.
 */
export function ownTurn(): Promise<void> {
  const turn = last.then(() => setImmediate());
  last = turn;
  return turn;
}
