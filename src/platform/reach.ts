import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { subtreeOf } from '#domain/org/path.ts';
import type { Reach } from '#domain/org/reach.ts';

/** The rows whose path lies in the reach. An empty reach sees nothing. */
export function within(column: string, reach: Reach): RawBuilder<SqlBool> {
  const path = sql.ref(column);
  const parts = reach.roots.map((root) => {
    const range = subtreeOf(root);
    return sql<SqlBool>`(${path} >= ${range.from} and ${path} < ${range.to})`;
  });
  return parts.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}
