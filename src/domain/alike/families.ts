import type { GramSets } from './near/gram-sets.ts';
import { NearIndex } from './near/near-index.ts';

/** A family is an aid, and its nearest like is found under the rarest grams: no more is looked at. */
const EFFORT = { certainFrom: 1, effort: 1000 };

/**
 * For each signature the one that stands for all that are as near as `from` (同类). One as near as `standsFor` to another is
 * stood for by it, and compared with nothing more.
 */
export function familiesOf(sets: GramSets, from: number, standsFor: number): Int32Array {
  const parents = Int32Array.from({ length: sets.size }, (_, at) => at);
  const root = (of: number): number => {
    let at = of;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] ?? at] ?? at;
      at = parents[at] ?? at;
    }
    return at;
  };
  new NearIndex(sets, from, EFFORT).pairsIn(
    parents.slice(),
    (a, b, score) => {
      parents[root(b)] = root(a);
      return score >= standsFor;
    },
    (a, b) => root(a) === root(b),
  );
  return parents.map((_, at) => root(at));
}
