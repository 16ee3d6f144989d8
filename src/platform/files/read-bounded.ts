import { Refusal } from '#domain/refusal.ts';

/** Bodies that are held in memory at one moment may have so many bytes together. */
const MAX_AT_ONCE = 120_000_000;

let held = 0;

/**
 * A whole body in memory, at most `max` bytes: for what must be looked into before it is kept.
 *
 * @throws Refusal `file-empty`, `file-too-large`, or `busy` when too much is being read already.
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  max: number,
  name: string,
): Promise<Buffer<ArrayBuffer>> {
  if (body === null) throw new Refusal('file-empty', { name });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      held += chunk.length;
      if (size > max) throw new Refusal('file-too-large', { name, limit: `${max / 1e6} MB` });
      if (held > MAX_AT_ONCE) throw new Refusal('busy');
      chunks.push(chunk);
    }
  } finally {
    held -= size;
  }
  if (size === 0) throw new Refusal('file-empty', { name });
  return Buffer.concat(chunks);
}
