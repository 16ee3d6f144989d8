/** One field of a form: what was typed into it, or a file. */
export interface Part {
  readonly name: string;
  readonly content: Buffer;
  /** What the file is called that was chosen for it; nothing where words are typed. */
  readonly file: string | undefined;
}

/** The longest form of ours has a few hundred. */
const MOST_FIELDS = 2000;
/** What stands above one part: its name and the name of a file. */
const MOST_HEAD = 4000;
/** RFC 2046 §5.1.1 */
const MOST_BOUNDARY = 70;

/**
 * The fields of a form as a browser sends it, or nothing where it is none. What it costs is counted before it is
 * done: a million fields of no length in one form hold up the whole house for seconds in a reader that takes them all.
 */
export function partsOf(bytes: Buffer, type: string): readonly Part[] | undefined {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return pairsOf(bytes);
  const [, quoted, bare] =
    /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? [];
  const boundary = quoted ?? bare ?? '';
  if (boundary === '' || boundary.length > MOST_BOUNDARY) return undefined;
  const parts: Part[] = [];
  const [first, next] = [Buffer.from(`--${boundary}`), Buffer.from(`\r\n--${boundary}`)];
  let at = bytes.subarray(0, first.length).equals(first) ? first.length : -1;
  while (at >= 0 && parts.length <= MOST_FIELDS) {
    // The last is followed by two dashes.
    if (bytes.subarray(at, at + 2).toString('latin1') === '--') return parts;
    const above = bytes.subarray(at, at + MOST_HEAD).indexOf('\r\n\r\n');
    if (above < 0) return undefined;
    const begins = at + above + 4;
    const ends = bytes.indexOf(next, begins);
    if (ends < 0) return undefined;
    const head = bytes.subarray(at, at + above).toString('utf8');
    const name = /\r\ncontent-disposition:\s*form-data;(?:[^\r\n]*?;)?\s*name="([^"\r\n]*)"/i.exec(
      head,
    )?.[1];
    if (name === undefined) return undefined;
    const file = /;\s*filename="([^"\r\n]*)"/i.exec(head)?.[1]?.replaceAll('%22', '"');
    parts.push({ name, content: bytes.subarray(begins, ends), file });
    at = ends + next.length;
  }
  return undefined;
}

function pairsOf(bytes: Buffer): readonly Part[] | undefined {
  let fields = 1;
  for (let at = bytes.indexOf('&'); at >= 0; at = bytes.indexOf('&', at + 1))
    if ((fields += 1) > MOST_FIELDS) return undefined;
  return [...new URLSearchParams(bytes.toString('utf8'))].map(([name, text]) => ({
    name,
    content: Buffer.from(text),
    file: undefined,
  }));
}
