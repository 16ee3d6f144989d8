import { sql } from 'kysely';
import { briefJob, type JobKind } from './job-kinds.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 20_000;

/** Drop idempotency keys after 7 days, and jobs 30 days after their end. Put it down every hour. */
export const tidyTables: JobKind = briefJob('tidy-tables', async ({ tx, cityId, now }) => {
  const week = new Date(now.getTime() - 7 * DAY_MS);
  const month = new Date(now.getTime() - 30 * DAY_MS);
  const keys = await sql`
    delete from idempotency where city_id = ${cityId} and (account_id, key) in (
      select account_id, key from idempotency where city_id = ${cityId} and at < ${week} limit ${AT_ONCE})`.execute(
    tx,
  );
  const jobs = await sql`
    delete from job where city_id = ${cityId} and id in (
      select id from job where city_id = ${cityId} and finished_at < ${month} limit ${AT_ONCE})`.execute(
    tx,
  );
  return { keys: Number(keys.numAffectedRows), jobs: Number(jobs.numAffectedRows) };
});
