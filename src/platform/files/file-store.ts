/** Where the bytes of files lie (文件库), named by nothing but the SHA-256 of their content. */
export interface FileStore {
  /** Keep the file at `path`. A second time only makes it young again, so that no sweep takes it. */
  put(sha256: string, path: string): Promise<void>;
  /** The content, or undefined when nothing is kept under this sum. */
  open(sha256: string): Promise<ReadableStream<Uint8Array> | undefined>;
  head(sha256: string): Promise<StoredFile | undefined>;
  remove(sha256: string): Promise<void>;
  list(): AsyncIterable<StoredFile>;
}

export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  /** When it was last put. */
  readonly putAt: Date;
}

/** `ab/cd/abcd…`: no folder grows beyond what a file system lists well. Throws on anything but a SHA-256. */
export function placeOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not a SHA-256 in lower-case hex');
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
