import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REASONS } from '../distil-table.ts';
import { QueueChains } from './queue-chains.ts';
import type { QueueMember } from './queue-groups.ts';

const RULES = REASONS.filter((reason) => reason !== 'first');

test('chains tell what was added, main by main, each in its order', () => {
  const member = fc.record({
    statement: fc.nat(1_000_000),
    // Halves of a power of two are kept to the letter.
    score: fc.nat(64).map((n) => n / 64),
    rule: fc.constantFrom('confirmed' as const, ...RULES),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), member), { maxLength: 200 }), (added) => {
      const chains = new QueueChains(10);
      const told = new Map<number, QueueMember[]>();
      for (const [main, one] of added) {
        chains.add(main, one);
        told.set(main, [...(told.get(main) ?? []), one]);
        expect(chains.lengthOf(main)).toBe(told.get(main)?.length);
      }
      expect([...chains]).toEqual([...told]);
    }),
  );
});

test('a chain that its length cannot tell any more is refused, not begun again', () => {
  const chains = new QueueChains(1);
  const one = { statement: 1, score: 1, rule: 'confirmed' } as const;
  for (let i = 0; i < 255; i += 1) chains.add(0, one);
  expect(() => chains.add(0, one)).toThrow(RangeError);
  expect(chains.lengthOf(0)).toBe(255);
});
