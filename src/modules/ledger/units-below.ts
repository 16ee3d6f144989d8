import type { OrgPath } from '#domain/org/path.ts';
import type { Query } from '#platform/command.ts';

/** A unit that a figure is broken down by. */
export interface Below {
  readonly id: string;
  readonly no: number;
  readonly short_name: string;
  readonly kind: string;
  readonly org_path: OrgPath;
}

/** The units directly below a single root, or the roots where there are several, in the order of the tree. */
export async function unitsBelow(q: Query, roots: readonly OrgPath[]): Promise<Below[]> {
  const [root] = roots;
  if (root === undefined) return [];
  return await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .$if(roots.length > 1, (b) => b.where('org_path', 'in', [...roots]))
    .$if(roots.length === 1, (b) =>
      b.where('parent_id', '=', (eb) =>
        eb
          .selectFrom('unit')
          .where('city_id', '=', q.cityId)
          .where('org_path', '=', root)
          .select('id'),
      ),
    )
    .orderBy('sort')
    .orderBy('no')
    .select(['id', 'no', 'short_name', 'kind', 'org_path'])
    .execute();
}
