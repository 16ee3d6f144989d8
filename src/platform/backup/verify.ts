import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { ExplainedError } from '#platform/db/explained-error.ts';
import { isWhole, readArchive } from './archive.ts';
import { FORMAT, Head, HEAD_NAME, type Manifest, Tally, TALLY_NAME, readName } from './manifest.ts';

/**
 * Is this file a backup, whole and unchanged, with every row and file it says it has? Reads all of
 * it and touches nothing.
 *
 * @param report is told the part done, 0 to 1.
 * @throws ExplainedError `backup-missing`, `backup-damaged`, `backup-too-new`.
 */
export async function verifyBackup(
  file: string,
  report?: (done: number) => void,
): Promise<Manifest> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw missing(file, cause);
  });
  if (!(await isWhole(file, (bytes) => report?.(bytes / size / 2)))) {
    throw damaged(
      file,
      '内容与写入时不一致，或未传完整',
      'it is not as it was written, or cut short',
    );
  }
  try {
    return await countAll(file, size, (bytes) => report?.(0.5 + bytes / size / 2));
  } catch (cause) {
    if (cause instanceof ExplainedError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw damaged(file, why, why, cause);
  }
}

async function countAll(
  file: string,
  size: number,
  report: (bytes: number) => void,
): Promise<Manifest> {
  const tables = new Map<string, Counted>();
  const files = new Counted();
  let head: Head | undefined;
  let tally: Tally | undefined;
  for await (const entry of readArchive(file, size, report)) {
    if (entry.name === HEAD_NAME) head = readHead(file, await text(entry.body));
    else if (entry.name === TALLY_NAME) tally = Tally.parse(JSON.parse(await text(entry.body)));
    else {
      const known = readName(entry.name);
      if (known === undefined) throw new Error(`unexpected entry ${entry.name}`);
      if ('table' in known) {
        const counted = tables.get(known.table) ?? new Counted();
        tables.set(known.table, counted);
        for await (const chunk of entry.body) counted.add(chunk);
      } else {
        const one = createHash('sha256');
        for await (const chunk of entry.body) one.update(chunk);
        files.addFile(known.path, entry.size, one);
      }
    }
  }
  if (head === undefined || tally === undefined) throw new Error('the manifest is missing');
  insistEqual(tally, tables, files);
  return { ...head, tally };
}

class Counted {
  bytes = 0;
  count = 0;
  readonly #hash = createHash('sha256');

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
  }

  addFile(path: string, size: number, one: Hash): void {
    this.bytes += size;
    this.count += 1;
    this.#hash.update(`${path}\0${size}\0${one.digest('hex')}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

function insistEqual(tally: Tally, tables: Map<string, Counted>, files: Counted): void {
  for (const { name, bytes, sha256 } of tally.tables) {
    const counted = tables.get(name) ?? new Counted();
    tables.delete(name);
    if (counted.bytes !== bytes || counted.digest() !== sha256)
      throw new Error(`table ${name} does not match the manifest`);
  }
  if (tables.size > 0)
    throw new Error(`table ${[...tables.keys()].join(', ')} is not in the manifest`);
  const { count, bytes, sha256 } = tally.files;
  if (files.count !== count || files.bytes !== bytes || files.digest() !== sha256) {
    throw new Error('the evidence files do not match the manifest');
  }
}

function readHead(file: string, json: string): Head {
  const head = Head.parse(JSON.parse(json));
  if (head.format <= FORMAT) return head;
  throw new ExplainedError(
    'backup-too-new',
    `备份 ${file} 由更新的程序写成，请用不低于它的程序版本读取。`,
    `The backup ${file} was written by a newer program; use one at least as new.`,
  );
}

function missing(file: string, cause: unknown): ExplainedError {
  return new ExplainedError(
    'backup-missing',
    `找不到备份文件 ${file}。`,
    `There is no backup file ${file}.`,
    cause,
  );
}

function damaged(file: string, zh: string, en: string, cause?: unknown): ExplainedError {
  return new ExplainedError(
    'backup-damaged',
    `备份文件 ${file} 已损坏（${zh}），不能用于恢复，未改动任何数据。请换用另一份备份，或重新复制该文件。`,
    `The backup file ${file} is damaged (${en}) and cannot be restored; nothing was changed. Use another backup, or copy the file again.`,
    cause,
  );
}
