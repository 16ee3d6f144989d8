import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Address } from '#platform/db/driver.ts';
import { connectTo } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '../tiny-city.ts';

/** Runs the jobs of sheets on one database until it is killed. Arguments: its address, as JSON, and the folder of files. */
const address: Address = JSON.parse(process.argv[2] ?? '');
const store = folderStore(process.argv[3] ?? '');
const { db } = await connectTo(address, 'server', () => Promise.resolve());
startJobs({
  db,
  cityId: CITY,
  kinds: importJobs({ store, actorOf: actorOfAccount, reportProgress }),
  now: () => new Date(),
  log: () => undefined,
  pollMs: 20,
  leaseMs: 1000,
});
