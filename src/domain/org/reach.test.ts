import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, HeldPost, Role } from './actor.ts';
import { ROLES, BUSINESS_ROLES } from './actor.ts';
import { areApart, isOrgPath, isWithin, lineageOf, outermost, subtreeOf } from './path.ts';
import { narrowed, reaches, reachOf } from './reach.ts';

/** Numbers that begin alike (1, 10, 100) are where a careless prefix would go wrong. */
const step = fc.constantFrom(1, 2, 10, 11, 100);
const path = fc
  .array(step, { minLength: 1, maxLength: 4 })
  .map((steps) => `${['1', ...steps].join('.')}.`);
const paths = fc.array(path, { maxLength: 6 });

/** The tree by its numbers: `root` is an ancestor of `unit`, or it. */
function above(root: string, unit: string): boolean {
  const [r, u] = [root.split('.').slice(0, -1), unit.split('.').slice(0, -1)];
  return r.length <= u.length && r.every((number, i) => number === u[i]);
}

test('within, apart, lineage and the range of a subtree say what the tree says', () => {
  fc.assert(
    fc.property(path, path, (a, b) => {
      expect(isWithin(a, b)).toBe(above(b, a));
      expect(areApart(a, b)).toBe(!above(a, b) && !above(b, a));
      expect(lineageOf(a).includes(b)).toBe(above(b, a));
      expect(lineageOf(a).at(-1)).toBe(a);
      const { from, to } = subtreeOf(b);
      expect(from <= a && a < to).toBe(above(b, a));
    }),
  );
  for (const not of ['', '1', '.', '1..2.', '1.a.', ' 1.', '1.2'])
    expect([isOrgPath(not), not]).toEqual([false, not]);
  expect(() => subtreeOf('1')).toThrow(RangeError);
});

test('outermost covers the same units with roots that do not overlap', () => {
  fc.assert(
    fc.property(paths, path, (roots, unit) => {
      const kept = outermost(roots);
      expect(kept.some((root) => above(root, unit))).toBe(roots.some((root) => above(root, unit)));
      for (const [i, one] of kept.entries())
        for (const other of kept.slice(i + 1)) expect(areApart(one, other)).toBe(true);
      expect(outermost(kept)).toEqual(kept);
      expect(outermost(roots.toReversed())).toEqual(kept);
    }),
  );
});

test('narrowed to a unit is what lies both in the reach and below the unit', () => {
  fc.assert(
    fc.property(paths, path, path, (roots, root, unit) => {
      const reach = { cityId: 1, roots: outermost(roots) };
      expect(reaches(narrowed(reach, root), unit)).toBe(reaches(reach, unit) && above(root, unit));
    }),
  );
});

const post = fc.record({
  postId: fc.constant('p'),
  unitId: fc.constant('u'),
  path,
  linked: fc.array(path, { maxLength: 2 }),
  role: fc.constantFrom<Role>(...ROLES),
  acting: fc.boolean(),
});

test('reach is the union of block, line and Party of the business posts, and of no other', () => {
  fc.assert(
    fc.property(fc.array(post, { maxLength: 4 }), path, (posts: HeldPost[], unit) => {
      const actor: Actor = { cityId: 1, accountId: 'a', personId: 'n', posts };
      const seen = posts.some(
        (held) =>
          (BUSINESS_ROLES as readonly Role[]).includes(held.role) &&
          [held.path, ...held.linked].some((root) => above(root, unit)),
      );
      expect(reaches(reachOf(actor), unit)).toBe(seen);
    }),
  );
});
