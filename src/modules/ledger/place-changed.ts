import type { Context } from '#platform/command.ts';
import type { Piece } from '#platform/db/write-sql.ts';
import { leaveForJob, leaving } from '#platform/jobs/job-items.ts';
import type { EntryRecord } from './entry-record.ts';

type Placed = Pick<EntryRecord, 'id' | 'kind' | 'orgPath'>;

interface Change {
  readonly before: Placed;
  readonly after: Placed;
}

const JOB = 'count-topics';

function isElsewhere({ before, after }: Change): boolean {
  return after.kind === 'problem' && before.orgPath !== after.orgPath;
}

/** Problems that now lie in another unit's place are left for who counts kinds of problems by place (热点). */
export async function leavePlaceChanged(ctx: Context, changes: readonly Change[]): Promise<void> {
  const moved = changes.filter(isElsewhere);
  await leaveForJob(
    ctx,
    JOB,
    moved.map(({ after }) => ({ id: after.id })),
  );
}

/** The same of one, as a part of a larger statement; undefined where it stays. */
export function leavingPlace(ctx: Context, change: Change): Piece | undefined {
  return isElsewhere(change) ? leaving(ctx, JOB, [{ id: change.after.id }]) : undefined;
}
