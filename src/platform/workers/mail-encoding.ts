/** Names of encodings written over letters, but for those whose bytes could not be taken for UTF-8 or GB18030. */
const LABEL =
  /(charset\s*=\s*["']?)(?!utf-?16|utf-7|big5|euc|iso-2022|shift|hz|koi8|ks_c)[\w.:-]{2,40}(?=["';\s])/giu;
/** What is left where bytes are in another encoding than was said: replacements, or accents side by side. */
const GARBLED = /\uFFFD|[\u0080-\u00FF]{2}/u;
const MISREAD = /\uFFFD|[\u0080-\u00FF]/gu;
const HAN = /\p{Script=Han}/gu;

interface Read {
  readonly subject: string;
  readonly text: string;
}

/**
 * A letter read in the encoding it is written in. What it says of that is often wrong, and many say nothing: as for
 * files (`decode-text.ts`) UTF-8 counts where it decodes without a fault, else what is said, else GB18030.
 */
export async function asWritten<T extends Read>(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  if (isDoubtful(bytes)) {
    const found = await read(labelled(bytes, 'utf-8'));
    if (isSound(found)) return found;
  }
  const said = await read(bytes);
  if (isSound(said)) return said;
  let best = said;
  for (const other of readings(bytes)) {
    const found = await read(other);
    if (isSound(found)) return found;
    if (worth(found) > worth(best)) best = found;
  }
  return best;
}

function isSound({ subject, text }: Read): boolean {
  return !GARBLED.test(subject) && !GARBLED.test(text);
}

/** Bytes above ASCII that are UTF-8 without a fault, in a letter that says it is in something else. */
function isDoubtful(bytes: Uint8Array): boolean {
  const text = latin1(bytes);
  return /[\u0080-\u00FF]/u.test(text) && /charset\s*=\s*["']?gb/iu.test(text) && isUtf8(bytes);
}

/** Byte by byte a character. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function labelled(bytes: Uint8Array, label: string): Uint8Array {
  return Buffer.from(latin1(bytes).replaceAll(LABEL, `$1${label}`), 'latin1');
}

function* readings(bytes: Uint8Array): Generator<Uint8Array> {
  yield labelled(bytes, 'utf-8');
  yield labelled(bytes, 'gb18030');
  // Neither said nor in a transfer encoding: the bytes themselves, headers among them.
  if (!isUtf8(bytes)) {
    const whole = new TextDecoder('gb18030').decode(bytes);
    yield new TextEncoder().encode(whole.replaceAll(LABEL, '$1utf-8'));
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A garbled character costs more than any that are read right bring. */
function worth({ subject, text }: Read): number {
  const all = `${subject}\n${text}`;
  return (all.match(HAN) ?? []).length - 1000 * (all.match(MISREAD) ?? []).length;
}
