import type { Context } from '#platform/command.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import type { EntryRecord } from './entry-record.ts';

type Placed = Pick<EntryRecord, 'id' | 'kind' | 'orgPath'>;

/** Problems that now lie in another unit's place are left for who counts kinds of problems by place (热点). */
export async function leavePlaceChanged(
  ctx: Context,
  changes: readonly { readonly before: Placed; readonly after: Placed }[],
): Promise<void> {
  const moved = changes.filter(
    ({ before, after }) => after.kind === 'problem' && before.orgPath !== after.orgPath,
  );
  await leaveForJob(
    ctx,
    'count-topics',
    moved.map(({ after }) => ({ id: after.id })),
  );
}
