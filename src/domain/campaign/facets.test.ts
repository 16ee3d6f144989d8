import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badFacets, type Facet, parentsFirst } from './facets.ts';

const facets = fc.array(
  fc.record({
    code: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    name: fc.constant('类'),
    parent: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'x'), { nil: undefined }),
  }),
  { maxLength: 8 },
);

test('facets that pass can be stored one by one, each after its parent', () => {
  fc.assert(
    fc.property(facets, (list: Facet[]) => {
      if (badFacets(list).length > 0) return;
      const stored = new Set<string>();
      for (const facet of parentsFirst(list)) {
        expect(stored.has(facet.code)).toBe(false);
        expect(facet.parent === undefined || stored.has(facet.parent)).toBe(true);
        stored.add(facet.code);
      }
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
