/** Byte values of the few signs the scanners look for. */
export const LT = 0x3c;
export const GT = 0x3e;
export const SLASH = 0x2f;
export const QUOTE = 0x22;

/**
 * Where `byte` next stands in `[from, to)`, or -1. The scanners look a few bytes ahead, millions of times:
 * a loop is several times quicker there than the call into `Buffer.indexOf`.
 */
export function findByte(xml: Buffer, byte: number, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (xml[at] === byte) return at;
  return -1;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** XML text with its five entities and character references resolved; unknown entities stay as they are. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : '';
    },
  );
}

/**
 * The text of a cell from its XML: entities, then the `_xHHHH_` escapes of the format (ISO 29500
 * ST_Xstring), then one kind of line break.
 */
export function decodeCellText(xml: string): string {
  let text = unescapeXml(xml);
  if (text.includes('_x')) {
    text = text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/**
 * Calls `found` with the bytes of every `<t>` between `from` and `to` in turn: the runs of a rich text,
 * without the phonetic readings (`<rPh>`). `prefixLength` is that of the namespace prefix with its colon.
 * Stops at the end of the string (`</is>`, `</si>`) and returns where that tag begins, or `to`.
 */
export function eachTextRun(
  xml: Buffer,
  from: number,
  to: number,
  prefixLength: number,
  found: (start: number, end: number) => void,
): number {
  let phonetic = false;
  let at = findByte(xml, LT, from, to);
  while (at >= 0) {
    const close = findByte(xml, GT, at, to);
    if (close < 0) return to;
    const isEnd = xml[at + 1] === SLASH;
    const name = at + prefixLength + (isEnd ? 2 : 1);
    const first = xml[name];
    let next = close + 1;
    if (first === 0x74 && isNameEnd(xml[name + 1])) {
      if (!isEnd && !phonetic && xml[close - 1] !== SLASH) next = textEnd(xml, next, to, found);
    } else if (first === 0x72 && xml[name + 1] === 0x50 && xml[name + 2] === 0x68) {
      phonetic = !isEnd && xml[close - 1] !== SLASH && isNameEnd(xml[name + 3]);
    } else if (isEnd && (first === 0x69 || first === 0x73) && close === name + 2) return at;
    at = findByte(xml, LT, next, to);
  }
  return to;
}

/** Reports the text up to the next tag, a CDATA section counting as text. */
function textEnd(
  xml: Buffer,
  from: number,
  to: number,
  found: (start: number, end: number) => void,
): number {
  let at = from;
  for (;;) {
    const next = findByte(xml, LT, at, to);
    const end = next < 0 ? to : next;
    if (end > at) found(at, end);
    if (xml[end + 1] !== 0x21 || xml.toString('latin1', end, end + 9) !== '<![CDATA[') return end;
    const close = xml.indexOf(']]>', end + 9);
    if (close < 0 || close > to) return to;
    if (close > end + 9) found(end + 9, close);
    at = close + 3;
  }
}

/** Does this byte end the name of a tag? `undefined`, the end of the bytes, does not. */
export function isNameEnd(byte: number | undefined): boolean {
  return byte === GT || byte === 0x20 || byte === SLASH || byte === 0x0a || byte === 0x0d;
}

/** The value of an attribute in one tag's text, unescaped; `undefined` when it is not there. */
export function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : unescapeXml(value);
}

/** The tags of this local name in a small part, whatever their namespace prefix. */
export function tagsNamed(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])[^>]*>`, 'g'))].map(
    ([tag]) => tag,
  );
}
