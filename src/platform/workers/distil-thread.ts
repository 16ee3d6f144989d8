import { Worker } from 'node:worker_threads';
import type { Statement } from '#domain/alike/statement.ts';
import type {
  AskedStatement,
  DecidedPairs,
  DistilAnswers,
  DistilledItem,
  DistilledLink,
  DistilledRow,
  DistilQuestion,
  DistilSummary,
  ToldPlace,
  ToldStatement,
} from './distil-messages.ts';

/** Megabytes of objects the thread may hold; 270,000 statements take about 200. */
const HEAP_MB = 512;
/** … and what it has just made: more would be taken for garbage that nobody clears away. */
const YOUNG_MB = 16;
/** Batches on their way to the thread: more would only pile up in memory. */
const AHEAD = 8;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The still in a thread of its own, so that 270,000 statements never hold up the event loop of the server:
 * `add` the statements in batches of some hundred; then either `distil` and read what came of it, or `index`
 * and `ask` what is like a new one. Every answer is fetched when it is wanted: many that came at once would be
 * unpacked without a pause.
 */
export class DistilThread implements AsyncDisposable {
  readonly #worker = new Worker(new URL('distil-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  readonly #waiting: Waiting[] = [];
  readonly #adding: Promise<undefined>[] = [];
  #failed: { readonly error: unknown } | undefined;

  constructor() {
    this.#worker.on('message', (answer: unknown) =>
      this.#waiting.shift()?.resolve(answer as never),
    );
    this.#worker.on('error', (error: unknown) => {
      this.#failed = { error };
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  /** Names known beforehand; to be told before the first statement. */
  async know(places: readonly ToldPlace[]): Promise<void> {
    if (places.length > 0) await this.#ask({ kind: 'places', places });
  }

  /** Hands over some hundred statements; wait for it before handing over more. */
  async add(statements: readonly Statement[]): Promise<void> {
    this.#adding.push(this.#ask({ kind: 'statements', statements }));
    if (this.#adding.length >= AHEAD) await this.#adding.shift();
  }

  /** What was decided before; to be told before distilling, some thousand pairs at a time. */
  async decide(decided: DecidedPairs): Promise<void> {
    await this.#ask({ kind: 'decided', decided });
  }

  /** Makes what was added ready for `ask` and `tell`; pairs are not sought among it. */
  async index(): Promise<void> {
    await this.#ask({ kind: 'index' });
  }

  /** Distils what was added, on top of what was decided. Throws what the thread died of. */
  distil(): Promise<DistilSummary> {
    return this.#ask({ kind: 'distil' });
  }

  /** The statements in the order they were added, each with its family and instance. */
  rows(): AsyncGenerator<readonly DistilledRow[]> {
    return this.#batches('rows');
  }

  /** The links to draw, the surest first. */
  links(): AsyncGenerator<readonly DistilledLink[]> {
    return this.#batches('links');
  }

  /** The groups for the queue: what a person should judge, and what the rules linked. */
  items(): AsyncGenerator<readonly DistilledItem[]> {
    return this.#batches('items');
  }

  /** What was told like this; nothing is stored. */
  ask(statement: Omit<Statement, 'id'>, most: number): Promise<readonly AskedStatement[]> {
    return this.#ask({ kind: 'ask', statement, most });
  }

  /** One more statement, to be found by those who ask later; tells what is like it. Told twice it is the same. */
  tell(statement: Statement): Promise<ToldStatement> {
    return this.#ask({ kind: 'tell', statement });
  }

  /** Lets the process end while the thread only waits to be asked. */
  unref(): void {
    this.#worker.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  async *#batches<K extends 'rows' | 'links' | 'items'>(kind: K): AsyncGenerator<DistilAnswers[K]> {
    for (let from = 0; ;) {
      const batch: DistilAnswers[K] = await this.#ask({ kind, from });
      if (batch.length === 0) return;
      from += batch.length;
      yield batch;
    }
  }

  #ask<K extends DistilQuestion['kind']>(
    question: Extract<DistilQuestion, { kind: K }> | { kind: K; from: number },
  ): Promise<DistilAnswers[K]> {
    const failed = this.#failed;
    if (failed !== undefined) return Promise.reject(failed.error);
    // Each answer is awaited by itself: raced against one long promise of failure it would never be let go.
    const { promise, resolve, reject } = Promise.withResolvers<DistilAnswers[K]>();
    this.#waiting.push({ resolve, reject });
    this.#worker.postMessage(question);
    return promise;
  }
}
