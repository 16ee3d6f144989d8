import CFB from 'cfb';
import { oleKind } from '../sheets/sniff-format.ts';
import { UnreadableFile } from './unreadable-file.ts';

const MAGIC = 0xa5ec;
const ENCRYPTED = 0x100;
const TABLE_ONE = 0x200;
const COMPRESSED = 0x40000000;

/**
 * The text of a .doc or .wps (Word 97 and later, [MS-DOC]): the piece table of the main document,
 * fields replaced by their results, cells parted by tabs.
 */
export function docText(bytes: Buffer): string {
  const kind = oleKind(bytes);
  if (kind === 'encrypted') throw new UnreadableFile('encrypted');
  if (kind === 'workbook') throw new UnreadableFile('foreign', { kind: ' Excel 表格' });
  try {
    return plain(pieces(bytes));
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('damaged');
  }
}

function pieces(bytes: Buffer): string {
  const container = CFB.read(bytes, { type: 'buffer' });
  const stream = (name: string): Buffer => {
    const entry = CFB.find(container, name);
    if (entry === null) throw new UnreadableFile('damaged');
    return Buffer.from(entry.content);
  };
  const main = stream('/WordDocument');
  if (main.readUInt16LE(0) !== MAGIC) throw new UnreadableFile('damaged');
  const flags = main.readUInt16LE(0x0a);
  if ((flags & ENCRYPTED) !== 0) throw new UnreadableFile('encrypted');
  const table = stream((flags & TABLE_ONE) === 0 ? '/0Table' : '/1Table');
  const length = main.readInt32LE(0x4c);
  let at = main.readUInt32LE(0x01a2);
  const end = at + main.readUInt32LE(0x01a6);
  while (at < end && table[at] === 1) at += 3 + table.readUInt16LE(at + 1);
  if (table[at] !== 2) throw new UnreadableFile('damaged');
  const count = (table.readUInt32LE(at + 1) - 4) / 12;
  const base = at + 5;
  const out: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const from = table.readUInt32LE(base + 4 * i);
    const to = Math.min(table.readUInt32LE(base + 4 * i + 4), length);
    if (from >= length) break;
    const place = table.readUInt32LE(base + 4 * (count + 1) + 8 * i + 2);
    if ((place & COMPRESSED) === 0)
      out.push(main.toString('utf16le', place, place + 2 * (to - from)));
    else {
      const start = (place & ~COMPRESSED) / 2;
      out.push(new TextDecoder('windows-1252').decode(main.subarray(start, start + to - from)));
    }
  }
  return out.join('');
}

/** Fields are \x13 instruction \x14 result \x15, nested; cells end with \x07. */
function plain(text: string): string {
  const results: boolean[] = [];
  let out = '';
  for (const unit of text) {
    if (unit === '\x13') results.push(false);
    else if (unit === '\x14') results[results.length - 1] = true;
    else if (unit === '\x15') results.pop();
    else if (!results.includes(false)) out += unit;
  }
  return Array.from(out.replaceAll('\x07\x07', '\n'), visible).join('');
}

function visible(unit: string): string {
  if (unit === '\x07') return '\t';
  if (unit === '\r' || unit === '\x0b' || unit === '\x0c') return '\n';
  return unit >= ' ' || unit === '\n' || unit === '\t' ? unit : '';
}
