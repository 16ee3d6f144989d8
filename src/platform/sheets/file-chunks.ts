import type { FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 18;

/** The bytes of a file from `start` up to `end` in order. The handle stays open and its owner's. */
export async function* fileChunks(
  file: FileHandle,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
    position += bytesRead;
  }
}
