const HEAD_LINES = 14;
const MARK = /^(?:密级[：:]?)?(绝密|机密|秘密)(?:[★☆*].{0,12}|级)?$/;
const MARK_AND_TERM = /(?:^|[^\u4e00-\u9fff])(绝密|机密|秘密)\s*[★☆]/;

/**
 * The classification mark (密级标志) at the head of a document: 秘密, 机密 or 绝密 on a line of its own or
 * followed by ★ and the term (GB/T 9704). The mere word in a sentence is no mark.
 */
export function secrecyMark(text: string): '绝密' | '机密' | '秘密' | undefined {
  const lines = text
    .slice(0, 4000)
    .split(/\r?\n/)
    .map((line) => line.replace(/[\s\u3000\u200b\ufeff]+/g, ''))
    .filter((line) => line !== '')
    .slice(0, HEAD_LINES);
  for (const line of lines) {
    const mark =
      MARK.exec(line)?.[1] ?? (line.length <= 40 ? MARK_AND_TERM.exec(line)?.[1] : undefined);
    if (mark === '绝密' || mark === '机密' || mark === '秘密') return mark;
  }
  return undefined;
}
