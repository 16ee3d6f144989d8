import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Labelled } from '#domain/classify/classifier.ts';
import type { StoredModel } from '#domain/classify/model-file.ts';

export interface Trained {
  readonly model: StoredModel;
  /** Measured on rows held back from the teaching. */
  readonly macroF1: number;
}

const HEAP_MB = 512;

/** Learns categories in a thread of its own: seconds for thousands of rows. Throws what the thread died of. */
export async function trainInThread(rows: readonly Labelled[]): Promise<Trained> {
  const worker = new Worker(new URL('train-worker.ts', import.meta.url), {
    workerData: rows,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  try {
    const [trained] = (await once(worker, 'message')) as [Trained];
    return trained;
  } finally {
    await worker.terminate();
  }
}
