import { expect, test } from 'vitest';
import { endFinder, startFinder } from './word-finder.ts';

test('the longest word wins at either end', () => {
  const words = ['增', '增长', '增长到', '到'];
  expect(startFinder(words)('产量增长到', 2)).toBe('增长到');
  expect(startFinder(words)('产量', 0)).toBeUndefined();
  expect(endFinder(words)('产量增长')).toBe('增长');
  expect(endFinder(words)('增长到')).toBe('增长到');
});
