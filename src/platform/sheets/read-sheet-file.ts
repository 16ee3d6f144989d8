import { open, type FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { openCsv } from './csv-reader.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import type { SheetReader } from './sheet-reader.ts';
import { oleKind, packageKind, sniffContainer } from './sniff-format.ts';
import { openXlsx } from './xlsx-reader.ts';
import { openZip, type ZipFile } from './zip-file.ts';

/** Opens a file by what it holds, in this thread; `open-sheet.ts` is the door for everyone else. */
export async function readSheetFile(path: string, limits: SheetLimits): Promise<SheetReader> {
  const file = await open(path, 'r');
  try {
    return await readerFor(file, path, limits);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readerFor(
  file: FileHandle,
  path: string,
  limits: SheetLimits,
): Promise<SheetReader> {
  const { size } = await file.stat();
  refuseSize(size, limits.fileBytes);
  const container = await sniffContainer(file);
  if (container === 'text') return openCsv(file, basename(path, extname(path)), limits);
  if (container === 'zip') {
    const zip = await openZip(file, limits);
    if (packageKind(zip) === 'xlsx') return openXlsx(file, zip, limits);
    await proveUnpackedSize(zip, limits);
  }
  return openHeldWhole(file, size, container, limits);
}

async function openHeldWhole(
  file: FileHandle,
  size: number,
  container: 'zip' | 'ole' | 'biff' | 'markup',
  limits: SheetLimits,
): Promise<SheetReader> {
  refuseSize(size, limits.wholeFileBytes);
  const content = Buffer.alloc(size);
  await file.read(content, 0, size, 0);
  if (container === 'ole') {
    const kind = oleKind(content);
    if (kind === 'encrypted') throw new SheetFault('encrypted');
    if (kind === 'document') throw new SheetFault('not-a-sheet', { kind: 'Word' });
    if (kind === 'other') throw new SheetFault('not-a-sheet', { kind: 'OLE' });
  }
  // Loaded only when an old format comes: the library is large and the common path needs none of it.
  const { openWholeFile } = await import('./whole-file-reader.ts');
  return openWholeFile(file, container === 'markup' ? markupText(content) : content, limits);
}

/** A page says its encoding itself; without a word it is UTF-8 if its bytes are, else GB18030. */
function markupText(content: Buffer): string {
  const head = content.toString('latin1', 0, 2048);
  const named = /(?:charset|encoding)\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]?.toLowerCase();
  const encodings = ['utf-8', ...(named === undefined ? [] : [named]), 'gb18030'];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding.startsWith('gb') ? 'gb18030' : encoding, {
        fatal: true,
      }).decode(content);
    } catch {
      // Not this one.
    }
  }
  throw new SheetFault('unknown-encoding');
}

/** The library believes the directory, so what really comes out is counted before it is called. */
async function proveUnpackedSize(zip: ZipFile, limits: SheetLimits): Promise<void> {
  let total = 0;
  for (const name of zip.entries.keys()) {
    for await (const chunk of zip.stream(name)) {
      total += chunk.length;
      if (total > limits.wholeUnpackedBytes) {
        throw new SheetFault('expands-too-much', { part: name });
      }
    }
  }
}

function refuseSize(size: number, limit: number): void {
  if (size <= limit) return;
  throw new SheetFault('file-too-large', {
    size: Math.ceil(size / 1_000_000),
    limit: Math.floor(limit / 1_000_000),
  });
}
