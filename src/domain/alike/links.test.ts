import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Links } from './links.ts';

const why = { score: 1, rule: 'same-place', actor: 'auto' };

/** Components by brute force, as a set of sorted member lists. */
function components(things: number, edges: readonly (readonly [number, number])[]): string[] {
  const group = Array.from({ length: things }, (_, at) => at);
  for (let round = 0; round < things; round += 1) {
    for (const [a, b] of edges) {
      const low = Math.min(group[a] ?? 0, group[b] ?? 0);
      group[a] = low;
      group[b] = low;
    }
  }
  return groupsBy(things, (thing) => group[thing] ?? 0);
}

function groupsBy(things: number, rootOf: (thing: number) => number): string[] {
  const groups = new Map<number, number[]>();
  for (let thing = 0; thing < things; thing += 1) {
    const root = rootOf(thing);
    groups.set(root, [...(groups.get(root) ?? []), thing]);
  }
  return [...groups.values()].map((members) => members.join()).toSorted();
}

const thing = fc.integer({ min: 0, max: 9 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('link' as const), a: thing, b: thing }),
  fc.record({ kind: fc.constant('undo' as const), id: fc.integer({ min: 0, max: 30 }) }),
);

describe('links', () => {
  test('after any links and undoings the groups are the components of the links in force', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const links = new Links();
        const inForce = new Map<number, readonly [number, number]>();
        for (const move of steps) {
          const isLink = move.kind === 'link';
          if (isLink) inForce.set(links.link(move.a, move.b, why), [move.a, move.b]);
          const wasInForce = isLink || inForce.delete(move.id);
          expect(isLink || links.undo(move.id)).toBe(wasInForce);
          const expected = components(10, [...inForce.values()]);
          expect(groupsBy(10, (at) => links.root(at))).toEqual(expected);
          for (let at = 0; at < 10; at += 1) {
            expect(expected).toContain(
              links
                .members(at)
                .toSorted((x, y) => x - y)
                .join(),
            );
          }
        }
      }),
    );
  });

  test('a link tells why it was drawn until it is undone', () => {
    const links = new Links();
    const id = links.link(1, 2, { score: 0.8, rule: 'same-place', actor: 'auto' });
    expect(links.linksOf(2)).toEqual([
      { id, a: 1, b: 2, score: 0.8, rule: 'same-place', actor: 'auto' },
    ]);
    links.undo(id);
    expect(links.linksOf(2)).toEqual([]);
  });
});
