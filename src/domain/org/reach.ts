import { type Actor, BUSINESS_ROLES, type Role } from './actor.ts';
import { isWithin, type OrgPath, outermost } from './path.ts';

/** 管辖范围: one city and the roots of the subtrees whose matters a reader may see (块, 条, 党组织). */
export interface Reach {
  readonly cityId: number;
  readonly roots: readonly OrgPath[];
}

/** What an actor's posts of these roles let him see. No post, no roots: nothing is seen. */
export function reachOf(actor: Actor, roles: readonly Role[] = BUSINESS_ROLES): Reach {
  const held = actor.posts.filter((post) => roles.includes(post.role));
  return {
    cityId: actor.cityId,
    roots: outermost(held.flatMap((post) => [post.path, ...post.linked])),
  };
}

/** Does a place lie within it? The path must be whole, its last point included. */
export function reaches(reach: Reach, path: OrgPath): boolean {
  return reach.roots.some((root) => isWithin(path, root));
}

/** The part of a reach that lies in the subtree of `root`; empty when they do not meet. */
export function narrowed(reach: Reach, root: OrgPath): Reach {
  if (reaches(reach, root)) return { cityId: reach.cityId, roots: [root] };
  return { cityId: reach.cityId, roots: reach.roots.filter((path) => isWithin(path, root)) };
}
