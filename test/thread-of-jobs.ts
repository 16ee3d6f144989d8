import { workerData } from 'node:worker_threads';
import { sql } from 'kysely';
import type { Address } from '#platform/db/driver.ts';
import { connectTo } from '#platform/db/open.ts';
import { longJob } from '#platform/jobs/job-kinds.ts';
import { serveJobs } from '#platform/jobs/serve-jobs.ts';

/** A thread of jobs that count: each turn a row of its own. One of them dies once, in the middle. */
const { address } = workerData as { readonly address: Address };
const { db } = await connectTo(address, 'server', () => Promise.resolve());

const count = longJob<{ to: number; diesAt?: number }>('count', async (job) => {
  const { to, diesAt } = job.args;
  for (let n = job.done; n < to; n += 1) {
    if (await job.cancelled()) return { cancelled: true };
    await db.transaction().execute(async (tx) => {
      await sql`insert into worked values (${n}, ${job.now().toISOString()})`.execute(tx);
      await job.report(n + 1, to, tx);
    });
    if (n === diesAt) process.exit(1);
  }
  return { counted: to };
});
const refuse = longJob('fall-over', () => Promise.reject(new Error('the printer is on fire')));

serveJobs(db, [count, refuse]);
