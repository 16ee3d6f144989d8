import { Worker } from 'node:worker_threads';
import type { SentenceChange } from '#domain/document/diff.ts';
import type { ProposedCandidate, ProposedPassage } from '#domain/document/proposals.ts';
import type { FileText } from '../words/read-file.ts';
import { UnreadableFile } from '../words/unreadable-file.ts';
import { WARMING_TEXT } from './warming-text.ts';
import type { DocumentAnswer, DocumentQuestion, KeptReading } from './document-messages.ts';

/** Megabytes of objects the thread may hold: three million characters take about 600. */
const HEAP_MB = 1024;
/** What a file may unpack to beside them, which no limit of the thread counts: a picture of a page is some 30. */
const MOST_UNPACKED = 256_000_000;
const LOOK_EVERY_MS = 50;
/** A file that takes longer is refused with a sentence; the thread is ended and started anew. */
const LONGEST_MS = 120_000;
/** Patterns are compiled at their second use, loops later. */
const WARMING_ROUNDS = 4;

/**
 * Reads documents in a thread of its own (识读线程), so that no file ever holds up the event loop. The
 * thread starts with the first question, takes one at a time, and does not keep the process alive.
 */
export class DocumentReader {
  readonly #longestMs: number;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(longestMs = LONGEST_MS) {
    this.#longestMs = longestMs;
  }

  /** Read a made-up report, so that the rules are compiled before the first real one comes. */
  async warm(): Promise<void> {
    await this.read(WARMING_TEXT.repeat(WARMING_ROUNDS));
  }

  /** The text of a file. @throws UnreadableFile with a sentence for the person. */
  async file(path: string): Promise<FileText> {
    let found: FileText | undefined;
    await this.#ask({ ask: 'file', path }, (told) => {
      if (!('text' in told)) return false;
      found = told;
      return true;
    });
    if (found === undefined) throw new UnreadableFile('damaged');
    return found;
  }

  /** What the rules find in a text. */
  async read(raw: string): Promise<KeptReading> {
    const passages: ProposedPassage[] = [];
    const candidates: ProposedCandidate[] = [];
    let whole: KeptReading | undefined;
    await this.#ask({ ask: 'read', raw }, (told) => {
      if ('passages' in told) passages.push(...told.passages);
      if ('candidates' in told) candidates.push(...told.candidates);
      if (!('read' in told)) return false;
      whole = { ...told.read, passages, candidates };
      return true;
    });
    if (whole === undefined) throw new UnreadableFile('exhausted');
    return whole;
  }

  /** What became of each sentence between two versions. */
  async compare(before: readonly string[], after: readonly string[]): Promise<SentenceChange[]> {
    const changes: SentenceChange[] = [];
    await this.#ask({ ask: 'compare', before, after }, (told) => {
      if (!('changes' in told)) return false;
      changes.push(...told.changes);
      return true;
    });
    return changes;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** Questions wait for each other; `take` says when the answer is whole. */
  async #ask(question: DocumentQuestion, take: (told: DocumentAnswer) => boolean): Promise<void> {
    const before = this.#last;
    const answered = (async () => {
      await before.catch(() => undefined);
      await this.#exchange(question, take);
    })();
    this.#last = answered;
    await answered;
  }

  async #exchange(
    question: DocumentQuestion,
    take: (told: DocumentAnswer) => boolean,
  ): Promise<void> {
    const worker = (this.#worker ??= this.#start());
    let [before, isOver] = [Infinity, false];
    await new Promise<void>((resolve, reject) => {
      const end = (fault?: Error): void => {
        clearTimeout(timer);
        clearInterval(looking);
        isOver = true;
        worker.off('message', hear).off('error', died).off('exit', left);
        worker.unref();
        if (fault === undefined) resolve();
        else reject(fault);
      };
      const give = (): void => {
        this.#worker = undefined;
        void worker.terminate();
        end(new UnreadableFile('exhausted'));
      };
      const hear = (told: DocumentAnswer): void => {
        if ('unreadable' in told) end(new UnreadableFile(told.unreadable, told.details));
        else if ('bug' in told) end(new Error(told.bug));
        else if (take(told)) end();
      };
      const died = (error: Error & { code?: string }): void => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
          give();
          return;
        }
        this.#worker = undefined;
        end(error);
      };
      const left = (): void => {
        give();
      };
      const timer = setTimeout(give, this.#longestMs);
      // A few bytes of a page unpack to as many as one likes (压缩炸弹), step by step and in one go.
      const looking = setInterval(() => {
        worker.getHeapStatistics().then(
          ({ external_memory: held }) => {
            before = Math.min(before, held);
            if (!isOver && held - before > MOST_UNPACKED) give();
          },
          () => undefined,
        );
      }, LOOK_EVERY_MS);
      // While somebody waits for it, it counts as work of the process.
      worker.ref();
      worker.on('message', hear).on('error', died).on('exit', left);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(question);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('document-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    return worker;
  }
}
