import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Statement } from '#domain/alike/statement.ts';
import type {
  DistilAnswer,
  DistilledRow,
  DistilQuestion,
  DistilSummary,
} from './distil-messages.ts';

/** Megabytes of objects the thread may hold; 270,000 statements take about 350. */
const HEAP_MB = 1024;

/**
 * Distils in a thread of its own, so that 270,000 statements never hold up the event loop of the server:
 * `add` the statements in batches of some hundred, then read `distil()` to its end.
 */
export class DistilThread implements AsyncDisposable {
  readonly #worker = new Worker(new URL('distil-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });

  add(statements: readonly Statement[]): void {
    this.#ask({ kind: 'statements', statements });
  }

  /**
   * The rows in the order the statements were added, in batches; returns the sum. `places` are names
   * known beforehand. Throws what the thread died of.
   */
  async *distil(
    places: readonly string[] = [],
  ): AsyncGenerator<readonly DistilledRow[], DistilSummary, undefined> {
    const answers: DistilAnswer[] = [];
    let wake = (): void => undefined;
    this.#worker.on('message', (answer: DistilAnswer) => {
      answers.push(answer);
      wake();
    });
    const failed = once(this.#worker, 'error').then(([error]) => Promise.reject(error as Error));
    this.#ask({ kind: 'distil', places });
    for (;;) {
      const answer = answers.shift();
      if (answer?.kind === 'done') {
        failed.catch(() => undefined);
        return answer.summary;
      }
      if (answer) yield answer.rows;
      else await Promise.race([new Promise<void>((resolve) => (wake = resolve)), failed]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(question: DistilQuestion): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(question);
  }
}
