import { Worker } from 'node:worker_threads';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { ownTurn } from '../own-turn.ts';
import { unpackRows, type PackedRows } from './packed-rows.ts';
import { SheetFault } from './sheet-fault.ts';
import { SHEET_LIMITS, type SheetLimits } from './sheet-limits.ts';
import type { SheetInfo, SheetOutline } from './sheet-reader.ts';
import type { SheetAnswer, SheetQuestion, SheetWorkerData } from './sheet-worker.ts';

/** A file of sheets opened for reading, its work done in a thread of its own. Close it after use. */
export interface SheetSource extends AsyncDisposable {
  readonly sheets: readonly SheetInfo[];
  /** Merged cells and hidden columns; costs one quick pass over the sheet. */
  outline(sheet: string): Promise<SheetOutline>;
  /** The rows that hold anything, in batches of a few hundred. One sheet at a time. */
  rows(sheet: string): AsyncGenerator<SheetRow[]>;
  close(): Promise<void>;
}

/**
 * Opens a sheet file by what it holds, whatever its name: .xlsx as a stream; .xls, .et, .ods, .xlsb and
 * pages named .xls held whole in a capped thread; CSV or TSV in UTF-8, UTF-16 or GB18030. Throws
 * `SheetFault` for everything a person can be told.
 */
export async function openSheets(
  path: string,
  limits: Partial<SheetLimits> = {},
): Promise<SheetSource> {
  const thread = new ReadingThread({ path, limits: { ...SHEET_LIMITS, ...limits } });
  try {
    const opened = await thread.ask({ ask: 'open' });
    return sourceOf(thread, 'sheets' in opened ? opened.sheets : []);
  } catch (error) {
    await thread.stop();
    throw error;
  }
}

function sourceOf(thread: ReadingThread, sheets: readonly SheetInfo[]): SheetSource {
  function indexOf(sheet: string): number {
    const index = sheets.findIndex(({ name }) => name === sheet);
    if (index >= 0) return index;
    const names = sheets.map(({ name }) => name).join('、');
    throw new SheetFault('sheet-not-found', { sheet, names });
  }

  async function* rows(sheet: string): AsyncGenerator<SheetRow[]> {
    const index = indexOf(sheet);
    let coming = thread.rows({ ask: 'rows', sheet: index, fresh: true });
    for (;;) {
      const packed = await coming;
      if (packed === undefined) return;
      // The thread reads the next batch while this one is worked on.
      coming = thread.rows({ ask: 'rows', sheet: index, fresh: false });
      coming.catch(() => undefined);
      // Messages already waiting are all handed over within one turn of the loop: let others have theirs.
      await ownTurn();
      yield unpackRows(packed);
    }
  }

  async function outline(sheet: string): Promise<SheetOutline> {
    const reply = await thread.ask({ ask: 'outline', sheet: indexOf(sheet) });
    if ('outline' in reply) return reply.outline;
    throw new Error('the reading thread did not answer with an outline');
  }

  const close = (): Promise<void> => thread.stop();
  return { sheets, outline, rows, close, [Symbol.asyncDispose]: close };
}

/** The thread that reads one file: questions are answered in order, and none waits for ever. */
class ReadingThread {
  readonly #worker: Worker;
  readonly #parseMs: number;
  readonly #waiting: {
    readonly resolve: (answer: SheetAnswer) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  #failure: Error | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(data: SheetWorkerData) {
    this.#parseMs = data.limits.parseMs;
    this.#worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: data.limits.heapMiB, maxYoungGenerationSizeMb: 32 },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (answer: SheetAnswer) => this.#settle(answer));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#fail(isMemory ? new SheetFault('too-heavy') : error);
    });
    this.#worker.on('exit', () => this.#fail(new Error('the reading thread has ended')));
    this.#worker.unref();
  }

  ask(question: SheetQuestion): Promise<SheetAnswer> {
    const turn = this.#last.then(() => this.#answer(question));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async rows(question: SheetQuestion): Promise<PackedRows | undefined> {
    const reply = await this.ask(question);
    return 'rows' in reply ? reply.rows : undefined;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #answer(question: SheetQuestion): Promise<SheetAnswer> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#worker.ref();
    const clock = setTimeout(() => {
      this.#fail(new SheetFault('too-heavy'));
      void this.#worker.terminate();
    }, this.#parseMs);
    try {
      return await new Promise<SheetAnswer>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#worker.postMessage(question, []);
      });
    } finally {
      clearTimeout(clock);
      this.#worker.unref();
    }
  }

  #settle(answer: SheetAnswer): void {
    const waiting = this.#waiting.shift();
    if ('fault' in answer) waiting?.reject(new SheetFault(answer.fault.code, answer.fault.details));
    else if ('bug' in answer) waiting?.reject(new Error(answer.bug));
    else waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
