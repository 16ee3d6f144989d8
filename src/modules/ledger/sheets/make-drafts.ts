import type { BatchResult } from './batch-store.ts';
import type { Sheet } from './import-sheet.ts';
import { settleIndexes } from '#platform/db/settle-indexes.ts';
import { takeNumbers } from '../numbering.ts';
import { pathOfUnit } from '../unit-path.ts';
import { inChunks, type Prepared } from './read-drafts.ts';
import { kindOf, knownKeys, writeDrafts } from './write-drafts.ts';

/** So many entries are written in one transaction. */
const AT_ONCE = 500;
/** So many transactions at once: while one is on its way, the database carries out the other. */
const WRITERS = 2;

/** What a run has come to after so many entries of the sheet: kept with each batch, so that a crash loses no count. */
interface Kept extends BatchResult {
  readonly seen: number;
}

const NOTHING: Kept = { made: 0, known: 0, faulty: 0, changed: 0, seen: 0 };

function sum(a: Kept, b: Kept): Kept {
  return {
    made: a.made + b.made,
    known: a.known + b.known,
    faulty: a.faulty + b.faulty,
    changed: a.changed + b.changed,
    seen: a.seen + b.seen,
  };
}

/**
 * Batches are committed in any order. Kept is how far the sheet is written without a gap; what stands beyond it is
 * read again after a crash, and known by its keys as this run's own.
 */
class Progress {
  #kept: Kept;
  readonly #beyond = new Map<number, Kept>();

  constructor(before: Kept) {
    this.#kept = before;
  }

  /** What is kept once the batch that begins there is committed. */
  with(first: number, batch: Kept): Kept {
    let kept = this.#kept;
    const next = (): Kept | undefined =>
      kept.seen === first ? batch : this.#beyond.get(kept.seen);
    for (let one = next(); one !== undefined && one.seen > 0; one = next()) kept = sum(kept, one);
    return kept;
  }

  committed(first: number, batch: Kept): void {
    this.#beyond.set(first, batch);
    const kept = this.with(first, batch);
    for (const at of this.#beyond.keys()) if (at < kept.seen) this.#beyond.delete(at);
    this.#kept = kept;
  }

  /** Of all that is committed. */
  total(): Kept {
    return [...this.#beyond.values()].reduce(sum, this.#kept);
  }
}

/**
 * 导入: good entries become drafts, 500 in a transaction together with the job's progress; known ones are
 * passed over. What an earlier try has committed is read past.
 */
export async function makeDrafts(
  it: Sheet,
  prepared: AsyncIterable<Prepared[]>,
): Promise<BatchResult> {
  const { job, batch } = it;
  const home = { id: batch.unit_id, path: await pathOfUnit(it.db, batch.city_id, batch.unit_id) };
  const before = (job.kept as Kept | undefined) ?? NOTHING;
  const progress = new Progress(before);
  const running = new Set<Promise<void>>();
  let { seen } = before;
  let skip = seen;
  const start = (chunk: readonly Prepared[]): void => {
    const writing = writeChunk(it, home, progress, seen, chunk);
    seen += chunk.length;
    running.add(writing);
    // Whoever waits next hears of a failure.
    writing.then(
      () => running.delete(writing),
      () => undefined,
    );
  };
  try {
    for await (const read of inChunks(prepared, AT_ONCE)) {
      const chunk = read.slice(skip);
      skip = Math.max(0, skip - read.length);
      if (chunk.length === 0) continue;
      if (running.size >= WRITERS) await Promise.race(running);
      if (await job.cancelled()) break;
      start(chunk);
    }
    const result = await ended(running, progress);
    await settleIndexes(it.db);
    return result;
  } finally {
    // Also when the reading fails: a try that is over must not go on writing.
    await Promise.allSettled(running);
  }
}

async function ended(
  running: ReadonlySet<Promise<void>>,
  progress: Progress,
): Promise<BatchResult> {
  await Promise.all(running);
  const { seen: _, ...result } = progress.total();
  return result;
}

async function writeChunk(
  it: Sheet,
  home: { readonly id: string; readonly path: string },
  progress: Progress,
  first: number,
  chunk: readonly Prepared[],
): Promise<void> {
  const { job, batch } = it;
  const good = chunk.filter((one) => !one.faulty);
  const known = await knownKeys(
    it.db,
    batch,
    good.map((one) => one.sourceKey),
  );
  const fresh = good.filter((one) => !known.has(one.sourceKey));
  // Written by a try of this very run that was struck before it could count them.
  const own = [...known.values()].filter((whose) => whose === 'own').length;
  const year = it.today.slice(0, 4);
  const numbers =
    fresh.length === 0
      ? []
      : await takeNumbers(it.db, batch.city_id, kindOf(batch), year, fresh.length);
  const counted = await it.db.transaction().execute(async (tx) => {
    const made = await writeDrafts({ tx, now: job.now(), batch, home, numbers }, fresh);
    const told: Kept = {
      made: own + made,
      known: good.length - own - made,
      faulty: chunk.length - good.length,
      changed: 0,
      seen: chunk.length,
    };
    await job.report(
      progress.total().seen + chunk.length,
      undefined,
      tx,
      progress.with(first, told),
    );
    return told;
  });
  progress.committed(first, counted);
}
