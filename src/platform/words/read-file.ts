import { open, readFile, stat } from 'node:fs/promises';
import { secrecyMark } from '#domain/document/secrecy.ts';
import { SheetFault } from '../sheets/sheet-fault.ts';
import { SHEET_LIMITS } from '../sheets/sheet-limits.ts';
import { openZip } from '../sheets/zip-file.ts';
import { decodeText } from './decode-text.ts';
import { docText } from './doc-text.ts';
import { docxText } from './docx-text.ts';
import { htmlText } from './html-text.ts';
import { ofdText } from './ofd-text.ts';
import { pdfText } from './pdf-text.ts';
import { UnreadableFile } from './unreadable-file.ts';

export { UnreadableFile } from './unreadable-file.ts';

export type DocumentFormat = 'docx' | 'doc' | 'pdf' | 'ofd' | 'html' | 'txt';

/** The text of a file, as given for a text file, as drawn out of the others. */
export interface FileText {
  readonly text: string;
  readonly format: DocumentFormat;
}

const MB = 1_000_000;
const MAX_BYTES = 40 * MB;
const MAX_CHARACTERS = 3 * MB;
const LIMITS = {
  ...SHEET_LIMITS,
  fileBytes: MAX_BYTES,
  unpackedBytes: 200 * MB,
  ratio: 150,
  ratioFrom: 4 * MB,
};
const PICTURES: readonly (readonly [string, string])[] = [
  ['89504e47', ' PNG 图片'],
  ['ffd8ff', ' JPEG 图片'],
  ['47494638', ' GIF 图片'],
  ['49492a00', ' TIFF 图片'],
  ['52617221', ' RAR 压缩包'],
  ['377abcaf', ' 7z 压缩包'],
  ['1f8b', ' gzip 压缩包'],
  ['7b5c727466', ' RTF 文件'],
];

/**
 * Reads a file (.docx .doc .wps .pdf .ofd .html .txt) as text, judged by its content and never by its
 * name. Throws `UnreadableFile` with a sentence for the person: too large, empty, locked, scanned, cut,
 * of another kind, not Chinese, or marked as classified.
 */
export async function readTextFile(path: string): Promise<FileText> {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) throw new UnreadableFile('missing');
  if (size === 0) throw new UnreadableFile('empty');
  if (size > MAX_BYTES) throw new UnreadableFile('large', { limit: MAX_BYTES / MB });
  const found = await textOf(path);
  return checked(found);
}

async function textOf(path: string): Promise<FileText> {
  const bytes = await readFile(path);
  const head = bytes.subarray(0, 8).toString('hex');
  if (head.startsWith('504b0304') || head.startsWith('504b0506')) return packageText(path);
  if (head === 'd0cf11e0a1b11ae1') return { text: docText(bytes), format: 'doc' };
  if (head.startsWith('25504446')) return { text: await pdfText(bytes), format: 'pdf' };
  const other = PICTURES.find(([magic]) => head.startsWith(magic));
  if (other !== undefined) throw new UnreadableFile('foreign', { kind: other[1] });
  const start = bytes.subarray(0, 2048).toString('latin1').toLowerCase();
  if (/<(?:!doctype html|html|head|body|meta|div|p|table)[\s>]/u.test(start)) {
    return { text: await htmlText(bytes), format: 'html' };
  }
  return { text: decodeText(bytes), format: 'txt' };
}

async function packageText(path: string): Promise<FileText> {
  const file = await open(path, 'r');
  try {
    const zip = await openZip(file, LIMITS);
    if (zip.entries.has('word/document.xml')) return { text: await docxText(zip), format: 'docx' };
    if ([...zip.entries.keys()].some((name) => name.toLowerCase() === 'ofd.xml')) {
      return { text: await ofdText(zip), format: 'ofd' };
    }
    const kind = zip.entries.has('xl/workbook.xml') ? ' Excel 表格' : '压缩包';
    throw new UnreadableFile('foreign', { kind });
  } catch (error) {
    throw error instanceof SheetFault ? reasonOf(error) : error;
  } finally {
    await file.close();
  }
}

function reasonOf(fault: SheetFault): UnreadableFile {
  if (fault.code === 'encrypted') return new UnreadableFile('encrypted');
  const bomb = fault.code === 'expands-too-much' || fault.code === 'too-many-parts';
  return new UnreadableFile(bomb ? 'bomb' : 'damaged');
}

function checked(found: FileText): FileText {
  const { text, format } = found;
  const plain = text.replaceAll(/[\s\u200b\ufeff]+/gu, '');
  if (plain === '')
    throw new UnreadableFile(format === 'txt' || format === 'html' ? 'empty' : 'scanned');
  const mark = secrecyMark(text);
  if (mark !== undefined) throw new UnreadableFile('secret', { mark });
  if (text.length > MAX_CHARACTERS) {
    throw new UnreadableFile('long', { count: `${text.length} 字`, limit: `${MAX_CHARACTERS} 字` });
  }
  const han = [...plain.slice(0, 20_000).matchAll(/\p{Script=Han}/gu)].length;
  const length = Math.min(plain.length, 20_000);
  if (length > 200 && han < length * 0.1) throw new UnreadableFile('language');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const cells = lines.filter((line) => line.includes('\t')).length;
  if (format !== 'txt' && lines.length >= 8 && cells > lines.length * 0.9) {
    throw new UnreadableFile('table');
  }
  return found;
}
