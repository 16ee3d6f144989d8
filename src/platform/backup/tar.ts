/**
 * The plain ustar container, so that a backup can be opened with everybody's `zstd -dc x | tar x`
 * should this program be gone. Names of at most 100 bytes, plain files only.
 */
export interface TarEntry {
  readonly name: string;
  readonly size: number;
  /** The bytes; what is not read is skipped. */
  readonly body: AsyncIterable<Buffer>;
}

const BLOCK = 512;
const NAME_LIMIT = 100;

/** The header of one file. `mtime` in whole seconds. */
export function tarHeader(name: string, size: number, mtime: number): Buffer {
  const bytes = Buffer.from(name);
  if (bytes.length > NAME_LIMIT)
    throw new RangeError(`name longer than ${NAME_LIMIT} bytes: ${name}`);
  const header = Buffer.alloc(BLOCK);
  bytes.copy(header);
  header.write('0000600\0', 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  header.write(octal(size, 11), 124, 'latin1');
  header.write(octal(mtime, 11), 136, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.write(octal(checksum(header), 6), 148, 'latin1');
  header.write('\0 ', 154, 'latin1');
  return header;
}

/** Zeros up to the next block after a file of this size. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends an archive: two empty blocks. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

/**
 * The files of a tar, one after the other; each body must be read before asking for the next.
 *
 * @throws Error when a header is not one or the end is missing.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new ByteQueue(source);
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const said = Number.parseInt(header.toString('latin1', 148, 154), 8);
    if (said !== checksum(header)) throw new Error('a file header is damaged');
    const end = header.indexOf(0);
    const name = header.toString('utf8', 0, end === -1 ? NAME_LIMIT : Math.min(end, NAME_LIMIT));
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
    const body = bytes.upTo(size);
    yield { name, size, body };
    for await (const rest of body) void rest;
    await bytes.take(tarPadding(size).length);
  }
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** The sum of the header's bytes, with its own field counted as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 32;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}

/** Bytes of a stream, taken in the portions the reader wants. */
class ByteQueue {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *upTo(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (this.#held.length === 0) {
        const next = await this.#source.next();
        if (next.done === true) throw new Error('the file ends too early');
        this.#held = next.value;
      }
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
