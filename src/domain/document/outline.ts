import { documentLines, type Line, titleOf } from './document-lines.ts';
import { documentDate, type DocumentDate } from './document-date.ts';
import { isChrome } from './chrome.ts';
import {
  COUNTED,
  hasPairedHeads,
  innerHeads,
  isHeadingLine,
  isRunInHead,
  isSectionHead,
  numberedHeading,
  TIMED_HEAD,
} from './headings.ts';
import {
  isAnnexHead,
  isCommittingHead,
  isDocumentTitle,
  isRally,
  isSignOff,
  opensOrders,
  ordersThroughout,
  partOfHeading,
  partOfOrder,
  turn,
  type Part,
} from './parts.ts';
import { noteOf } from './responsibility.ts';
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
  /** Of a speech: what a figure is, only its own words tell. */
  readonly spoken: boolean;
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
  readonly spoken: boolean;
  /** Paragraphs are headed by paired sentences. */
  readonly pairedHeads: boolean;
}

const HORIZON = /20[2-9]\d年|“十[四五六七]五”时期|[今未][后来]五年/g;
/** 今后五年的主要目标是：…: the sections after it are about those years. */
const GOALS_FOR =
  /(今年|20[2-9]\d年|“十[四五六七]五”时期|[今未][后来]五年)[^，。；]{0,24}(?:主要|预期|奋斗)?目标(?:任务)?(?:是|为)/;
const ASPECT_LEAD = /^([^，。；]{4,28}?)方面，/;

/** The outline (结构) of normalised text: title, headings, and every sentence under them. */
export function outline(text: string): Outline {
  const lines = documentLines(text).filter((line) => !isChrome(line.text));
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
    spoken: isRally(title),
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
    !(state.section === '' && isDocumentTitle(line.text)) &&
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
  if (state.orders && state.section === '' && isDocumentTitle(line.text)) state.part = 'front';
  if (state.mixed) state.part = turn(state.part, line.text.slice(bodyAt), state.year);
  readBody(line, index, bodyAt, state, headings, sentences);
  if (state.orders && state.part === 'front' && opensOrders(line.text)) state.part = 'plan';
}

/** Another article (同一文件中的另一篇): nothing of the one before holds in it. */
function enterArticle({ start, text }: Line, state: State, headings: Heading[]): void {
  headings.push({ start, end: start + text.length, text, level: 1 });
  const cleared = { section: text, subsection: '', heading: '', horizon: '', within: '' };
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
  const isUntold = named === 'front' || (state.orders && named === state.part);
  const part = isUntold && state.orders ? partOfOrder(text) : named;
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
  const part = isSignOff(line.text) ? 'front' : state.part;
  const inner = bodyAt > 0 ? innerHeads(texts) : new Set<number>();
  if (
    bodyAt === 0 &&
    state.inlineSubsection &&
    state.heading === '' &&
    noteOf(line.text)?.start !== 0 &&
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
      part,
      spoken: state.spoken,
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
