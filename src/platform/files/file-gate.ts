import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '#domain/refusal.ts';
import { encodePicture, type PictureFormat } from './encode-picture.ts';
import { examineOffice } from './examine-office.ts';
import { ALLOWED, examinePdf, examineText } from './examine-plain.ts';
import { fileName } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { receiveFile, type SpooledFile, tooLarge } from './receive-file.ts';
import { recognise, type Recognised } from './recognise.ts';

/** A file that lies in the store (已存文件). */
export interface KeptFile {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A document with text in it, for the reader that looks for 秘密, 机密 and 绝密. */
export interface TextFile {
  readonly path: string;
  readonly mediaType: string;
  readonly name: string;
}

/** The one way in for files from outside (文件入口). */
export interface FileGate {
  readonly store: FileStore;
  /** Judge a body by its content, keep it, and say what it is; refuses with a sentence. */
  take(body: ReadableStream<Uint8Array> | null, sentName: string): Promise<KeptFile>;
  /** Remove what uploads of a killed process have left behind, older than an hour. */
  tidy(now: Date): Promise<number>;
}

export interface GateSettings {
  readonly store: FileStore;
  /** A folder of its own for files on their way in. */
  readonly spool: string;
  /** Does the document bear a secrecy mark? Asked before anything is kept. */
  readonly classified?: (file: TextFile) => Promise<boolean>;
  /** Bytes; 20 MB when not said. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 20_000_000;
/** A picture comes from the camera as it is, and is kept far smaller. */
const MAX_PICTURE_BYTES = 40_000_000;
/** Judging a file costs memory; so many at a time, so many waiting. */
const AT_ONCE = 2;
const MAX_WAITING = 50;
const ABANDONED_MS = 3_600_000;

/**
 * The one way in for files (佐证、文件): judged by content, pictures made anew without what the camera wrote, kept under
 * their digest.
 *
 * @throws Refusal `file-…`, `picture-…`, `classified-file`, and `busy` when too many wait to be judged.
 */
export function fileGate(settings: GateSettings): FileGate {
  const { store, spool, classified, maxBytes = MAX_BYTES } = settings;
  const turn = turnstile();
  const limitFor = (head: Buffer): number =>
    recognise(head).as === 'picture' ? MAX_PICTURE_BYTES : maxBytes;

  async function judge(file: SpooledFile, sentName: string, made: string): Promise<KeptFile> {
    const is = recognise(file.head);
    if (is.as === 'picture') return await keepPicture(store, file, is.format, sentName, made);
    if (file.bytes > maxBytes) throw tooLarge(sentName, maxBytes);
    const mediaType = await examine(is.as, file.path, sentName);
    const name = fileName(sentName, mediaType);
    if ((await classified?.({ path: file.path, mediaType, name })) === true)
      throw new Refusal('classified-file', { name });
    await store.put(file.sha256, file.path);
    return { sha256: file.sha256, name, mediaType, bytes: file.bytes };
  }

  return {
    store,
    async take(body, sentName) {
      const shown = fileName(sentName, '');
      if (body === null) throw new Refusal('file-empty', { name: shown });
      const file = await receiveFile(body, spool, shown, limitFor);
      const made = `${file.path}.made`;
      try {
        return await turn(() => judge(file, shown, made));
      } finally {
        await rm(file.path, { force: true });
        await rm(made, { force: true });
      }
    },
    tidy: (now) => tidy(spool, now),
  };
}

async function keepPicture(
  store: FileStore,
  file: SpooledFile,
  format: PictureFormat,
  sentName: string,
  made: string,
): Promise<KeptFile> {
  const { mediaType, bytes } = await encodePicture(file.path, made, format, sentName);
  const sha256 = await sumOf(made);
  await store.put(sha256, made);
  return { sha256, name: fileName(sentName, mediaType), mediaType, bytes };
}

async function examine(
  kind: Exclude<Recognised['as'], 'picture'>,
  path: string,
  name: string,
): Promise<string> {
  if (kind === 'pdf') return await examinePdf(path, name);
  if (kind === 'zip') return await examineOffice(path, name);
  if (kind === 'other') return await examineText(path, name);
  if (kind === 'old-office') throw new Refusal('file-old-office', { name });
  if (kind === 'archive') throw new Refusal('file-archive', { name });
  throw new Refusal('file-type', { name, allowed: ALLOWED });
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function turnstile(): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= AT_ONCE) {
      if (waiting.length >= MAX_WAITING) throw new Refusal('busy');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      inside += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes now can slip in before who waits.
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}

async function tidy(spool: string, now: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(spool).catch(() => [])) {
    const path = join(spool, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || now.getTime() - found.mtimeMs < ABANDONED_MS) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
