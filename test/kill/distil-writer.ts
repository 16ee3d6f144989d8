import { AlikeIndex } from '#modules/distil/alike-index.ts';
import { distilJobs } from '#modules/distil/distil-job.ts';
import type { Address } from '#platform/db/driver.ts';
import { connectTo } from '#platform/db/open.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '../tiny-city.ts';

/** Runs the jobs of the still on one database until it is killed. Argument: its address, as JSON. */
const address: Address = JSON.parse(process.argv[2] ?? '');
const { db } = await connectTo(address, 'server', () => Promise.resolve());
startJobs({
  db,
  cityId: CITY,
  // What was raised also waits to be compared by itself, which puts other groups on the queue: another job's work.
  kinds: distilJobs([], { index: new AlikeIndex() }).filter((one) => one.kind !== 'match-alike'),
  now: () => new Date(),
  log: () => undefined,
  pollMs: 20,
  leaseMs: 1000,
});
