/** A place in a text where its writer, or somebody else, could be known by a number (个人信息). */
export interface Disclosed {
  readonly kind: 'phone' | 'landline' | 'id_card' | 'plate' | 'email';
  readonly from: number;
  readonly to: number;
}

/** Half and full width digits; between them a space or a dash, as people write numbers. */
const D = '[0-9０-９]';
const GAP = '[ \\u3000\\-－—]?';
const digits = (n: number): string => `(?:${D}${GAP}){${n - 1}}${D}`;
const PATTERNS: readonly (readonly [Disclosed['kind'], RegExp])[] = [
  ['id_card', new RegExp(`(?<!${D})${digits(17)}${GAP}[0-9０-９xXＸｘ](?!${D})`, 'g')],
  [
    'phone',
    new RegExp(`(?<!${D})(?:[+＋]?86${GAP})?[1１]${GAP}[3-9３-９]${GAP}${digits(9)}(?!${D})`, 'g'),
  ],
  ['landline', new RegExp(`(?<!${D})[0０]${D}{2,3}[-－—]${D}{7,8}(?!${D})`, 'g')],
  // Begun at the beginning of a run alone: a long one without an @ would be walked from each of its characters.
  ['email', /(?<![\w.+-])[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+/g],
  [
    'plate',
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}/g,
  ],
];

/** Phone and identity numbers, plates and mail addresses in a text, in their order, none overlapping. */
export function disclosedIn(text: string): Disclosed[] {
  const found: Disclosed[] = [];
  const taken = new Uint8Array(text.length);
  for (const [kind, pattern] of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (taken.subarray(from, to).includes(1)) continue;
      taken.fill(1, from, to);
      found.push({ kind, from, to });
    }
  return found.toSorted((a, b) => a.from - b.from);
}

/** The text with each of them replaced by the same four marks, whatever its length: 〔已隐去〕. */
export function masked(text: string): string {
  let at = 0;
  let out = '';
  for (const { from, to } of disclosedIn(text)) {
    out += `${text.slice(at, from)}〔已隐去〕`;
    at = to;
  }
  return out + text.slice(at);
}
