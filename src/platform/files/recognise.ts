/** What the first bytes say a file is. Neither its name nor its declared type is asked. */
export type Recognised =
  | { readonly as: 'picture'; readonly format: 'jpeg' | 'png' | 'webp' | 'gif' | 'heif' }
  | { readonly as: 'pdf' | 'zip' | 'old-office' | 'archive' | 'program' | 'markup' | 'other' };

/** Beginnings at offset 0, in hex. */
const BEGINNINGS: readonly (readonly [string, Recognised])[] = [
  ['ffd8ff', { as: 'picture', format: 'jpeg' }],
  ['89504e470d0a1a0a', { as: 'picture', format: 'png' }],
  ['474946383761', { as: 'picture', format: 'gif' }],
  ['474946383961', { as: 'picture', format: 'gif' }],
  ['255044462d', { as: 'pdf' }],
  ['504b0304', { as: 'zip' }],
  ['504b0506', { as: 'archive' }],
  ['504b0708', { as: 'archive' }],
  ['d0cf11e0a1b11ae1', { as: 'old-office' }],
  ['52617221', { as: 'archive' }],
  ['377abcaf271c', { as: 'archive' }],
  ['1f8b', { as: 'archive' }],
  ['425a68', { as: 'archive' }],
  ['fd377a585a00', { as: 'archive' }],
  ['28b52ffd', { as: 'archive' }],
  ['4d534346', { as: 'archive' }],
  ['4d5a', { as: 'program' }],
  ['7f454c46', { as: 'program' }],
  ['cafebabe', { as: 'program' }],
  ['feedface', { as: 'program' }],
  ['feedfacf', { as: 'program' }],
  ['cefaedfe', { as: 'program' }],
  ['cffaedfe', { as: 'program' }],
  ['2321', { as: 'program' }],
  ['0061736d', { as: 'program' }],
  ['7b5c727466', { as: 'markup' }],
];

const HEIF_BRANDS = /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)$/;
const MARKUP =
  /^\s*(<\?xml|<!doctype|<!--|<(html|head|body|svg|script|iframe|style|img|meta|xsl|math)\b|mime-version:|@echo\b)/i;

/** @param head the first bytes of the file: 512 are enough, fewer recognise less (`ustar` stands at 257). */
export function recognise(head: Buffer): Recognised {
  const hex = head.subarray(0, 16).toString('hex');
  const found = BEGINNINGS.find(([beginning]) => hex.startsWith(beginning));
  if (found !== undefined) return found[1];
  if (hex.startsWith('52494646') && head.toString('latin1', 8, 12) === 'WEBP')
    return { as: 'picture', format: 'webp' };
  if (head.toString('latin1', 4, 8) === 'ftyp' && HEIF_BRANDS.test(head.toString('latin1', 8, 12)))
    return { as: 'picture', format: 'heif' };
  if (head.toString('latin1', 257, 262) === 'ustar') return { as: 'archive' };
  return hasMarkup(head) ? { as: 'markup' } : { as: 'other' };
}

/** Does it begin as a page, a drawing or a message that some program would run, in 8 or 16 bits a character? */
function hasMarkup(head: Buffer): boolean {
  const text = head
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '');
  return MARKUP.test(text);
}
