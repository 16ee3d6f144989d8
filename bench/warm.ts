import { setTimeout as rest } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '#platform/db/open.ts';
import { CITY } from './place.ts';

const PATIENCE_S = 600;

/**
 * Wait until the house has done all that was put down: no job is due or under way, and nothing is left for one. What
 * is raised is compared by a job that waits for the index of the city, so that this stands too.
 *
 * @returns how many seconds it took.
 */
export async function untilQuiet({ db }: Database): Promise<number> {
  const started = performance.now();
  for (;;) {
    const seconds = (performance.now() - started) / 1000;
    const { rows } = await sql<{ busy: boolean }>`
      select exists (select 1 from job where city_id = ${CITY} and finished_at is null
          and (run_at <= now() or result ->> 'takenBy' is not null))
        or exists (select 1 from job_item where city_id = ${CITY} and tries = 0) as busy`.execute(
      db,
    );
    if (rows[0]?.busy !== true) return seconds;
    if (seconds > PATIENCE_S) throw new Error(`jobs are still at work after ${PATIENCE_S} s`);
    await rest(500);
  }
}
