import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refusal } from '#domain/refusal.ts';
import { detectEncoding } from '../sheets/csv-encoding.ts';
import { SheetFault } from '../sheets/sheet-fault.ts';

/** What a file may be, as the sentence of a refusal names it. */
export const ALLOWED = 'JPG PNG WEBP GIF HEIC AVIF PDF DOCX XLSX TXT CSV';

const PDF_SIGNS = {
  whole: /%%EOF/,
  encrypted: /\/Encrypt\s{0,20}(\d{1,10}\s{1,20}\d{1,5}\s{1,20}R|<<)/,
  active: /\/(JavaScript|Launch)\b/,
};
const TEXT_SIGNS = { markup: /<(script|html|svg|iframe|object|embed)[\s>/]/i };

/** A PDF that can be opened without a password and is whole. */
export async function examinePdf(path: string, name: string): Promise<string> {
  const found = await signsIn(path, PDF_SIGNS);
  if (!found.has('whole')) throw new Refusal('file-broken', { name });
  if (found.has('encrypted')) throw new Refusal('file-encrypted', { name });
  if (found.has('active')) throw new Refusal('file-active', { name });
  return 'application/pdf';
}

/** Plain text or CSV in an encoding that can be told, without anything a browser would run. */
export async function examineText(path: string, name: string): Promise<string> {
  const isText = await hasEncoding(path);
  if (!isText || (await signsIn(path, TEXT_SIGNS)).has('markup'))
    throw new Refusal('file-type', { name, allowed: ALLOWED });
  return 'text/plain';
}

async function hasEncoding(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    await detectEncoding(file);
    return true;
  } catch (error) {
    if (error instanceof SheetFault) return false;
    throw error;
  } finally {
    await file.close();
  }
}

/** Longer than any sign, so that one across two pieces is seen. */
const OVERLAP = 128;
const PIECE = 1 << 16;

/**
 * Which signs the bytes hold, read in small pieces so that other requests are not kept waiting. The
 * signs are ASCII, which every encoding we take writes as such, UTF-16 with zeroes between.
 */
async function signsIn<S extends string>(
  path: string,
  signs: Readonly<Record<S, RegExp>>,
): Promise<ReadonlySet<S>> {
  const found = new Set<S>();
  let carried = '';
  for await (const piece of createReadStream(path, {
    highWaterMark: PIECE,
  }) as AsyncIterable<Buffer>) {
    const text = carried + piece.toString('latin1').replaceAll('\0', '');
    for (const [name, sign] of Object.entries(signs) as [S, RegExp][])
      if (!found.has(name) && sign.test(text)) found.add(name);
    carried = text.slice(-OVERLAP);
  }
  return found;
}
