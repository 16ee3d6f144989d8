import { isWithin, lineageOf, type OrgPath } from '#domain/org/path.ts';

/**
 * A part of the tree that a complaint about conduct is kept from (回避): one unit, a unit with all below it,
 * or everything below a unit but not itself.
 */
export interface Excluded {
  readonly path: OrgPath;
  readonly scope: 'unit' | 'subtree' | 'below';
}

/** Does this part of the tree hold that unit? */
function holds(excluded: Excluded, path: OrgPath): boolean {
  if (excluded.scope === 'unit') return path === excluded.path;
  if (!isWithin(path, excluded.path)) return false;
  return excluded.scope === 'subtree' || path !== excluded.path;
}

/** Does a complaint kept from these parts of the tree stay hidden from a unit of this path? */
export function isExcluded(parts: readonly Excluded[], path: OrgPath): boolean {
  return parts.some((part) => holds(part, path));
}

/**
 * Whom a complaint about conduct is kept from: the named unit with everything below it, the units between it
 * and the root, and those above and below it by line or Party relation (信访工作条例第三十条: 不得转给被反映的单位).
 * The root itself stays, for somebody must handle it; nothing is known of which unit is meant: all but the root.
 */
export function excludedBy(
  root: OrgPath,
  named: OrgPath | undefined,
  links: { readonly above: readonly OrgPath[]; readonly below: readonly OrgPath[] },
): Excluded[] {
  if (named === undefined) return [{ path: root, scope: 'below' }];
  const between = lineageOf(named).filter((path) => path !== named && path !== root);
  const above = links.above.filter((path) => path !== root && path !== named);
  return [
    { path: named, scope: 'subtree' },
    ...[...new Set([...between, ...above])].map((path) => ({ path, scope: 'unit' as const })),
    ...links.below
      .filter((path) => path !== root)
      .map((path) => ({ path, scope: 'subtree' as const })),
  ];
}
