import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** Output of a command that is run by itself. */
export const TERMINAL: Output = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};

/** What makes a command stop with a sentence for the person at the keyboard, in both languages. */
export class BadInput extends Error {
  constructor(zh: string, en: string) {
    super(`${zh}　${en}`);
    this.name = 'BadInput';
  }
}

/** The objects of a file with one JSON object a line; empty lines are passed over. */
export async function readJsonLines(file: string): Promise<Record<string, unknown>[]> {
  const objects: Record<string, unknown>[] = [];
  let number = 0;
  for await (const line of createInterface({ input: await openText(file), crlfDelay: Infinity })) {
    number += 1;
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text !== '') objects.push(parsedLine(text, file, number));
  }
  return objects;
}

/** The first of `names` that holds text (or a number) in an object. */
export function textField(
  object: Record<string, unknown>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** The value after `--name`, or `undefined`. */
export function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? undefined : args[at + 1];
}

/** Runs a command body; bad input becomes a sentence and exit code 1. */
export async function withSentences(io: Output, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    io.err(error.message);
    return 1;
  }
}

async function openText(file: string): Promise<NodeJS.ReadableStream> {
  const stream = createReadStream(file, 'utf8');
  return new Promise((resolve, reject) => {
    stream.once('open', () => resolve(stream));
    stream.once('error', () => reject(new BadInput(`打不开文件 ${file}`, `cannot open ${file}`)));
  });
}

function parsedLine(text: string, file: string, line: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Falls through to the sentence, which names the line.
  }
  throw new BadInput(
    `${file} 第 ${line} 行不是一个 JSON 对象`,
    `${file} line ${line} is not a JSON object`,
  );
}
