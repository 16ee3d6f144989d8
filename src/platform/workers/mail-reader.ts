import { spawn } from 'node:child_process';
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
const MAX_WAITING = 20;
/** No answer is longer than the longest letter and what is said of it. */
const MOST_TOLD = 30_000_000;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads one e-mail in a process of its own (邮件进程), one after the other: anybody may write to the city, and a letter
 * of two megabytes of empty lines or nested tags would hold up everybody else for as long as it is read. A thread is
 * not enough: its heap is limited, but when V8 runs into that limit inside one long step it ends the whole process,
 * and a letter of ten megabytes of `<` took the house down.
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
    return await askProcess(question, longestMs);
  })();
  last = answered;
  try {
    return await answered;
  } finally {
    waiting -= 1;
  }
}

/** It is given the letter and nothing else: not the address of the database, nor any key. */
async function askProcess(
  { bytes, pictures }: MailQuestion,
  longestMs: number,
): Promise<MailAnswer> {
  const program = fileURLToPath(new URL('mail-worker.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, program, String(pictures)],
    { env: {}, stdio: ['pipe', 'pipe', 'ignore'], timeout: longestMs, killSignal: 'SIGKILL' },
  );
  const told: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_TOLD) child.kill('SIGKILL');
    else told.push(chunk);
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined).end(bytes);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null)).once('close', resolve);
  });
  if (code !== 0) throw new Refusal('mail-unreadable');
  return deserialize(Buffer.concat(told)) as MailAnswer;
}
