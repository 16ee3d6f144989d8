import fc from 'fast-check';
import { expect, test } from 'vitest';
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
        const index = new NearIndex(frequencies, sets.length, least);
        for (const grams of sets) index.add(grams);
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
