import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { fileChunks } from './file-chunks.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const MAX_DIRECTORY_BYTES = 16_000_000;

/**
 * A zip package read from its central directory: local headers and the order of entries are never
 * trusted. What the directory declares is held against the limits before a byte is unpacked, and what
 * really comes out is counted again, since a directory can lie.
 */
export interface ZipFile {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** The unpacked bytes of a part, checked against its CRC-32 when read to the end. */
  stream(name: string): AsyncGenerator<Buffer>;
  /** A small part as text; `undefined` when the package has no such part. */
  text(name: string): Promise<string | undefined>;
}

const MAX_TEXT_PART = 32_000_000;

/** Opens the package behind `file`, which stays the caller's to close. */
export async function openZip(file: FileHandle, limits: SheetLimits): Promise<ZipFile> {
  const { size } = await file.stat();
  const entries = await readDirectory(file, size, limits);
  refuseBombs(entries, size, limits);

  async function* stream(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (entry === undefined) throw new SheetFault('damaged', { part: name });
    yield* unpacked(file, entry, limits);
  }

  async function text(name: string): Promise<string | undefined> {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.size > MAX_TEXT_PART) throw new SheetFault('expands-too-much', { part: name });
    const chunks: Buffer[] = [];
    for await (const chunk of unpacked(file, entry, limits)) chunks.push(chunk);
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  }

  return { entries, stream, text };
}

async function readDirectory(
  file: FileHandle,
  size: number,
  limits: SheetLimits,
): Promise<Map<string, ZipEntry>> {
  const { count, bytes, at } = await findDirectory(file, size);
  if (count > limits.parts) throw new SheetFault('too-many-parts', { count, limit: limits.parts });
  if (bytes > MAX_DIRECTORY_BYTES || at + bytes > size) throw damaged();
  const directory = await readAt(file, at, bytes);
  const entries = new Map<string, ZipEntry>();
  let place = 0;
  for (let k = 0; k < count; k += 1) {
    if (place + 46 > bytes || directory.readUInt32LE(place) !== DIRECTORY_ENTRY) throw damaged();
    const [nameEnd, end] = entryEnds(directory, place);
    if (end > bytes) throw damaged();
    if ((directory.readUInt16LE(place + 8) & 1) === 1) throw new SheetFault('encrypted');
    const name = directory
      .toString('utf8', place + 46, nameEnd)
      .replaceAll('\\', '/')
      .replace(/^\//, '');
    entries.set(name, directoryEntry(directory, place, name));
    place = end;
  }
  return entries;
}

/** The end of an entry's name, and of the entry with its extra fields and comment. */
function entryEnds(directory: Buffer, place: number): [number, number] {
  const nameEnd = place + 46 + directory.readUInt16LE(place + 28);
  return [
    nameEnd,
    nameEnd + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32),
  ];
}

function directoryEntry(directory: Buffer, place: number, name: string): ZipEntry {
  const wide = zip64Fields(directory, place);
  const take = (offset: number): number => {
    const value = directory.readUInt32LE(place + offset);
    return value === 0xffffffff ? (wide.shift() ?? value) : value;
  };
  const size = take(24);
  const packed = take(20);
  const offset = take(42);
  const method = directory.readUInt16LE(place + 10);
  return { name, method, crc: directory.readUInt32LE(place + 16), packed, size, offset };
}

/** The 64-bit values of the zip64 extra field, in the order the 32-bit ones ask for them. */
function zip64Fields(directory: Buffer, place: number): number[] {
  const start = place + 46 + directory.readUInt16LE(place + 28);
  const end = start + directory.readUInt16LE(place + 30);
  for (let at = start; at + 4 <= end;) {
    const length = directory.readUInt16LE(at + 2);
    if (directory.readUInt16LE(at) === 1) {
      const fields: number[] = [];
      for (let field = at + 4; field + 8 <= Math.min(end, at + 4 + length); field += 8) {
        fields.push(Number(directory.readBigUInt64LE(field)));
      }
      return fields;
    }
    at += 4 + length;
  }
  return [];
}

async function findDirectory(
  file: FileHandle,
  size: number,
): Promise<{ count: number; bytes: number; at: number }> {
  const tailBytes = Math.min(size, 65_557);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  let end = tailBytes - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw damaged();
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const at = tail.readUInt32LE(end + 16);
  const locator = end - 20;
  const isWide = count === 0xffff || bytes === 0xffffffff || at === 0xffffffff;
  if (!isWide || locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) {
    return { count, bytes, at };
  }
  const wide = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
  return {
    count: Number(wide.readBigUInt64LE(32)),
    bytes: Number(wide.readBigUInt64LE(40)),
    at: Number(wide.readBigUInt64LE(48)),
  };
}

function refuseBombs(
  entries: ReadonlyMap<string, ZipEntry>,
  fileSize: number,
  limits: SheetLimits,
): void {
  let unpackedTotal = 0;
  let packedTotal = 0;
  for (const { name, size, packed } of entries.values()) {
    unpackedTotal += size;
    packedTotal += packed;
    if (size > limits.ratioFrom && size > packed * limits.ratio) {
      throw new SheetFault('expands-too-much', { part: name });
    }
  }
  // Parts that overlap (a quine, a "better zip bomb") declare more packed bytes than the file has.
  if (packedTotal > fileSize) throw damaged();
  if (unpackedTotal > limits.unpackedBytes) {
    throw new SheetFault('expands-too-much', { part: '*' });
  }
}

async function* unpacked(
  file: FileHandle,
  entry: ZipEntry,
  limits: SheetLimits,
): AsyncGenerator<Buffer> {
  const header = await readAt(file, entry.offset, 30);
  if (header.readUInt32LE(0) !== LOCAL_ENTRY) throw damaged(entry.name);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const cap = Math.max(
    limits.ratioFrom,
    Math.min(limits.unpackedBytes, entry.packed * limits.ratio),
  );
  let seen = 0;
  let crc = 0;
  for await (const chunk of rawOrInflated(file, entry, start)) {
    seen += chunk.length;
    if (seen > cap) throw new SheetFault('expands-too-much', { part: entry.name });
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== entry.crc) throw damaged(entry.name);
}

async function* rawOrInflated(
  file: FileHandle,
  entry: ZipEntry,
  start: number,
): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return;
  const raw = fileChunks(file, start, start + entry.packed);
  if (entry.method === 0) {
    yield* raw;
    return;
  }
  if (entry.method !== 8) throw damaged(entry.name);
  const inflate = createInflateRaw({ chunkSize: 1 << 18 });
  // Failures of either stream come out of `inflate`, where they are given their name.
  const feeding = pipeline(Readable.from(raw), inflate).catch(() => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof SheetFault ? error : damaged(entry.name);
  } finally {
    await feeding;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw damaged();
  return buffer;
}

function damaged(part = 'zip'): SheetFault {
  return new SheetFault('damaged', { part });
}
