import { open, readFile } from 'node:fs/promises';
import { Refusal } from '#domain/refusal.ts';
import { detectEncoding } from '../sheets/csv-encoding.ts';
import { SheetFault } from '../sheets/sheet-fault.ts';

/** What a file may be, as the sentence of a refusal names it. */
export const ALLOWED = 'JPG PNG WEBP GIF HEIC AVIF PDF DOCX XLSX TXT CSV';

const MARKUP_WITHIN = /<(script|html|svg|iframe|object|embed)[\s>/]/i;

/** A PDF that can be opened without a password and is whole. */
export async function examinePdf(path: string, name: string): Promise<string> {
  const text = (await readFile(path)).toString('latin1');
  if (!text.includes('%%EOF')) throw new Refusal('file-broken', { name, why: '%%EOF' });
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text)) throw new Refusal('file-encrypted', { name });
  if (/\/(JavaScript|Launch)\b/.test(text)) throw new Refusal('file-active', { name });
  return 'application/pdf';
}

/** Plain text or CSV in an encoding that can be told, without anything a browser would run. */
export async function examineText(path: string, name: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const encoding = await detectEncoding(file);
    const text = new TextDecoder(encoding).decode(await readFile(path));
    if (MARKUP_WITHIN.test(text)) throw new Refusal('file-type', { name, allowed: ALLOWED });
  } catch (error) {
    if (error instanceof SheetFault) throw new Refusal('file-type', { name, allowed: ALLOWED });
    throw error;
  } finally {
    await file.close();
  }
  return 'text/plain';
}
