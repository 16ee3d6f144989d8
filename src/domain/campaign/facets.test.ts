import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badFacets, type Facet, parentsFirst } from './facets.ts';

/** A taxonomy that passes, of up to 30 facets in any order: each hangs on an earlier one of the first three levels, or on none. */
const taxonomies = fc.array(fc.nat(100), { minLength: 2, maxLength: 30 }).chain((picks) => {
  const facets: Facet[] = [];
  const levels = new Map<string, number>();
  for (const [at, pick] of picks.entries()) {
    const above = facets.filter(({ code }) => (levels.get(code) ?? 0) < 4);
    const parent = above[pick % (above.length + 1)]?.code;
    facets.push({ code: `f${at}`, name: '类', parent });
    levels.set(`f${at}`, (parent === undefined ? 0 : (levels.get(parent) ?? 0)) + 1);
  }
  return fc.shuffledSubarray(facets, { minLength: facets.length });
});

test('facets that pass can be stored one by one, each after its parent', () => {
  fc.assert(
    fc.property(taxonomies, (list: Facet[]) => {
      expect(badFacets(list)).toEqual([]);
      const stored = new Set<string>();
      for (const { code, parent } of parentsFirst(list)) {
        expect(parent === undefined || stored.has(parent)).toBe(true);
        stored.add(code);
      }
      expect(stored).toEqual(new Set(list.map(({ code }) => code)));
    }),
  );
});

test.each<[string, [string, string?][], string[]]>([
  ['a repeated code', [['a'], ['a']], ['a']],
  ['a missing parent', [['a', 'x']], ['a']],
  ['a circle', [['a', 'b'], ['b', 'a'], ['c']], ['a', 'b']],
  ['a fifth level', [['a'], ['b', 'a'], ['c', 'b'], ['d', 'c'], ['e', 'd']], ['e']],
])('%s is named', (_, rows, bad) => {
  expect(badFacets(rows.map(([code, parent]) => ({ code, name: '类', parent })))).toEqual(bad);
});
