import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { backOffMs, isFinal, keptError, LeaseLost, MAX_TRIES } from './job-trouble.ts';

export type JobRow = Selectable<Tables['job']>;

/**
 * A long job taken by this process. The row says so by a token in `result` and by `run_at`, which lies
 * ahead for as long as the process lives to move it: a killed one is followed when it is past. Every
 * commit asks for the token, so that a process that merely slept cannot write what another now writes.
 */
export interface Lease {
  readonly row: JobRow;
  readonly token: string;
}

/** Take the job that has waited longest, for `leaseMs`; a try is counted now, so that one that kills its process is given up in the end. */
export async function takeLease(
  db: Db,
  cityId: number,
  kinds: readonly string[],
  now: Date,
  leaseMs: number,
): Promise<Lease | undefined> {
  const token = randomUUID();
  const until = new Date(now.getTime() + leaseMs);
  const { rows } = await sql<JobRow>`
    update job set run_at = ${until}, tries = tries + 1, result = ${JSON.stringify({ takenBy: token })}
     where city_id = ${cityId} and id = (
       select id from job
        where city_id = ${cityId} and finished_at is null and tries < ${sql.lit(MAX_TRIES)}
          and run_at <= ${now} and kind = any(${kinds})
        order by run_at limit 1 for update skip locked)
    returning *`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { row, token };
}

/** Change the row only while the lease is ours. */
async function whileOurs(db: Db | Tx, lease: Lease, change: LeaseChange): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set(change)
    .where('city_id', '=', lease.row.city_id)
    .where('id', '=', lease.row.id)
    .where(sql`result ->> 'takenBy'`, '=', lease.token)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost(`job ${lease.row.kind} ${lease.row.id}`);
}

type LeaseChange = Partial<{
  run_at: Date;
  tries: number;
  done: number;
  total: number | null;
  result: string | null;
  kept: string;
  error: string | null;
  finished_at: Date;
}>;

/** @throws LeaseLost when the job has passed to another process meanwhile; so do all that write under a lease. */
export async function prolong(db: Db, lease: Lease, until: Date): Promise<void> {
  await whileOurs(db, lease, { run_at: until });
}

/** A batch that commits shows that the job is not the trouble: its tries count from one again. */
export async function reportProgress(
  db: Db | Tx,
  lease: Lease,
  done: number,
  total: number | undefined,
  keep?: object,
): Promise<void> {
  await whileOurs(db, lease, {
    done,
    tries: 1,
    ...(total === undefined ? {} : { total }),
    ...(keep === undefined ? {} : { kept: JSON.stringify(keep) }),
  });
}

/** The job is done: its result stays for whoever asks, its last error goes. */
export async function finish(db: Db, lease: Lease, result: object, now: Date): Promise<void> {
  const kept = JSON.stringify(result);
  await whileOurs(db, lease, { finished_at: now, result: kept, error: null });
}

/** Give the job back untried, for the next process to take at once. */
export async function giveBack(db: Db, lease: Lease, now: Date): Promise<void> {
  const tries = await triesOf(db, lease);
  await whileOurs(db, lease, { run_at: now, tries: tries - 1, result: null });
}

/** A try has failed: it is tried again later, or given up, as `afterFailure` says. */
export async function fail(db: Db, lease: Lease, error: unknown, now: Date): Promise<void> {
  const tries = await triesOf(db, lease);
  await whileOurs(db, lease, { ...afterFailure(error, tries, now), result: null });
}

/** What a failed try leaves behind. */
export function afterFailure(
  error: unknown,
  tries: number,
  now: Date,
): { error: string; finished_at: Date } | { error: string; run_at: Date } {
  const kept = { error: keptError(error) };
  if (isFinal(error) || tries >= MAX_TRIES) return { ...kept, finished_at: now };
  return { ...kept, run_at: new Date(now.getTime() + backOffMs(tries)) };
}

async function triesOf(db: Db, lease: Lease): Promise<number> {
  const row = await db
    .selectFrom('job')
    .select('tries')
    .where('city_id', '=', lease.row.city_id)
    .where('id', '=', lease.row.id)
    .executeTakeFirst();
  return row?.tries ?? lease.row.tries;
}
