import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Statement } from '#domain/alike/statement.ts';
import type {
  DistilAnswer,
  DistilledRow,
  DistilQuestion,
  DistilSummary,
} from './distil-messages.ts';

/** Megabytes of objects the thread may hold; 270,000 statements take about 200. */
const HEAP_MB = 512;
/** Batches on their way to the thread: more would only pile up in memory. */
const AHEAD = 8;

/**
 * Distils in a thread of its own, so that 270,000 statements never hold up the event loop of the server:
 * `add` the statements in batches of some hundred, then read `distil()` to its end.
 */
export class DistilThread implements AsyncDisposable {
  readonly #worker = new Worker(new URL('distil-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  readonly #answers: DistilAnswer[] = [];
  readonly #failed: Promise<never>;
  #wake = (): void => undefined;
  #ahead = 0;

  constructor() {
    this.#worker.on('message', (answer: DistilAnswer) => {
      this.#answers.push(answer);
      this.#wake();
    });
    this.#failed = once(this.#worker, 'error').then(([error]) => Promise.reject(error as Error));
    this.#failed.catch(() => undefined);
  }

  /** Names known beforehand; to be told before the first statement. */
  know(places: readonly string[]): void {
    if (places.length > 0) this.#ask({ kind: 'places', places });
  }

  /** Hands over some hundred statements; wait for it before handing over more. */
  async add(statements: readonly Statement[]): Promise<void> {
    this.#ask({ kind: 'statements', statements });
    this.#ahead += 1;
    while (this.#ahead >= AHEAD) await this.#told();
  }

  /** Waits for the next answer and takes note of it; throws what the thread died of. */
  async #told(): Promise<DistilAnswer> {
    let answer = this.#answers.shift();
    while (answer === undefined) {
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), this.#failed]);
      answer = this.#answers.shift();
    }
    if (answer.kind === 'gathered') this.#ahead -= 1;
    return answer;
  }

  /**
   * The rows in the order the statements were added, in batches; returns the sum. Throws what the thread
   * died of.
   */
  async *distil(): AsyncGenerator<readonly DistilledRow[], DistilSummary, undefined> {
    this.#ask({ kind: 'distil' });
    let summary: DistilSummary | undefined;
    // Each batch is asked for: answers that came all at once would be unpacked without a pause.
    for (let from = 0; summary === undefined || from < summary.statements;) {
      const answer = await this.#told();
      if (answer.kind === 'done') summary = answer.summary;
      if (answer.kind === 'rows') {
        from += answer.rows.length;
        yield answer.rows;
      }
      if (answer.kind !== 'gathered') this.#ask({ kind: 'rows', from });
    }
    return summary;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(question: DistilQuestion): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(question);
  }
}
