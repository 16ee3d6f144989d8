import type { Tx } from '../db/open.ts';
import { type JobKind, longJob } from '../jobs/job-kinds.ts';
import type { FileGate } from './file-gate.ts';
import { holdOffReferences } from './file-lock.ts';
import type { FileStore, StoredFile } from './file-store.ts';

/** Which of these sums do rows of a table refer to? One for each table that names files. */
export type Keeper = (
  tx: Tx,
  cityId: number,
  sums: readonly string[],
) => Promise<readonly string[]>;

const DAY_MS = 86_400_000;
const AT_ONCE = 100;

/**
 * Removes files that no row refers to and that were last put more than a day ago: what an upload left
 * whose transaction did not commit. Put it down once a day.
 */
export function sweepFiles(gate: FileGate, keepers: readonly Keeper[]): JobKind {
  return longJob('sweep-files', async (job, db) => {
    const isOld = (file: StoredFile): boolean =>
      job.now().getTime() - file.putAt.getTime() > DAY_MS;
    let seen = 0;
    let removed = await gate.tidy(job.now());
    const sweep = async (sums: readonly string[]): Promise<void> => {
      removed += await db.transaction().execute((tx) => {
        const batch = { tx, cityId: job.cityId, store: gate.store, keepers, isOld };
        return removeUnreferenced(batch, sums);
      });
      seen += sums.length;
      await job.report(seen);
    };
    let batch: string[] = [];
    for await (const file of gate.store.list()) {
      if (!isOld(file)) continue;
      batch.push(file.sha256);
      if (batch.length < AT_ONCE) continue;
      if (await job.cancelled()) return { seen, removed };
      await sweep(batch);
      batch = [];
    }
    if (batch.length > 0) await sweep(batch);
    return { seen, removed };
  });
}

interface Batch {
  readonly tx: Tx;
  readonly cityId: number;
  readonly store: FileStore;
  readonly keepers: readonly Keeper[];
  readonly isOld: (file: StoredFile) => boolean;
}

async function removeUnreferenced(batch: Batch, sums: readonly string[]): Promise<number> {
  const { tx, cityId, store, keepers, isOld } = batch;
  await holdOffReferences(tx, cityId);
  const kept = new Set<string>();
  for (const keeper of keepers) for (const sum of await keeper(tx, cityId, sums)) kept.add(sum);
  let removed = 0;
  for (const sum of sums) {
    if (kept.has(sum)) continue;
    // Put again since it was listed: somebody is about to refer to it.
    const file = await store.head(sum);
    if (file === undefined || !isOld(file)) continue;
    await store.remove(sum);
    removed += 1;
  }
  return removed;
}
