import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

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
    const feeding = pipeline(
      Readable.from(counted(part.text, sum), { objectMode: false }),
      deflate,
    );
    feeding.catch(() => undefined);
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      sum.packed += chunk.length;
      yield chunk;
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

async function* counted(
  text: Iterable<string> | AsyncIterable<string>,
  sum: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece);
    sum.crc = crc32(bytes, sum.crc);
    sum.size += bytes.length;
    yield bytes;
  }
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
