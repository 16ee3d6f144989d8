import type { Db } from '#platform/db/open.ts';

/** Until all that came in has been compared (新到即比). */
export async function untilCompared(db: Db): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('job')
      .where('kind', '=', 'match-alike')
      .select(['finished_at', 'error'])
      .execute();
    const failed = rows.find(({ error }) => error !== null);
    if (failed !== undefined) throw new Error(failed.error ?? '');
    const left = await db.selectFrom('job_item').select('id').limit(1).execute();
    if (left.length === 0 && rows.every(({ finished_at: at }) => at !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
