/** What an element holds: text, elements by name, or many of one name. `undefined` and null make it empty. */
export type XmlValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
// What XML 1.0 cannot hold, escaped or not: control characters, half surrogate pairs, two non-characters.
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const UNFIT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Write a document with one root. A list repeats its element: `{request: [a, b]}` is two `<request>`. */
export function writeXml(root: string, value: XmlValue): string {
  return DECLARATION + element(root, value);
}

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((one: XmlValue) => element(name, one)).join('');
  const inside = content(value);
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`;
}

function content(value: XmlValue): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => element(name, one))
      .join('');
  return escaped(String(value));
}

function escaped(text: string): string {
  return text
    .replaceAll(UNFIT, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;');
}
