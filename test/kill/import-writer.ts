import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Address } from '#platform/db/driver.ts';
import { connectTo } from '#platform/db/open.ts';
import { openFileStore } from '#platform/files/open-file-store.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { JobThread } from '#platform/jobs/job-thread.ts';
import type { HeavyWork } from '../../src/heavy-jobs.ts';
import { CITY } from '../tiny-city.ts';

/** Runs the jobs of sheets on one database, in a thread as the house does, until it is killed. Arguments: its address, as JSON, and the data folder. */
const address: Address = JSON.parse(process.argv[2] ?? '');
const dataDir = process.argv[3] ?? '';
const { db } = await connectTo(address, 'server', () => Promise.resolve());
const store = openFileStore({}, dataDir, CITY);
const kinds = importJobs({ store, actorOf: actorOfAccount, reportProgress });
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
    data: { address, kind: 'server', dataDir, cityId: CITY } satisfies HeavyWork,
    kinds: kinds.map(({ kind }) => kind),
  }),
});
