import { documentDate, type DocumentDate } from './document-date.ts';
import { isChrome } from './chrome.ts';
import {
  COUNTED,
  hasPairedHeads,
  innerHeads,
  isHeadingLine,
  isRunInHead,
  numberedHeading,
} from './headings.ts';
import {
  isAnnexHead,
  isCommittingHead,
  ordersThroughout,
  partOfHeading,
  partOfOrder,
  turn,
  type Part,
} from './parts.ts';
import { splitSentences } from './split-sentences.ts';

/** A heading with its place in the normalised text. */
export interface Heading {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly level: 1 | 2 | 3;
}

/** A sentence with its place in the normalised text and the headings it stands under. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly part: Part;
  /** Index of its line among the lines of the document. */
  readonly paragraph: number;
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
  /** The years that the plan speaks of here (今后五年, 2026年); empty where nothing says. */
  readonly horizon: string;
  /** First or last sentence of its paragraph, and how many the paragraph has. */
  readonly position: number;
  readonly siblings: number;
}

export interface Outline {
  readonly title: string;
  readonly date: DocumentDate | undefined;
  readonly headings: readonly Heading[];
  readonly sentences: readonly Sentence[];
}

interface Line {
  readonly start: number;
  readonly text: string;
  /** Marked as a heading of a page (## …), which may be of an article or of a section. */
  readonly isMarked: boolean;
  /** The title of another article in the same file. */
  readonly opensArticle: boolean;
}

interface State {
  part: Part;
  mixed: boolean;
  section: string;
  subsection: string;
  heading: string;
  horizon: string;
  /** The heading stands on a line of its own and governs the lines below it. */
  ownLine: boolean;
  /** The annex of commitments one is in; empty elsewhere. */
  within: string;
  /** The subsection heading shares its line with its text: a headless paragraph below leaves it. */
  inlineSubsection: boolean;
  readonly year: number | undefined;
  /** The document orders throughout (工作要点, 方案). */
  readonly orders: boolean;
  /** Paragraphs are headed by paired sentences. */
  readonly pairedHeads: boolean;
}

const TITLE = /报告|讲话|意见|方案|规划|通知|要点|决定|计划|发言|总结|纲要/;
const HORIZON = /20[2-9]\d年|“十[四五六七]五”时期|[今未][后来]五年/g;
/** 今后五年的主要目标是：…: the sections after it are about those years. */
const GOALS_FOR =
  /(今年|20[2-9]\d年|“十[四五六七]五”时期|[今未][后来]五年)[^，。；]{0,24}(?:主要|预期|奋斗)?目标(?:任务)?(?:是|为)/;
const ASPECT_LEAD = /^([^，。；]{4,28}?)方面，/;

/** The outline (结构) of normalised text: title, headings, and every sentence under them. */
export function outline(text: string): Outline {
  const lines = linesOf(text).filter((line) => !isChrome(line.text));
  const date = documentDate(text);
  const title = titleOf(lines);
  const headings: Heading[] = [];
  const sentences: Sentence[] = [];
  const state: State = {
    part: 'front',
    mixed: false,
    section: '',
    subsection: '',
    heading: '',
    horizon: '',
    ownLine: false,
    within: '',
    inlineSubsection: false,
    year: date?.year,
    orders: ordersThroughout(title),
    // The plan fills the latter half; the review has its own way of heading paragraphs.
    pairedHeads: hasPairedHeads(
      lines
        .slice(Math.floor(lines.length / 2))
        .filter(({ text: line }) => numberedHeading(line) === undefined)
        .map(({ text: line }) => splitSentences(line, 0).map(([from, to]) => line.slice(from, to))),
    ),
  };
  lines.forEach((line, index) => {
    readLine(line, index, lines[index + 1]?.text ?? '', state, headings, sentences);
  });
  return { title, date, headings, sentences };
}

function linesOf(text: string): Line[] {
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
  return lines.map((line, at) =>
    isTitled(line, at, lines[at + 1]?.text ?? '') ? { ...line, opensArticle: true } : line,
  );
}

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

function titleOf(lines: readonly Line[]): string {
  const head = lines
    .slice(0, 12)
    .filter((line) => line.text.length <= 60 && !/[。！；]$/.test(line.text));
  return (head.find((line) => TITLE.test(line.text)) ?? head[0])?.text ?? '';
}

function readLine(
  line: Line,
  index: number,
  next: string,
  state: State,
  headings: Heading[],
  sentences: Sentence[],
): void {
  if (line.opensArticle) return enterArticle(line, state, headings);
  if (isAnnexHead(line.text)) return enterAnnex(line, state, headings);
  if (state.part === 'annex' && line.text.length <= 40 && !/[。；：:]/.test(line.text)) {
    if (isCommittingHead(line.text)) return enterAnnex(line, state, headings);
    state.section = line.text;
    return;
  }
  const found = state.part === 'annex' ? undefined : numberedHeading(line.text);
  let bodyAt = 0;
  if (found !== undefined) {
    const text = line.text.slice(0, found.length);
    headings.push({ start: line.start, end: line.start + found.length, text, level: found.level });
    enter(state, found.level, text);
    bodyAt = found.bodyAt;
    if (found.level === 2) state.inlineSubsection = bodyAt < line.text.length;
  } else if (
    state.part !== 'annex' &&
    index > 0 &&
    isHeadingLine(line.text) &&
    (next.length > 20 || (TIMED_HEAD.test(line.text) && next.length > 10))
  ) {
    const text = line.text.replace(/[。！？]$/, '');
    const level = isSectionHead(text) ? 1 : 3;
    headings.push({ start: line.start, end: line.start + text.length, text, level });
    enter(state, level, text);
    state.ownLine = true;
    return;
  } else if (!state.ownLine) {
    state.heading = '';
  }
  if (bodyAt >= line.text.length) return;
  if (state.mixed) state.part = turn(state.part, line.text.slice(bodyAt), state.year);
  readBody(line, index, bodyAt, state, headings, sentences);
}

/** Another article (同一文件中的另一篇): nothing of the one before holds in it. */
function enterArticle({ start, text }: Line, state: State, headings: Heading[]): void {
  headings.push({ start, end: start + text.length, text, level: 1 });
  const cleared = { section: '', subsection: '', heading: '', horizon: '', within: '' };
  Object.assign(state, {
    ...cleared,
    part: 'front',
    mixed: false,
    ownLine: false,
    inlineSubsection: false,
  });
}

/** An annex explains (名词解释) or commits (民生实事); what it commits to is a part of the plan. */
function enterAnnex({ start, text }: Line, state: State, headings: Heading[]): void {
  const commits = isCommittingHead(text);
  if (commits) headings.push({ start, end: start + text.length, text, level: 1 });
  const cleared = { section: text, subsection: '', heading: '', mixed: false, ownLine: false };
  Object.assign(state, {
    ...cleared,
    part: commits ? 'plan' : 'annex',
    within: commits ? text : '',
  });
}

/** 过去一年工作情况, 今后五年的奋斗目标: a line that names a time and what of it is told. */
const TIMED_HEAD =
  /^(?:过去|今后|未来|今年|明年|20\d\d年|“十[三四五六七]五”|五年来|一年来).{0,24}(?:工作|情况|回顾|任务|目标|安排|部署|成就|要求|重点|打算)$/;

function isSectionHead(text: string): boolean {
  return (
    TIMED_HEAD.test(text) ||
    /(?:回顾|工作安排|主要任务|重点任务|重点工作|主要工作|工作任务|工作重点|目标任务|总体要求|工作建议|工作打算|工作部署|自身建设)$/.test(
      text,
    )
  );
}

function enter(state: State, level: 1 | 2 | 3, text: string): void {
  state.ownLine = level === 3;
  if (level === 3) {
    state.heading = text;
    return;
  }
  state.heading = '';
  if (level === 2) {
    state.subsection = text;
    return;
  }
  if (state.within !== '') {
    // The numbered items of a list of commitments stand under the name of the list.
    state.subsection = text;
    return;
  }
  const named = partOfHeading(text, state.part, state.year);
  const part = named === 'front' && state.orders ? partOfOrder(text) : named;
  state.mixed = part === 'mixed';
  if (part !== 'mixed') state.part = part;
  else if (state.part === 'front') state.part = 'review';
  state.section = text;
  state.subsection = '';
  if (state.part === 'plan' || state.mixed) {
    state.horizon = [...text.matchAll(HORIZON)].at(-1)?.[0] ?? state.horizon;
  }
}

function readBody(
  line: Line,
  paragraph: number,
  bodyAt: number,
  state: State,
  headings: Heading[],
  sentences: Sentence[],
): void {
  const pieces = splitSentences(line.text, bodyAt);
  const texts = pieces.map(([from, to]) => line.text.slice(from, to));
  const inner = bodyAt > 0 ? innerHeads(texts) : new Set<number>();
  if (
    bodyAt === 0 &&
    state.inlineSubsection &&
    state.heading === '' &&
    !opensWithHead(texts, state.pairedHeads) &&
    !/^(?:\d{1,2}[.、]|（\d)/.test(line.text)
  ) {
    state.subsection = '';
  }
  pieces.forEach(([from, to], position) => {
    const text = line.text.slice(from, to);
    const rest = line.text.slice(to);
    const start = line.start + from;
    const head =
      state.part === 'plan' &&
      (inner.has(position) ||
        (((position === 0 && bodyAt === 0) || COUNTED.test(text)) &&
          isRunInHead(text, rest, state.pairedHeads)));
    if (head) {
      state.heading = text.slice(0, -1);
      headings.push({ start, end: start + text.length - 1, text: state.heading, level: 3 });
      return;
    }
    if (state.part === 'plan') state.horizon = GOALS_FOR.exec(text)?.[1] ?? state.horizon;
    const aspect = ASPECT_LEAD.exec(text)?.[1];
    if (aspect !== undefined && state.part === 'plan' && position > 0) state.heading = aspect;
    sentences.push({
      start,
      end: line.start + to,
      text,
      part: state.part,
      paragraph,
      section: state.section,
      subsection: state.subsection,
      heading: state.heading,
      horizon: state.horizon,
      position,
      siblings: pieces.length,
    });
    if (
      state.part === 'plan' &&
      rest.startsWith('一是') &&
      !isRunInHead(nextSentence(rest), rest)
    ) {
      state.heading = listLead(text) ?? state.heading;
    }
  });
}

function opensWithHead(texts: readonly string[], paired: boolean): boolean {
  return isRunInHead(texts[0] ?? '', texts.slice(1).join(''), paired);
}

/** “今年办好十件实事。一是…”: the sentence before the run is the heading of its items. */
function listLead(text: string): string | undefined {
  return /实事|重点|以下|工作/.test(text) && text.length <= 40
    ? text.replace(/[。：:！]$/, '')
    : undefined;
}

function nextSentence(text: string): string {
  return /^[^。！？]*[。！？]?/.exec(text)?.[0] ?? '';
}
