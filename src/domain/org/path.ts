/** The place of a unit in the territory tree 块: the numbers of its ancestors and itself, each ended by a dot ('1.5.60.'). */
export type OrgPath = string;

/** A half-open range of paths: `from` itself and everything below it. */
export interface PathRange {
  readonly from: OrgPath;
  readonly to: string;
}

/**
 * Is it written as a path: numbers, each ended by a dot? It says nothing about whether there is such a unit.
 */
export function isOrgPath(text: string): boolean {
  return /^(\d+\.)+$/.test(text);
}

/** The range of a unit and all below it; '/' is the character after '.', which needs the "C" order. */
export function subtreeOf(path: OrgPath): PathRange {
  if (!isOrgPath(path)) throw new RangeError(`not an org path: ${path}`);
  return { from: path, to: `${path.slice(0, -1)}/` };
}

/** The number of the unit itself: the last step of its path. */
export function unitNo(path: OrgPath): number {
  return Number(path.split('.').at(-2));
}

/** Is `path` the unit `root` or below it? */
export function isWithin(path: OrgPath, root: OrgPath): boolean {
  return path.startsWith(root);
}

/** Does neither of two units stand above the other, nor are they the same? */
export function areApart(a: OrgPath, b: OrgPath): boolean {
  return !isWithin(a, b) && !isWithin(b, a);
}

/** The paths of a unit's ancestors and itself, from the city down. */
export function lineageOf(path: OrgPath): OrgPath[] {
  const steps = path.split('.').slice(0, -1);
  return steps.map((_, i) => `${steps.slice(0, i + 1).join('.')}.`);
}

/** The smallest set of roots that covers the same units: nested and repeated ones are dropped. */
export function outermost(roots: readonly OrgPath[]): OrgPath[] {
  const kept: OrgPath[] = [];
  for (const root of roots.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    if (!kept.some((outer) => isWithin(root, outer))) kept.push(root);
  }
  return kept.toSorted((a, b) => (a < b ? -1 : 1));
}
