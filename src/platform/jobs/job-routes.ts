import type { Sent } from '#contract/operation.ts';
import { cancelJob, type JobView, jobStatus, listJobs } from '#contract/job.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '../command.ts';
import type { Db, Tx } from '../db/open.ts';
import { command, query, type Route } from '../http.ts';
import type { JobRow } from './job-lease.ts';
import { MAX_TRIES, toldError } from './job-trouble.ts';

type View = Sent<typeof JobView>;

/** 作业: one's own, nobody else's. */
export const jobRoutes: readonly Route[] = [
  query(jobStatus, async (q, { id }) => viewOf(await ownJob(q, q.db, id), q.now)),
  query(listJobs, async (q, { limit }) => {
    const rows = await ownJobs(q, q.db).orderBy('id', 'desc').limit(limit).execute();
    return { jobs: rows.map((row) => viewOf(row, q.now)) };
  }),
  command(cancelJob, async (ctx, { id }) => {
    await ctx.tx
      .updateTable('job')
      .set({ cancelled_at: ctx.now })
      .where('city_id', '=', ctx.cityId)
      .where('id', '=', id)
      .where('by_account', '=', ctx.actor.accountId)
      .where('finished_at', 'is', null)
      .where('cancelled_at', 'is', null)
      .execute();
    return viewOf(await ownJob(ctx, ctx.tx, id), ctx.now);
  }),
];

function ownJobs(q: Query | Context, db: Db | Tx) {
  return db
    .selectFrom('job')
    .selectAll()
    .where('city_id', '=', q.cityId)
    .where('by_account', '=', q.actor.accountId);
}

async function ownJob(q: Query | Context, db: Db | Tx, id: string): Promise<JobRow> {
  const row = await ownJobs(q, db).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { id });
  return row;
}

function viewOf(row: JobRow, now: Date): View {
  const isFinished = row.finished_at !== null;
  return {
    id: row.id,
    kind: row.kind,
    state: stateOf(row, now),
    done: row.done,
    createdAt: row.created_at.toISOString(),
    ...(row.total === null ? {} : { total: row.total }),
    ...(isFinished && row.result !== null ? { result: row.result as Record<string, unknown> } : {}),
    ...(row.error === null ? {} : { error: toldError(row.error) }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
  };
}

function stateOf(row: JobRow, now: Date): View['state'] {
  const isAhead = row.run_at > now;
  if (row.finished_at !== null) {
    if (row.cancelled_at !== null) return 'cancelled';
    return row.error === null ? 'done' : 'failed';
  }
  // A process that was killed in the last try could not write down that it failed.
  if (row.tries >= MAX_TRIES && !isAhead) return 'failed';
  if (row.cancelled_at !== null) return 'cancelling';
  return row.result !== null && isAhead ? 'running' : 'waiting';
}
