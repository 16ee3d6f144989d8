import { UnreadableFile } from './unreadable-file.ts';

const PROBE = 200_000;

/**
 * Bytes to text: byte order mark, else UTF-8 if it decodes without a fault, else GB18030. The mark itself
 * is kept as U+FEFF so that offsets are those of the file as given.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be', bytes);
  if (isUtf8(bytes)) return decode('utf-8', bytes);
  const text = decode('gb18030', bytes);
  if (faults(text) > Math.min(text.length, PROBE) * 0.02 + 1) throw new UnreadableFile('encoding');
  return text;
}

/** The encoding a page declares in its own markup, if any. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return /charset\s*=\s*["']?\s*([\w-]+)/iu.exec(head)?.[1]?.toLowerCase();
}

/** Replacement, control and private-use characters: signs of a wrong encoding. */
function faults(text: string): number {
  let count = 0;
  for (let at = 0; at < Math.min(text.length, PROBE); at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 9 || unit === 0xfffd || (unit >= 0xe000 && unit <= 0xf8ff)) count += 1;
  }
  return count;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decode(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}
