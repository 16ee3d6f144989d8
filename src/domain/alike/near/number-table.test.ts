import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberTable } from './number-table.ts';

test('a table answers as a Map would, whatever was set and however it grew', () => {
  const key = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.integer({ min: 1, max: 1000 }))), (pairs) => {
      const [table, map] = [new NumberTable(), new Map<number, number>()];
      for (const [at, value] of pairs) {
        table.set(at, value);
        map.set(at, value);
      }
      for (const [at] of pairs) expect(table.get(at)).toBe(map.get(at));
      expect(table.get(51)).toBe(map.get(51) ?? 0);
    }),
  );
});

test('ten thousand keys are still found after growing', () => {
  const table = new NumberTable();
  for (let at = 0; at < 10_000; at += 1) table.set(at * 2 ** 22 + (at % 7), at + 1);
  table.settle();
  for (let at = 0; at < 10_000; at += 1) expect(table.get(at * 2 ** 22 + (at % 7))).toBe(at + 1);
});
