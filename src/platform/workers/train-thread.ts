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

/**
 * Learns categories in a thread of its own: seconds for thousands of rows. They are handed over page by
 * page, since copying all at once would hold the house up. Throws what the thread died of.
 */
export async function trainInThread(pages: AsyncIterable<readonly Labelled[]>): Promise<Trained> {
  const worker = new Worker(new URL('train-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  try {
    const answer = once(worker, 'message');
    answer.catch(() => undefined);
    for await (const page of pages) {
      worker.postMessage(page);
    }
    worker.postMessage('learn');
    const [trained] = (await answer) as [Trained];
    return trained;
  } finally {
    await worker.terminate();
  }
}
