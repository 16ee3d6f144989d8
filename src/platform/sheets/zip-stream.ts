import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

/** A part of the package to write: its text in pieces, made as they are asked for. */
export interface ZipPart {
  readonly name: string;
  readonly text: Iterable<string> | AsyncIterable<string>;
}

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

const VERSION = 20;
/** Sizes follow the data, and names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** Of a character of text, in UTF-8. */
const MOST_BYTES = 3;
/** 1 January 1980, so that the same rows give the same bytes. */
const DATE = 0x21;

/**
 * A zip package as a stream of bytes: nothing is kept but the directory, deflating runs on the thread
 * pool, and a slow reader slows the making of the text.
 */
export async function* zipStream(
  parts: Iterable<ZipPart> | AsyncIterable<ZipPart>,
  level: number,
): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const part of parts) {
    const at = offset;
    const name = Buffer.from(part.name);
    const head = Buffer.concat([localHeader(name), name]);
    offset += head.length;
    yield head;
    const deflate = createDeflateRaw({ level, chunkSize: 1 << 17 });
    const sum = { crc: 0, size: 0, packed: 0 };
    const feeding = feed(deflate, part.text, sum);
    // Whatever stops the text stops the reading below with the same error.
    feeding.catch((error: unknown) => deflate.destroy(error as Error));
    try {
      for await (const chunk of deflate as AsyncIterable<Buffer>) {
        sum.packed += chunk.length;
        yield chunk;
      }
    } finally {
      deflate.destroy();
    }
    await feeding;
    if (sum.size > 0xffff_ffff) throw new RangeError(`${part.name} is larger than 4 GiB`);
    const tail = descriptor(sum);
    offset += sum.packed + tail.length;
    yield tail;
    written.push({ name, at, ...sum });
  }
  yield directory(written, offset);
}

/**
 * The text of a part, in bytes, to the thread that deflates it: while it works on one buffer the other is filled, so
 * that two serve for a whole part. A new one for each piece costs as much again as putting the piece into bytes.
 */
async function feed(
  deflate: DeflateRaw,
  text: ZipPart['text'],
  sum: { crc: number; size: number },
): Promise<void> {
  let free = Buffer.alloc(0);
  let busy = Buffer.alloc(0);
  let taken = Promise.resolve();
  for await (const piece of text) {
    const most = piece.length * MOST_BYTES;
    if (free.length < most) free = Buffer.allocUnsafeSlow(most);
    const bytes = free.subarray(0, free.write(piece));
    sum.crc = crc32(bytes, sum.crc);
    sum.size += bytes.length;
    await taken;
    taken = taking(deflate, bytes);
    // It is asked how it ended when the next piece is there.
    taken.catch(() => undefined);
    [free, busy] = [busy, free];
  }
  await taken;
  deflate.end();
}

/** Until these bytes are deflated; one that is destroyed may never say so of what it was at. */
function taking(deflate: DeflateRaw, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = (): void => reject(new Error('nobody reads on'));
    deflate.once('close', stopped);
    deflate.write(bytes, (error) => {
      deflate.off('close', stopped);
      if (error) reject(error);
      else resolve();
    });
  });
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function descriptor(sum: { crc: number; packed: number; size: number }): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(sum.crc, 4);
  tail.writeUInt32LE(sum.packed, 8);
  tail.writeUInt32LE(sum.size, 12);
  return tail;
}

function directory(written: readonly Written[], at: number): Buffer {
  const entries = written.flatMap((entry) => [directoryEntry(entry), entry.name]);
  const bytes = entries.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...entries, end]);
}

function directoryEntry({ name, at, crc, packed, size }: Written): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(at, 42);
  return entry;
}
