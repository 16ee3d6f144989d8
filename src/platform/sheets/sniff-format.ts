import type { FileHandle } from 'node:fs/promises';
import { SheetFault } from './sheet-fault.ts';
import type { ZipFile } from './zip-file.ts';

/** What a file's first bytes say it is; its name is never asked. */
export type Container = 'zip' | 'ole' | 'biff' | 'markup' | 'text';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** A sheet of Excel 2 to 4 without any container, as report programs of the nineties still write it. */
const BARE_BIFF = /^09(?:00|02|04)0[4-8]00/;
const FOREIGN: readonly (readonly [string, string])[] = [
  ['25504446', 'PDF'],
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['47494638', 'GIF'],
  ['52617221', 'RAR'],
  ['377abcaf', '7z'],
  ['1f8b', 'gzip'],
  ['7b5c727466', 'RTF'],
];

/**
 * What holds the sheet, by the first 4 kB.
 *
 * @throws SheetFault `empty-file`, or `not-a-sheet` with the kind of what it is instead.
 */
export async function sniffContainer(file: FileHandle): Promise<Container> {
  const head = Buffer.alloc(4096);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  if (bytesRead === 0) throw new SheetFault('empty-file');
  const start = head.subarray(0, bytesRead);
  const hex = start.toString('hex', 0, 8);
  if (/^504b0(?:304|506)/.test(hex)) return 'zip';
  if (start.subarray(0, 8).equals(OLE)) return 'ole';
  if (BARE_BIFF.test(hex)) return 'biff';
  const foreign = FOREIGN.find(([magic]) => hex.startsWith(magic));
  if (foreign !== undefined) throw new SheetFault('not-a-sheet', { kind: foreign[1] });
  // Many systems "export to Excel" a page or a 2003 XML file under the name .xls.
  const text = start.toString('latin1').replaceAll('\0', '').trimStart().toLowerCase();
  const isMarkup = /^(ï»¿|ÿþ|þÿ)?\s*<(\?xml|!doctype|html|head|meta|table|workbook|style|!--)/.test(
    text,
  );
  return isMarkup && /<(table|html|workbook|\w+:workbook)/.test(text) ? 'markup' : 'text';
}

/** What a zip package holds. */
export function packageKind(zip: ZipFile): 'xlsx' | 'whole' {
  const has = (name: string): boolean => zip.entries.has(name);
  if (has('xl/workbook.bin')) return 'whole';
  if (has('word/document.xml')) throw new SheetFault('not-a-sheet', { kind: 'Word' });
  if (has('ppt/presentation.xml')) throw new SheetFault('not-a-sheet', { kind: 'PowerPoint' });
  if (has('OFD.xml')) throw new SheetFault('not-a-sheet', { kind: 'OFD' });
  if (has('content.xml')) return 'whole';
  const isOffice = has('[Content_Types].xml') || has('_rels/.rels');
  if (!isOffice) throw new SheetFault('not-a-sheet', { kind: 'zip' });
  return 'xlsx';
}

/** Looks for a stream by name in an OLE2 file: its directory keeps names in UTF-16. */
export function oleKind(file: Buffer): 'workbook' | 'encrypted' | 'document' | 'other' {
  const has = (name: string): boolean => file.includes(Buffer.from(`${name}\0`, 'utf16le'));
  if (has('EncryptedPackage')) return 'encrypted';
  if (has('Workbook') || has('Book')) return 'workbook';
  return has('WordDocument') ? 'document' : 'other';
}
