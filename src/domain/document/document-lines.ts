import { isChrome } from './chrome.ts';
import { isSectionHead, numberedHeading } from './headings.ts';

/** A paragraph of normalised text. */
export interface Line {
  readonly start: number;
  readonly text: string;
  /** Marked as a heading of a page (## …), which may be of an article or of a section. */
  readonly isMarked: boolean;
  /** The title of another article in the same file. */
  readonly opensArticle: boolean;
}

const TITLE = /报告|讲话|意见|方案|规划|通知|要点|决定|计划|发言|总结|纲要/;

/** The paragraphs (段落) of normalised text, empty ones left out. */
export function documentLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const piece of text.split('\n')) {
    const lead = /^[\s#]*/u.exec(piece)?.[0] ?? '';
    const body = piece.slice(lead.length).trimEnd();
    const isMarked = /^#{1,2}[^#]/.test(piece.trimStart());
    if (body !== '')
      lines.push({ start: start + lead.length, text: body, isMarked, opensArticle: false });
    start += piece.length + 1;
  }
  const marksArticles = marksOnlyArticles(lines);
  return lines.map((line, at) =>
    (marksArticles && line.isMarked && at > 0) || isTitled(line, at, lines[at + 1]?.text ?? '')
      ? { ...line, opensArticle: true }
      : line,
  );
}

const LONGEST_TITLE = 60;

/**
 * A file that opens with a marked title and marks nothing but titles holds several articles. One marked
 * number or section (## 二、…, ## 今年重点工作), and the marks are sections of one.
 */
function marksOnlyArticles(lines: readonly Line[]): boolean {
  if (lines[0]?.isMarked !== true) return false;
  return lines.every(
    ({ text, isMarked }) =>
      !isMarked ||
      (text.length >= 4 &&
        text.length <= LONGEST_TITLE &&
        !/[。；：]$/.test(text) &&
        numberedHeading(text) === undefined &&
        !isSectionHead(text) &&
        !SECTION_WORDS.test(text)),
  );
}

const SECTION_WORDS =
  /^(?:前言|引言|背景|结语|附件|附录|总体要求|指导思想|基本原则|保障措施|组织实施)/;

const DATELINE = /^(?:时间|日期|发布时间|发布日期|来源|稿源)[：:]/;
/** The first lines of a file hold its own title. */
const OWN_TITLE_WITHIN = 12;

/** A short line without an end mark right above a dateline is the title of another article. */
function isTitled({ text, isMarked }: Line, at: number, next: string): boolean {
  return (
    at > (isMarked ? 0 : OWN_TITLE_WITHIN) &&
    DATELINE.test(next) &&
    text.length >= 6 &&
    text.length <= 46 &&
    !/[。！？；：:]$/.test(text) &&
    !isChrome(text) &&
    numberedHeading(text) === undefined
  );
}

/** The title (标题): of the first lines the one that names a kind of document, else the first. */
export function titleOf(lines: readonly Line[]): string {
  const head = lines
    .slice(0, 12)
    .filter((line) => line.text.length <= 60 && !/[。！；]$/.test(line.text));
  return (head.find((line) => TITLE.test(line.text)) ?? head[0])?.text ?? '';
}
