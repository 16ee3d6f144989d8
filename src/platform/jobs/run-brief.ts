import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { BriefJob, JobKind } from './job-kinds.ts';
import { afterFailure, type JobRow } from './job-lease.ts';
import { MAX_TRIES } from './job-trouble.ts';

/**
 * Take the next brief job, do it and mark it done in one transaction; a killed process leaves nothing.
 * Answers whether there was one.
 */
export async function runBrief(
  db: Db,
  cityId: number,
  kinds: ReadonlyMap<string, Extract<JobKind, { lane: 'brief' }>>,
  now: Date,
  log: (line: object) => void,
): Promise<boolean> {
  const at: { job?: JobRow } = {};
  try {
    return await db.transaction().execute(async (tx) => {
      const { rows } = await sql<JobRow>`
        select * from job
         where city_id = ${cityId} and finished_at is null and tries < ${sql.lit(MAX_TRIES)}
           and run_at <= ${now} and kind = any(${[...kinds.keys()]})
         order by run_at limit 1 for update skip locked`.execute(tx);
      const [job] = rows;
      const handler = kinds.get(job?.kind ?? '');
      if (job === undefined || handler === undefined) return false;
      at.job = job;
      const given: BriefJob = { tx, now, ...givenOf(job) };
      const result = job.cancelled_at === null ? await handler.run(given as BriefJob<never>) : {};
      await tx
        .updateTable('job')
        .set({ finished_at: now, result: JSON.stringify(result ?? {}), error: null })
        .where('city_id', '=', cityId)
        .where('id', '=', job.id)
        .execute();
      return true;
    });
  } catch (error) {
    if (at.job === undefined) throw error;
    const tries = at.job.tries + 1;
    log({ job: at.job.kind, id: at.job.id, tries, error: String(error) });
    await db
      .updateTable('job')
      .set({ tries, ...afterFailure(error, tries, now) })
      .where('city_id', '=', cityId)
      .where('id', '=', at.job.id)
      // Another process may have tried it since the roll-back; its word stands.
      .where('tries', '=', at.job.tries)
      .where('finished_at', 'is', null)
      .execute();
    return true;
  }
}

/** The part of a job that every handler sees. */
export function givenOf(row: JobRow): {
  id: string;
  cityId: number;
  args: unknown;
  byAccount: string | undefined;
  byPerson: string | undefined;
} {
  return {
    id: row.id,
    cityId: row.city_id,
    args: row.args,
    byAccount: row.by_account ?? undefined,
    byPerson: row.by_person ?? undefined,
  };
}
