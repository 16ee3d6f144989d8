import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '#domain/refusal.ts';

/** A file lying in the spool, not yet judged. */
export interface SpooledFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Its first bytes, at most 4096. */
  readonly head: Buffer;
}

const HEAD = 4096;

/**
 * Write a body to a new file in `spool` as it comes, hashing it, and stop at the limit that its first
 * bytes call for. The caller removes the file.
 */
export async function receiveFile(
  body: AsyncIterable<Uint8Array>,
  spool: string,
  name: string,
  limitFor: (head: Buffer) => number,
): Promise<SpooledFile> {
  await mkdir(spool, { recursive: true, mode: 0o700 });
  const path = join(spool, randomBytes(16).toString('hex'));
  const file = await open(path, 'wx', 0o600);
  try {
    return { path, ...(await write(body, file, name, limitFor)) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function write(
  body: AsyncIterable<Uint8Array>,
  file: FileHandle,
  name: string,
  limitFor: (head: Buffer) => number,
): Promise<Omit<SpooledFile, 'path'>> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of body) {
    if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    bytes += chunk.length;
    const limit = limitFor(head);
    if (bytes > limit) throw tooLarge(name, limit);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  if (bytes === 0) throw new Refusal('file-empty', { name });
  return { sha256: hash.digest('hex'), bytes, head };
}

/** The refusal of a file beyond `limit` bytes, which it says in megabytes, rounded up to a tenth. */
export function tooLarge(name: string, limit: number): Refusal {
  return new Refusal('file-too-large', { name, limit: `${Math.ceil(limit / 1e5) / 10} MB` });
}
