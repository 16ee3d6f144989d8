import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { type TarEntry, readTar, tarEnd, tarHeader, tarPadding } from './tar.ts';

/**
 * The last 40 bytes: a zstd frame that every zstd reader skips, holding the SHA-256 of all bytes
 * before it. One pass over the raw file tells whether it is the file that was written.
 */
const FOOTER = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 32, 0, 0, 0]);
const FOOTER_LENGTH = FOOTER.length + 32;

/** A backup file being written: a zstd-compressed tar that appears under its name when it is whole. */
export class ArchiveWriter {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #input = new PassThrough({ highWaterMark: 1024 * 1024 });
  readonly #mtime: number;
  readonly #written: Promise<void>;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  private constructor(file: string, handle: FileHandle, now: Date) {
    this.#file = file;
    this.#handle = handle;
    this.#mtime = Math.floor(now.getTime() / 1000);
    const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    this.#written = pipeline(this.#input, compress, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await this.#append(chunk);
    });
    // Told to whoever writes next; without this a failure between two writes would end the process.
    this.#written.catch(() => undefined);
  }

  /** Readable by its owner only: it holds everything the database holds. */
  static async create(file: string, now: Date): Promise<ArchiveWriter> {
    return new ArchiveWriter(file, await open(partial(file), 'w', 0o600), now);
  }

  async addBytes(name: string, bytes: Buffer): Promise<void> {
    await this.#write(tarHeader(name, bytes.length, this.#mtime));
    await this.#write(bytes);
    await this.#write(tarPadding(bytes.length));
  }

  /** @throws Error when the stream does not give exactly `size` bytes. */
  async addStream(name: string, size: number, body: AsyncIterable<Buffer>): Promise<void> {
    await this.#write(tarHeader(name, size, this.#mtime));
    let seen = 0;
    for await (const chunk of body) {
      seen += chunk.length;
      await this.#write(chunk);
    }
    if (seen !== size) throw new Error(`${name} changed while it was being read`);
    await this.#write(tarPadding(size));
  }

  /** Finish, flush to disk, and give the file its name. @returns its size in bytes. */
  async finish(): Promise<number> {
    await this.#write(tarEnd());
    this.#input.end();
    await this.#written;
    await this.#append(Buffer.concat([FOOTER, this.#hash.copy().digest()]));
    await this.#handle.sync();
    await this.#handle.close();
    await rename(partial(this.#file), this.#file);
    await syncFolder(dirname(this.#file));
    return this.#bytes;
  }

  /** Give up: nothing is left behind. */
  async abandon(): Promise<void> {
    this.#input.destroy(new Error('given up'));
    await this.#written.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    await rm(partial(this.#file), { force: true });
  }

  async #append(chunk: Buffer): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await this.#handle.writeFile(chunk);
  }

  async #write(chunk: Buffer): Promise<void> {
    if (this.#input.destroyed) await this.#written;
    if (chunk.length === 0 || this.#input.write(chunk)) return;
    await Promise.race([this.#written, once(this.#input, 'drain')]);
  }
}

/** Is this, byte for byte, a backup file as it was written? `report` gets the bytes read. */
export async function isWhole(file: string, report?: (bytes: number) => void): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size <= FOOTER_LENGTH) return false;
    const footer = Buffer.alloc(FOOTER_LENGTH);
    await handle.read(footer, 0, FOOTER_LENGTH, size - FOOTER_LENGTH);
    if (!footer.subarray(0, FOOTER.length).equals(FOOTER)) return false;
    const hash = createHash('sha256');
    let seen = 0;
    const body = handle.createReadStream({
      start: 0,
      end: size - FOOTER_LENGTH - 1,
      autoClose: false,
      highWaterMark: 1024 * 1024,
    });
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk);
      report?.((seen += chunk.length));
    }
    return hash.digest().equals(footer.subarray(FOOTER.length));
  } finally {
    await handle.close();
  }
}

/** The files inside, in the order they were written. `report` gets the compressed bytes read. */
export async function* readArchive(
  file: string,
  size: number,
  report?: (bytes: number) => void,
): AsyncGenerator<TarEntry> {
  const raw = createReadStream(file, {
    start: 0,
    end: size - FOOTER_LENGTH - 1,
    highWaterMark: 256 * 1024,
  });
  const plain = createZstdDecompress();
  let seen = 0;
  raw.on('data', (chunk) => report?.((seen += chunk.length)));
  const done = pipeline(raw, plain);
  done.catch(() => undefined); // the reader below sees the same error
  try {
    yield* readTar(plain);
  } finally {
    await discard(raw, plain);
  }
}

async function discard(...streams: Readable[]): Promise<void> {
  for (const stream of streams) {
    stream.destroy();
    await finished(stream).catch(() => undefined);
  }
}

function partial(file: string): string {
  return `${file}.part`;
}

/** A rename lasts only when the folder has reached the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
