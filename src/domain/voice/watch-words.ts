import { foldText } from '#domain/text/fold.ts';

/**
 * What a word on the list brings (词表): the voice waits for somebody to look (hold), the writer is asked
 * whether it is an accusation of a person's crime or breach of duty (accusation), or he is shown where help is
 * to be had at once (danger).
 */
export const WORD_CLASSES = ['hold', 'accusation', 'danger'] as const;
export type WordClass = (typeof WORD_CLASSES)[number];

export interface WatchWord {
  readonly word: string;
  readonly class: WordClass;
}

/** The list a city begins with; it is data and changed by its office. */
export const FIRST_WORDS: readonly WatchWord[] = [
  ...['贪污', '受贿', '行贿', '索贿', '贿赂', '收黑钱', '吃回扣', '挪用公款', '保护伞'].map(
    (word) => ({ word, class: 'accusation' as const }),
  ),
  ...['不想活', '自杀', '轻生', '跳楼', '正在着火', '煤气泄漏'].map((word) => ({
    word,
    class: 'danger' as const,
  })),
  ...['加微信', '代开发票', '刷单', '博彩', '办假证', '刻章办证', '贷款秒批'].map((word) => ({
    word,
    class: 'hold' as const,
  })),
];

/** The words of the list that stand in a text, whatever width, script or spaces it is written in. */
export function wordsIn(text: string, list: readonly WatchWord[]): WatchWord[] {
  const plain = foldText(text).replaceAll(/[\s\p{P}\p{S}]/gu, '');
  return list.filter((one) => plain.includes(foldedOf(one)));
}

const FOLDED = new WeakMap<WatchWord, string>();

/** A list is looked through at every voice: each of its words is folded once. */
function foldedOf(one: WatchWord): string {
  const known = FOLDED.get(one);
  if (known !== undefined) return known;
  const folded = foldText(one.word).replaceAll(/\s/g, '');
  FOLDED.set(one, folded);
  return folded;
}

/** Does a text say anything: a letter or a character, not only marks and pictures? */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
