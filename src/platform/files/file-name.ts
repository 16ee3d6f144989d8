const LONGEST = 200;
/** Control characters, and those that turn the direction of text or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** Endings that fit a kind of content; the first is added where none fits. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'text/plain': ['.txt', '.csv'],
};

/**
 * The name a file is kept and given back under: no folders, nothing invisible, at most 200 characters,
 * and an ending that tells the truth about the content.
 */
export function fileName(sent: string, mediaType: string): string {
  const last = sent.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(UNSEEN, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  const endings = ENDINGS[mediaType] ?? [];
  const has = endings.find((ending) => plain.toLowerCase().endsWith(ending));
  const ending = has === undefined ? (endings[0] ?? '') : plain.slice(-has.length);
  const isPicture = mediaType.startsWith('image/');
  const stem =
    has === undefined
      ? plain.replace(isPicture ? /\.(heic|heif|avif|gif|jpe?g|png|webp|bmp)$/i : /^$/, '')
      : plain.slice(0, -has.length);
  const short = cut(stem === '' ? '未命名' : stem, LONGEST - ending.length);
  return `${short}${ending}`;
}

/** At most `length` UTF-16 units, never half a character. */
function cut(text: string, length: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > length) break;
    kept += character;
  }
  return kept;
}
