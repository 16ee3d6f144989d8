/** One class of a taxonomy (分类), under another or at the top. */
export interface Facet {
  readonly code: string;
  readonly name: string;
  readonly parent: string | undefined;
}

const DEEPEST = 4;

/**
 * The codes that keep these facets from being a taxonomy (分类口径): repeated ones, those whose parent
 * is missing, those in a circle or below the fourth level. None: the facets are good.
 */
export function badFacets(facets: readonly Facet[]): string[] {
  const parents = new Map(facets.map((facet) => [facet.code, facet.parent]));
  const seen = new Set<string>();
  const bad = new Set<string>();
  for (const { code } of facets) {
    if (seen.has(code)) bad.add(code);
    seen.add(code);
    if (!reachesTop(code, parents)) bad.add(code);
  }
  return [...bad];
}

function reachesTop(code: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let at: string | undefined = code;
  for (let level = 0; level < DEEPEST; level += 1) {
    if (!parents.has(at)) return false;
    at = parents.get(at);
    if (at === undefined) return true;
  }
  return false;
}

/** The facets with every parent before its children, the order in which they can be stored. */
export function parentsFirst(facets: readonly Facet[]): Facet[] {
  const parents = new Map(facets.map((facet) => [facet.code, facet.parent]));
  const depth = (code: string): number => {
    const parent = parents.get(code);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  return facets.toSorted((a, b) => depth(a.code) - depth(b.code));
}
