import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { Refusal } from '#domain/refusal.ts';

interface MailQuestion {
  readonly bytes: Uint8Array;
  /** So many pictures at most come along. */
  readonly pictures: number;
}

/** A letter as it was read. */
export interface MailAnswer {
  readonly subject: string;
  readonly text: string;
  readonly messageId: string | undefined;
  /** Who sent it, for the vault alone. */
  readonly name: string;
  readonly address: string;
  readonly pictures: readonly Uint8Array[];
  /** How many attachments it had, pictures among them. */
  readonly attachments: number;
}

const HEAP_MB = 256;
const LONGEST_MS = 15_000;
/** An honest letter is read in a fraction of it. */
const PATIENCE_MS = 1500;
const MOST_ASIDE = 2;
const MAX_WAITING = 20;
/** No answer is longer than the longest letter and what is said of it. */
const MOST_TOLD = 30_000_000;

/** How long a letter may be read at most, and for how long the next one waits for it. */
interface Patience {
  readonly longestMs?: number;
  readonly patienceMs?: number;
}

let waiting = 0;
/** Letters that take longer than the next one waits for, and are read on beside it; the longest first. */
const aside: Reading[] = [];
let turn: Promise<unknown> = Promise.resolve();

/**
 * Reads one e-mail in a process of its own (邮件进程), one after the other: anybody may write to the city, and a letter
 * of two megabytes of empty lines or nested tags would hold up everybody else for as long as it is read. A thread is
 * not enough: its heap is limited, but when V8 runs into that limit inside one long step it ends the whole process,
 * and a letter of ten megabytes of `<` took the house down.
 *
 * The next letter waits for it no longer than `patienceMs`: one that takes longer is read on aside, behind everything
 * else the machine has to do. Of those there are few at once: for one more, the one that was read the longest is given
 * back, to be handed in again later.
 *
 * @throws Refusal `mail-unreadable`, also when it takes too long; `busy` when too many wait or take long
 */
export async function readMail(
  question: MailQuestion,
  { longestMs = LONGEST_MS, patienceMs = PATIENCE_MS }: Patience = {},
): Promise<MailAnswer> {
  if (waiting >= MAX_WAITING) throw new Refusal('busy');
  waiting += 1;
  const before = turn;
  const { promise: passedOn, resolve: passOn } = Promise.withResolvers<void>();
  turn = passedOn;
  await before;
  const reading = new Reading(question, longestMs);
  const late = setTimeout(() => {
    reading.stepAside();
    passOn();
  }, patienceMs);
  try {
    return await reading.answer();
  } finally {
    waiting -= 1;
    clearTimeout(late);
    if (aside.includes(reading)) aside.splice(aside.indexOf(reading), 1);
    passOn();
  }
}

/** One letter in its process. It is given the letter and nothing else: not the address of the database, nor any key. */
class Reading {
  readonly #child: ChildProcess;
  readonly #told: Buffer[] = [];
  readonly #code: Promise<number | null>;
  #isGivenBack = false;

  constructor({ bytes, pictures }: MailQuestion, longestMs: number) {
    const program = fileURLToPath(new URL('mail-worker.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, program, String(pictures)],
      { env: {}, stdio: ['pipe', 'pipe', 'ignore'], timeout: longestMs, killSignal: 'SIGKILL' },
    );
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_TOLD) child.kill('SIGKILL');
      else this.#told.push(chunk);
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined).end(bytes);
    this.#code = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null)).once('close', resolve);
    });
    this.#child = child;
  }

  async answer(): Promise<MailAnswer> {
    const code = await this.#code;
    if (this.#isGivenBack) throw new Refusal('busy');
    if (code !== 0) throw new Refusal('mail-unreadable');
    return deserialize(Buffer.concat(this.#told)) as MailAnswer;
  }

  /** From now on behind everything else; no more than a few at once. */
  stepAside(): void {
    if (aside.push(this) > MOST_ASIDE) aside.shift()?.giveBack();
    try {
      setPriority(this.#child.pid ?? -1, constants.priority.PRIORITY_LOW);
    } catch {
      // It has just ended.
    }
  }

  giveBack(): void {
    this.#isGivenBack = this.#child.kill('SIGKILL');
  }
}
