import { tmpdir } from 'node:os';
import { distillingJobs } from '#modules/distil/distil-job.ts';
import type { Address } from '#platform/db/driver.ts';
import { connectTo } from '#platform/db/open.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { JobThread } from '#platform/jobs/job-thread.ts';
import type { HeavyWork } from '../../src/heavy-jobs.ts';
import { CITY } from '../tiny-city.ts';

/** Runs the still on one database, in a thread as the house does, until it is killed. Argument: its address, as JSON. */
const address: Address = JSON.parse(process.argv[2] ?? '');
const { db } = await connectTo(address, 'server', () => Promise.resolve());
// What was raised also waits to be compared by itself, which puts other groups on the queue: another job's work.
const kinds = distillingJobs([], undefined);
const clock = { now: () => new Date(), log: () => undefined };
startJobs({
  ...clock,
  db,
  cityId: CITY,
  kinds,
  pollMs: 20,
  leaseMs: 1000,
  apart: new JobThread({
    ...clock,
    script: new URL('../../src/heavy-jobs.ts', import.meta.url),
    data: { address, kind: 'server', dataDir: tmpdir(), cityId: CITY } satisfies HeavyWork,
    kinds: kinds.map(({ kind }) => kind),
  }),
});
