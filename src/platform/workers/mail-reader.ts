import { Worker } from 'node:worker_threads';
import { Refusal } from '#domain/refusal.ts';

export interface MailQuestion {
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

const HEAP_MB = 512;
const LONGEST_MS = 15_000;
const MAX_WAITING = 20;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads one e-mail in a thread of its own (邮件线程), one after the other: anybody may write to the city, and a letter
 * of two megabytes of empty lines or nested tags would hold up everybody else for as long as it is read.
 *
 * @throws Refusal `mail-unreadable`, also when it takes too long; `busy` when too many wait
 */
export async function readMail(
  question: MailQuestion,
  longestMs = LONGEST_MS,
): Promise<MailAnswer> {
  if (waiting >= MAX_WAITING) throw new Refusal('busy');
  waiting += 1;
  const before = last;
  const answered = (async () => {
    await before.catch(() => undefined);
    return await askThread(question, longestMs);
  })();
  last = answered;
  try {
    return await answered;
  } finally {
    waiting -= 1;
  }
}

async function askThread(question: MailQuestion, longestMs: number): Promise<MailAnswer> {
  const worker = new Worker(new URL('mail-worker.ts', import.meta.url), {
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<MailAnswer>((resolve, reject) => {
      const unreadable = (): void => reject(new Refusal('mail-unreadable'));
      timer = setTimeout(unreadable, longestMs);
      worker.once('message', resolve).once('error', unreadable).once('exit', unreadable);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
