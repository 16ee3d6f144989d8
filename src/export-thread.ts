import { workerData } from 'node:worker_threads';
import { type ExportOrder, exportBytes } from '#modules/ledger/sheets/export-entries.ts';
import { connectTo } from '#platform/db/open.ts';
import { serveBytes } from '#platform/workers/serve-bytes.ts';
import type { HeavyWork } from './heavy-jobs.ts';

const { address, kind } = workerData as HeavyWork;
const { db } = await connectTo(address, kind, () => Promise.resolve());
serveBytes(({ format, filter, ...asked }: ExportOrder) =>
  exportBytes({ ...asked, db }, filter, format),
);
