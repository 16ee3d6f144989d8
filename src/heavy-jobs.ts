import { workerData } from 'node:worker_threads';
import { reportProgress } from '#modules/deliver/progress.ts';
import { distillingJobs } from '#modules/distil/distil-job.ts';
import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Address } from '#platform/db/driver.ts';
import { connectTo, type Database } from '#platform/db/open.ts';
import { openFileStore } from '#platform/files/open-file-store.ts';
import { serveJobs } from '#platform/jobs/serve-jobs.ts';
import { voicePort } from './voice-port.ts';

/** What the house hands its thread of heavy jobs. */
export interface HeavyWork {
  readonly address: Address;
  readonly kind: Database['kind'];
  readonly dataDir: string;
  readonly cityId: number;
}

const { address, kind, dataDir, cityId } = workerData as HeavyWork;
const { db } = await connectTo(address, kind, () => Promise.resolve());
const store = openFileStore(process.env, dataDir, cityId);
const imports = importJobs({ store, actorOf: actorOfAccount, reportProgress });
serveJobs(db, [...imports, ...distillingJobs(imports, voicePort)]);
