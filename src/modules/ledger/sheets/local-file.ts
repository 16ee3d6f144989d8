import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#domain/refusal.ts';
import type { FileStore } from '#platform/files/file-store.ts';

/** What a stored sheet is called while it is read. */
export const SHEET_FILE = 'sheet';

/** Do something with a stored file as a file of this machine; the copy is removed afterwards. */
export async function withLocalFile<T>(
  store: FileStore,
  sha256: string,
  name: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const body = await store.open(sha256);
  if (body === undefined) throw new Refusal('not-found', { file: name });
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-sheet-'));
  try {
    const path = join(folder, SHEET_FILE);
    await pipeline(body, createWriteStream(path, { mode: 0o600 }));
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
