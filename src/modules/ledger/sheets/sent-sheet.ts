import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Refusal } from '#domain/refusal.ts';
import { receiveFile } from '#platform/files/receive-file.ts';
import { langOf } from '#platform/http-problem.ts';
import { faultSentence, SheetFault } from '#platform/sheets/sheet-fault.ts';
import { SHEET_FILE } from './local-file.ts';

/** A sheet that came with a request, while the request lasts. */
export interface SentSheet {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Do something with the sheet that a request brings, at most so many bytes; it is gone afterwards.
 *
 * @throws Refusal `file-too-large`, `sheet-unreadable` with the reason in the caller's language.
 */
export async function withSentSheet<T>(
  request: Request,
  name: string,
  most: number,
  work: (sheet: SentSheet) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-sent-'));
  try {
    const file = await receiveFile(request.body ?? Readable.from([]), folder, name, () => most);
    // A text file has one sheet, named after the file: the same name each time it is read.
    const path = join(folder, SHEET_FILE);
    await rename(file.path, path);
    return await readable(name, request, () => work({ path, sha256: file.sha256 }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is wrong with a sheet, as a sentence for whoever brought it. */
export async function readable<T>(
  name: string,
  request: Request,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    const why = faultSentence(error, langOf(request));
    throw new Refusal('sheet-unreadable', { name, why });
  }
}
