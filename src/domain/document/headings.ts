/** 1 section 一、 · 2 subsection （一） · 3 numbered point 1. or run-in head. */
export type HeadingLevel = 1 | 2 | 3;

export interface HeadingFound {
  readonly level: HeadingLevel;
  /** Length of the heading within the line, its closing mark left out. */
  readonly length: number;
  /** Where the body begins in the line, when heading and body share it. */
  readonly bodyAt: number;
}

const LONGEST = 90;
const RUN_IN_LONGEST = 34;

const NUMBERED: readonly (readonly [RegExp, HeadingLevel])[] = [
  [/^[一二三四五六七八九十]{1,3}、/, 1],
  [/^第[一二三四五六七八九十]{1,3}(?:部分|篇|章)[ 、，:：]?/, 1],
  [/^第[一二三四五六七八九十]{1,3}节[ 、，:：]?/, 2],
  [/^（[一二三四五六七八九十]{1,3}）、?/, 2],
  [/^第[一二三四五六七八九十]{1,3}[，、]/, 2],
  [/^(?:\d{1,2}[.、．]|（\d{1,2}）|[①-⑳])(?!\d)/, 3],
];

/** 一是, 二要 …: an item of a counted run. */
export const COUNTED = /^(?:第?[一二三四五六七八九十]{1,3}(?:是要?|要)|——)/;
const NOT_A_HEAD =
  /必须.{0,6}。$|^在.{2,12}(?:基础上|同时|前提下)|^(?:我们|各位|同志们|今年|去年|过去|同时|当前|为此|要|必须|坚持.{11}|“?十[三四五六]五”?|全省上下|全市上下|\d+年|.{0,12}(?:是|要以).{0,30}。)|[：:？！]|\d+(?:\.\d+)?(?:[%万亿个项家座条处所亩户件台套名人次米]|公里)/;

/** The numbered heading a line starts with, if it starts with one. */
export function numberedHeading(line: string): HeadingFound | undefined {
  for (const [pattern, level] of NUMBERED) {
    const number = pattern.exec(line)?.[0];
    if (number === undefined) continue;
    const stop = line.search(/[。！？；]/);
    if (stop < 0) {
      return line.length <= LONGEST
        ? { level, length: line.length, bodyAt: line.length }
        : undefined;
    }
    if (stop <= LONGEST && (!isPoint(number) || isPointHead(line, number, stop))) {
      return { level, length: stop, bodyAt: stop + 1 };
    }
    return undefined;
  }
  return undefined;
}

/** 第一， and 1. number orders as well as heads; （一） and 一、 number heads only. */
function isPoint(number: string): boolean {
  return /\d|^第.{1,3}[，、]|[①-⑳]/.test(number);
}

/** A numbered point is a head when it is short, names no amount, and the text it heads follows. */
function isPointHead(line: string, number: string, stop: number): boolean {
  const head = line.slice(number.length, stop);
  const body = line.length - stop;
  const short = head.length <= 12 && !/[，、]/.test(head) && body >= 8;
  return head.length <= 60 && !/\d/.test(head) && (body >= 30 || short);
}

/** A short line without a closing mark, or a counted one of a single sentence: a heading of its own. */
export function isHeadingLine(line: string): boolean {
  if (line.length < 4 || line.length > 46) return false;
  if (/^[（(—〔]|〔20\d\d〕\d+号$/.test(line)) return false;
  if (/[。！？]$/.test(line)) {
    return COUNTED.test(line) && !/[。！？]./.test(line);
  }
  return !/[：:；，、]$/.test(line) && !/[。！？]/.test(line);
}

/** 过去一年工作情况, 今后五年的奋斗目标: a line that names a time and what of it is told. */
export const TIMED_HEAD =
  /^(?:过去|今后|未来|今年|明年|20\d\d年|“十[三四五六七]五”|五年来|一年来).{0,24}(?:工作|情况|回顾|任务|目标|安排|部署|成就|要求|重点|打算)$/;

/** Does this line head a section of a report though it has no number? */
export function isSectionHead(text: string): boolean {
  return (
    TIMED_HEAD.test(text) ||
    /(?:回顾|工作安排|主要任务|重点任务|重点工作|主要工作|工作任务|工作重点|目标任务|总体要求|工作建议|工作打算|工作部署|自身建设)$/.test(
      text,
    )
  );
}

const EMPHATIC =
  /^(?:大力|着力|因地制宜|加快|全力|深入|持续|积极|坚决|坚定|全面|高质量|统筹|稳步|切实|扎实)[^，；]{3,14}。$/;

/**
 * Heads inside a paragraph (段中小标题): short emphatic sentences, at least two, each before a long one.
 * Returns their positions among the sentences; a single one is an order like the others.
 */
export function innerHeads(sentences: readonly string[]): ReadonlySet<number> {
  const found = sentences.flatMap((sentence, at) =>
    EMPHATIC.test(sentence) && (sentences[at + 1] ?? '').length >= 30 ? [at] : [],
  );
  return new Set(found.length >= 2 ? found : []);
}

/**
 * A run-in head (段首小标题): the short first sentence that names what its paragraph orders. `sentence`
 * ends with 。 and `rest` is what follows it in the paragraph.
 */
export function isRunInHead(sentence: string, rest: string, paired = false): boolean {
  if (sentence.length < 5 || sentence.length > RUN_IN_LONGEST || rest.length < 16) return false;
  if (!sentence.endsWith('。') || COUNTED.test(rest)) return false;
  if (sentence.startsWith('——')) return !/\d/.test(sentence);
  if (COUNTED.test(sentence)) return !sentence.includes('，') && !/\d/.test(sentence);
  if (NOT_A_HEAD.test(sentence)) return false;
  return !sentence.includes('，') || (paired && isPairedHead(sentence));
}

/** 提振消费需求，激发内需活力。: two short halves without amounts. */
function isPairedHead(sentence: string): boolean {
  return /^[^，；\d]{4,14}，[^，；\d]{4,14}。$/.test(sentence);
}

const STYLE_FROM = 6;
const STYLE_SHARE = 0.6;

/**
 * Does this document head its paragraphs with paired sentences (提振消费需求，激发内需活力。)? A single such
 * sentence is an order like others; a run of them is a style. `paragraphs` are lists of sentences.
 */
export function hasPairedHeads(paragraphs: readonly (readonly string[])[]): boolean {
  const long = paragraphs.filter((sentences) => sentences.length >= 3);
  const paired = long.filter(
    ([first = '']) => isPairedHead(first) && !NOT_A_HEAD.test(first),
  ).length;
  return paired >= STYLE_FROM && paired >= long.length * STYLE_SHARE;
}
