import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

/** What the maker of bytes is told: another piece is wanted; or nobody reads on. */
export type ByteWish = 'more' | 'stop';

/** What it tells: a piece, that this was the last, or why there are no more. */
export type ByteWord = { readonly bytes: Uint8Array } | 'end' | { readonly bug: string };

/** A new stream: what is wanted, and the way it goes. */
export interface ByteOrder {
  readonly order: unknown;
  readonly port: MessagePort;
}

interface ThreadSettings {
  /** What the thread runs: it calls `serveBytes`. */
  readonly script: URL;
  /** What the script is given to begin with. */
  readonly data: object;
  /** So long it waits for another order before its memory is given back. */
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;
/** Pieces made before they are asked for: a slow reader slows the making. */
const AHEAD = 4;

/**
 * Long streams of bytes made in a thread of their own (成文线程), so that nobody who works at the ledger waits while
 * a file is put together. It starts with the first order. Who stops reading stops the making.
 */
export class ByteThread {
  readonly #settings: ThreadSettings;
  readonly #open = new Set<MessagePort>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  /** The bytes of an order, as they are made. @throws what the making ended with, or what the thread died of. */
  async *bytes(order: object): AsyncGenerator<Uint8Array, void, undefined> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const { port1: port, port2: theirs } = new MessageChannel();
    const words = wordsOf(port, worker);
    this.#open.add(port);
    try {
      worker.postMessage({ order, port: theirs } satisfies ByteOrder, [theirs]);
      for (let n = 0; n < AHEAD; n += 1) port.postMessage('more' satisfies ByteWish, []);
      for (;;) {
        const word = await words.next();
        if (word === 'end') return;
        if ('bug' in word) throw new Error(word.bug);
        yield word.bytes;
        port.postMessage('more' satisfies ByteWish, []);
      }
    } finally {
      words.leave();
      port.postMessage('stop' satisfies ByteWish, []);
      port.close();
      this.#open.delete(port);
      if (this.#open.size === 0)
        this.#idle = setTimeout(() => void this.end(), this.#settings.idleMs ?? IDLE_MS).unref();
    }
  }

  /** Give its memory and connections back; what is still being read ends with an error. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    // At once, so that an order that comes meanwhile is not handed to a thread that is going.
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const { script, data } = this.#settings;
    const worker = new Worker(script, { workerData: data, execArgv: [] });
    worker.setMaxListeners(0);
    worker.unref();
    // Told to those who read; unheard when nobody does, it would end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** The words of one stream, one by one; when the thread dies, that. */
function wordsOf(port: MessagePort, worker: Worker): { next(): Promise<ByteWord>; leave(): void } {
  const come: ByteWord[] = [];
  let wake: (() => void) | undefined;
  const take = (word: ByteWord): void => {
    come.push(word);
    wake?.();
  };
  const died = (error: unknown): void => take({ bug: String(error) });
  const left = (): void => take({ bug: 'the thread that made the file has ended' });
  port.on('message', take);
  worker.on('error', died);
  worker.on('exit', left);
  return {
    async next() {
      for (;;) {
        const word = come.shift();
        if (word !== undefined) return word;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    leave() {
      worker.off('error', died);
      worker.off('exit', left);
    },
  };
}
