import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { fileChunks } from './file-chunks.ts';
import { SheetFault } from './sheet-fault.ts';

/** Wrong characters allowed in a thousand: a damaged line must not cost the good ones. */
const TOLERATED = 1;

/**
 * The encoding of a text file: its byte order mark, else UTF-8 when every byte of the file agrees (a
 * sample can be all digits), else GB18030, which contains GBK and GB2312. Text that is neither is
 * refused rather than shown as rubbish.
 */
export async function detectEncoding(file: FileHandle): Promise<string> {
  const head = Buffer.alloc(4);
  await file.read(head, 0, 4, 0);
  const marked = byteOrderMark(head);
  if (marked !== undefined) return marked;
  // How many zero bytes stand at even and at odd places.
  const zeros: [number, number] = [0, 0];
  let at = 0;
  let isWide = false;
  let carried = Buffer.alloc(0);
  let isValid = true;
  const sample: Buffer[] = [];
  for await (const chunk of fileChunks(file)) {
    for (let place = chunk.indexOf(0); place >= 0; place = chunk.indexOf(0, place + 1))
      zeros[(at + place) % 2 === 0 ? 0 : 1] += 1;
    at += chunk.length;
    const whole: Buffer = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    const cut = lastCharacterStart(whole);
    const isPlain = isUtf8(whole.subarray(0, cut));
    isValid &&= isPlain;
    isWide ||= chunk.some((byte) => byte > 0x7f);
    if (!isPlain && sample.length < 4) sample.push(whole);
    carried = Buffer.from(whole.subarray(cut));
    if (carried.length > 4) isValid = false;
  }
  if (zeros[0] + zeros[1] > 0) return await wideEncoding(file, zeros);
  if (isValid && isUtf8(carried)) return 'utf-8';
  // What was carried stands in the last sample already; twice, it would break the pairs of a GB18030 text.
  const bytes = sample.length > 0 ? Buffer.concat(sample) : carried;
  const [best, wrong] = ['gb18030', 'utf-8']
    .map((encoding) => [encoding, wrongShare(bytes, encoding)] as const)
    .reduce((a, b) => (b[1] < a[1] ? b : a));
  if (wrong > TOLERATED / 100) throw new SheetFault('unknown-encoding');
  return best;
}

/**
 * Text with zero bytes is UTF-16 without its mark, as some systems write it: its commas and line ends have their zero
 * bytes all on one side. Anything else with zero bytes is no text.
 */
async function wideEncoding(
  file: FileHandle,
  [even, odd]: readonly [number, number],
): Promise<string> {
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const { size } = await file.stat();
  const isOneSided = Math.min(even, odd) * ONE_SIDED <= Math.max(even, odd);
  const wrong = wrongShare(head.subarray(0, bytesRead - (bytesRead % 2)), encoding);
  if (size % 2 !== 0 || !isOneSided || wrong > TOLERATED / 100)
    throw new SheetFault('unknown-encoding');
  return encoding;
}

const HEAD_BYTES = 65_536;
/** 一 and a few others have a zero byte on the other side. */
const ONE_SIDED = 3;

function byteOrderMark(head: Buffer): string | undefined {
  const hex = head.toString('hex');
  if (hex.startsWith('efbbbf')) return 'utf-8';
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  return hex === '84319533' ? 'gb18030' : undefined;
}

/** Where an unfinished UTF-8 character at the end begins, or the length. */
function lastCharacterStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function wrongShare(bytes: Buffer, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes);
  let wrong = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && code !== 9 && code !== 10 && code !== 13;
    const isPrivate = code >= 0xe000 && code <= 0xf8ff;
    if (code === 0xfffd || isControl || isPrivate || (code >= 0x80 && code < 0xa0)) wrong += 1;
  }
  return wrong / Math.max(1, text.length);
}
