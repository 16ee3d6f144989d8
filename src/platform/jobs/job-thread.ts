import { Worker } from 'node:worker_threads';
import type { Lease } from './job-lease.ts';

/** What the thread is told: carry out this job, on a clock so far ahead of the machine's; or take a rest at its next batch. */
export type ThreadOrder =
  | { readonly lease: Lease; readonly leaseMs: number; readonly aheadMs: number }
  | 'stop';

/** What the thread tells: a line for the log, or that a job is over, with what it could not write down itself. */
export type ThreadWord =
  | { readonly log: object }
  | { readonly over: string; readonly bug: string | undefined };

interface ThreadSettings {
  /** What the thread runs: it calls `serveJobs`. */
  readonly script: URL;
  /** What the script is given to begin with. */
  readonly data: object;
  /** The kinds of long jobs that are carried out there. */
  readonly kinds: readonly string[];
  readonly now: () => Date;
  readonly log: (line: object) => void;
  /** So long it waits for another job before its memory is given back. */
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;

/**
 * Carries out heavy jobs in a thread of its own (作业线程), with its own connections and at a lower priority, so that
 * nobody who works at the ledger waits for a step of theirs. It starts with the first job. A job there holds a lease
 * like any other: should the thread die, the lease runs out and the job is taken again.
 */
export class JobThread {
  readonly #settings: ThreadSettings;
  readonly #waiting = new Map<string, { by: Worker; end(): void; fail(error: Error): void }>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  carriesOut(kind: string): boolean {
    return this.#settings.kinds.includes(kind);
  }

  /** Resolves when the job is over, however it ended. @throws what the thread died of. */
  async run(lease: Lease, leaseMs: number): Promise<void> {
    clearTimeout(this.#idle);
    const { now, idleMs = IDLE_MS } = this.#settings;
    const worker = (this.#worker ??= this.#start());
    const aheadMs = now().getTime() - Date.now();
    try {
      await new Promise<void>((end, fail) => {
        this.#waiting.set(lease.row.id, { by: worker, end, fail });
        worker.postMessage({ lease, leaseMs, aheadMs } satisfies ThreadOrder, []);
      });
    } finally {
      this.#waiting.delete(lease.row.id);
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => void this.end(), idleMs).unref();
    }
  }

  /** Let what runs come to its next batch and give its job back. */
  stop(): void {
    this.#worker?.postMessage('stop' satisfies ThreadOrder, []);
  }

  /** Give its memory and connections back; a job still on its way is taken again when its lease has run out. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    // At once, so that a job that comes meanwhile is not handed to a thread that is going.
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const { script, data, log } = this.#settings;
    const worker = new Worker(script, { workerData: data, execArgv: [] });
    worker.unref();
    worker.on('message', (word: ThreadWord) => {
      if ('log' in word) return log(word.log);
      const waiting = this.#waiting.get(word.over);
      if (word.bug === undefined) waiting?.end();
      else waiting?.fail(new Error(word.bug));
    });
    let cause: Error = new Error('the thread of jobs has ended');
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const waiting of this.#waiting.values()) if (waiting.by === worker) waiting.fail(cause);
    });
    return worker;
  }
}
