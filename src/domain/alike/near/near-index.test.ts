import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GramSets } from './gram-sets.ts';
import { NearIndex } from './near-index.ts';

const set = fc
  .uniqueArray(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 })
  .map((grams) => Uint32Array.from(grams).toSorted());

/** Weighted Jaccard by brute force. */
function jaccard(a: Uint32Array, b: Uint32Array, weight: (gram: number) => number): number {
  const sum = (grams: Iterable<number>): number =>
    [...grams].reduce((s, gram) => s + weight(gram), 0);
  const both = new Set(b);
  return sum(a.filter((gram) => both.has(gram))) / sum(new Set([...a, ...b]));
}

test('the prefix filter finds exactly the sets that reach the threshold', () => {
  fc.assert(
    fc.property(
      fc.array(set, { maxLength: 25 }),
      set,
      fc.constantFrom(0.2, 0.4, 0.7),
      (sets, probe, least) => {
        const frequencies = new Map<number, number>();
        for (const grams of sets) {
          for (const gram of grams) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1);
        }
        const stored = new GramSets(frequencies, sets.length);
        for (const grams of sets) stored.add(grams);
        const index = new NearIndex(stored, least);
        const weight = (gram: number): number =>
          Math.fround(Math.log(1 + Math.max(1, sets.length) / (frequencies.get(gram) ?? 1)));
        const expected = sets.flatMap((grams, at) => {
          const score = jaccard(probe, grams, weight);
          // At the very edge rounding may fall either way.
          return score >= least + 1e-4 ? [at] : [];
        });
        const found = index.near(probe).map(({ at }) => at);
        expect(found).toEqual(expect.arrayContaining(expected));
        for (const at of found) {
          expect(jaccard(probe, sets[at] ?? probe, weight)).toBeGreaterThan(least - 1e-4);
        }
      },
    ),
  );
});

test('a block tells each of its near pairs once, and none of another block', () => {
  fc.assert(
    fc.property(fc.array(set, { minLength: 2, maxLength: 20 }), fc.nat(), (sets, mask) => {
      const frequencies = new Map<number, number>();
      for (const gram of sets.flatMap((grams) => [...grams]))
        frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1);
      const stored = new GramSets(frequencies, sets.length);
      for (const grams of sets) stored.add(grams);
      const index = new NearIndex(stored, 0.4);
      const blocks = [0, 1].map((side) =>
        sets.flatMap((_, at) => (((mask >> at) & 1) === side ? [at] : [])),
      );
      const weight = (gram: number): number =>
        Math.fround(Math.log(1 + sets.length / (frequencies.get(gram) ?? 1)));
      for (const block of blocks) {
        const found: string[] = [];
        index.pairsIn(block, (a, b) => void found.push(`${a}-${b}`));
        expect(new Set(found).size).toBe(found.length);
        const near = (a: number, b: number, least: number): boolean =>
          a < b &&
          jaccard(sets[a] ?? new Uint32Array(), sets[b] ?? new Uint32Array(), weight) >= least;
        const pairs = (least: number): string[] =>
          block.flatMap((a) => block.flatMap((b) => (near(a, b, least) ? [`${a}-${b}`] : [])));
        expect(found).toEqual(expect.arrayContaining(pairs(0.4 + 1e-4)));
        expect(pairs(0.4 - 1e-4)).toEqual(expect.arrayContaining(found));
      }
    }),
  );
});
