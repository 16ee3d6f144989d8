import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SentenceChange } from '#domain/document/diff.ts';
import type { ProposedCandidate, ProposedPassage } from '#domain/document/proposals.ts';
import type { FileText } from '../words/read-file.ts';
import { UnreadableFile } from '../words/unreadable-file.ts';
import { WARMING_TEXT } from './warming-text.ts';
import type { DocumentAnswer, DocumentQuestion, KeptReading } from './document-messages.ts';

/** Megabytes of objects the process may hold: three million characters take about 600. */
const HEAP_MB = 1024;
/** And what is no object, the program itself and what a file unpacks to: a picture of a page is some 30. */
const BESIDE_MB = 400;
/** A file that takes longer is refused with a sentence; the process is ended and started anew. */
const LONGEST_MS = 120_000;
/** Patterns are compiled at their second use, loops later. */
const WARMING_ROUNDS = 4;

/**
 * Reads documents in a process of its own (识读进程), so that no file ever holds up the event loop nor ends the house:
 * a thread whose heap runs full inside one long step takes the whole process with it, as twenty megabytes of open
 * paragraphs did. It starts with the first question, takes one at a time, and does not keep us alive.
 */
export class DocumentReader {
  readonly #longestMs: number;
  readonly #heapMb: number;
  #child: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ longestMs = LONGEST_MS, heapMb = HEAP_MB } = {}) {
    this.#longestMs = longestMs;
    this.#heapMb = heapMb;
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
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await gone;
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
    // It may have ended between two questions: its guard looks at it then too.
    if (this.#child?.connected !== true) this.#child = start(this.#heapMb);
    const child = this.#child;
    await new Promise<void>((resolve, reject) => {
      const end = (fault?: Error): void => {
        clearTimeout(timer);
        child.off('message', hear).off('exit', left).off('error', failed);
        rest(child);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      const give = (fault: Error): void => {
        this.#child = undefined;
        child.kill('SIGKILL');
        end(fault);
      };
      const hear = (message: unknown): void => {
        const told = message as DocumentAnswer;
        if ('unreadable' in told) end(new UnreadableFile(told.unreadable, told.details));
        else if ('bug' in told) end(new Error(told.bug));
        else if (take(told)) end();
      };
      // Ended by a signal: by V8 or by its guard, for what it held.
      const left = (code: number | null): void => {
        give(
          code === null
            ? new UnreadableFile('exhausted')
            : new Error(`the reading process ended with ${code}`),
        );
      };
      // It could not be started, or what was asked did not reach it.
      const failed = (error: Error): void => {
        give(child.signalCode === null ? error : new UnreadableFile('exhausted'));
      };
      const timer = setTimeout(() => give(new UnreadableFile('exhausted')), this.#longestMs);
      // While somebody waits for it, it counts as work of ours.
      child.ref();
      child.channel?.ref();
      child.on('message', hear).on('exit', left).on('error', failed);
      child.send(question);
    });
  }
}

/** It is given files and texts and nothing else: not the address of the database, nor any key. */
function start(heapMb: number): ChildProcess {
  const child = fork(
    fileURLToPath(new URL('document-worker.ts', import.meta.url)),
    [String(heapMb + BESIDE_MB)],
    {
      execArgv: [`--max-old-space-size=${heapMb}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  rest(child);
  return child;
}

function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
