import { sql } from 'kysely';
import { type OrgPath, subtreeOf } from '#domain/org/path.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import { moveFlow } from './overview-flow.ts';

/**
 * Rewrite the paths of entries and parties when a unit moves to another parent, and carry its counts
 * from the old line of units above it to the new one. Runs in the transaction that moves the unit.
 *
 * A path says where the unit stands now, not what happened to the entry: the organisation's own log
 * records the move, and the entry's events stay as they are.
 */
export async function moveLedgerPaths(
  ctx: Context,
  fromPath: OrgPath,
  toPath: OrgPath,
): Promise<void> {
  const { from, to } = subtreeOf(fromPath);
  const { rows } = await sql<{
    org_path: string;
    campaign_id: string;
    kind: 'problem' | 'task';
    category: string;
    state: 'closed';
    n: number;
  }>`
    select e.org_path, e.campaign_id, e.kind, e.category,
      case when exists (select 1 from merge_link m where m.city_id = e.city_id and m.entry_id = e.id and m.undone_at is null)
        then 'merged' else e.state end as state, count(*)::int as n
    from entry e where e.city_id = ${ctx.cityId} and e.org_path >= ${from} and e.org_path < ${to}
    group by 1, 2, 3, 4, 5`.execute(ctx.tx);
  const deltas = rows.flatMap((row) => [
    { ...row, n: -row.n },
    { ...row, org_path: toPath + row.org_path.slice(fromPath.length) },
  ]);
  for (let i = 0; i < deltas.length; i += 1000)
    await ctx.tx
      .insertInto('rollup_delta')
      .values(
        deltas
          .slice(i, i + 1000)
          .map((delta) => ({ ...delta, city_id: ctx.cityId, id: newId(ctx.now.getTime()) })),
      )
      .execute();
  await moveFlow(ctx, fromPath, toPath);
  for (const [table, column] of PATH_COLUMNS)
    await sql`
      update ${sql.table(table)}
      set ${sql.ref(column)} = ${toPath} || substr(${sql.ref(column)}, ${fromPath.length + 1})
      where city_id = ${ctx.cityId} and ${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`.execute(
      ctx.tx,
    );
  await leaveForJob(ctx, 'count-topics', [{}]);
}

const PATH_COLUMNS = [
  ['entry', 'org_path'],
  ['entry', 'origin_path'],
  ['party', 'org_path'],
  ['voice', 'org_path'],
  ['voice', 'owner_path'],
  ['voice', 'pending_path'],
  ['voice_excluded', 'org_path'],
  ['collection', 'org_path'],
  ['survey', 'org_path'],
  ['visit_note', 'org_path'],
  ['call_draw', 'org_path'],
] as const;
