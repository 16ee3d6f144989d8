import { expect, test } from 'vitest';
import { firstUnlikely, LIKELY_FROM } from './queue-likely.ts';

test.each([
  [[], -1],
  [[0.9, LIKELY_FROM], -1],
  [[0.9, LIKELY_FROM, 0.44, 0.2], 2],
  [[0.3], 0],
])('of %j the unlikely begin at %i', (scores, expected) => {
  expect(firstUnlikely(scores)).toBe(expected);
});
