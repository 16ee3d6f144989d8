import type { Bound } from './bound.ts';
import type { CandidateKind, Doubt } from './candidate-life.ts';
import type { DocumentDate } from './document-date.ts';
import { gradeOf, scopeOf } from './grade.ts';
import { issuerOf } from './issuer.ts';
import type { NumericItem } from './items.ts';
import { rawSpan } from './normalise.ts';
import type { Part } from './parts.ts';
import { dueDate, periodOf } from './period.ts';
import type { Quantity } from './quantity.ts';
import type { DocumentReading } from './read-document.ts';
import { deadlineOf } from './task-words.ts';
import type { PlanSentence } from './tasks.ts';
import { taskTitle } from './task-title.ts';

/** A stretch of the raw text, in UTF-16 units. */
export interface RawSpan {
  readonly start: number;
  readonly end: number;
}

/** A sentence as it is kept (原文段). */
export interface ProposedPassage extends RawSpan {
  readonly part: Part;
  readonly paragraph: number;
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
  readonly proposed: 'task' | 'framing' | undefined;
  readonly reason: string | undefined;
}

export interface TaskProposal {
  readonly title: string;
  readonly measures: readonly string[];
  readonly deadlineWords?: string;
  readonly deadline?: { readonly kind: 'date'; readonly on: string };
  readonly recurrence?: string;
  readonly leadHint?: string;
  readonly coHints: readonly string[];
}

export interface FigureProposal {
  readonly metric: string;
  readonly kind: NumericItem['kind'];
  readonly op: NumericItem['op'];
  readonly value?: number;
  readonly max?: number;
  readonly members?: readonly number[];
  readonly unit: string;
  readonly withheld: boolean;
  readonly approximation?: string;
  readonly bound?: Bound;
  readonly base?: number;
  readonly basePeriod?: string;
  readonly relative?: { readonly side: 'above' | 'below'; readonly yardstick: string };
  readonly period?: string;
  readonly deadlineWords?: string;
  readonly due?: string;
  readonly scope?: string;
  readonly grade?: 'binding' | 'expected' | 'striven';
}

/** A candidate as the rules propose it (抽取候选). */
export interface ProposedCandidate extends RawSpan {
  readonly kind: CandidateKind;
  readonly passage: number;
  readonly quoteStart: number;
  readonly quoteEnd: number;
  readonly proposal: TaskProposal | FigureProposal;
  readonly doubts: readonly Doubt[];
}

/** A reading in offsets of the raw text, as rows to keep. */
export interface Proposals {
  readonly title: string;
  readonly organ: string;
  readonly no: string;
  /** Only a date that names its day. */
  readonly date: string | undefined;
  readonly headings: readonly (RawSpan & { readonly text: string; readonly level: number })[];
  readonly passages: readonly ProposedPassage[];
  readonly candidates: readonly ProposedCandidate[];
}

/** What a reading proposes, each with the raw words that prove it and what is doubtful about it. */
export function proposalsOf(reading: DocumentReading): Proposals {
  const { normal, title } = reading;
  const planOf = new Map(reading.tasks.map((task) => [task.sentence, task]));
  const passages = reading.sentences.map((sentence, at) => {
    const plan = planOf.get(at);
    return {
      ...rawSpan(normal, sentence.start, sentence.end),
      part: sentence.part,
      paragraph: sentence.paragraph,
      section: sentence.section,
      subsection: sentence.subsection,
      heading: sentence.heading,
      proposed: plan?.label,
      reason: plan?.reason,
    };
  });
  const tasks = reading.tasks.filter((task) => task.label === 'task');
  const candidates = [
    ...tasks.map((task) => taskCandidate(reading, task)),
    ...reading.items.map((item) => figureCandidate(reading, item)),
  ];
  return {
    title: title.replace(/^[—–-]+/, '').slice(0, 200),
    ...issuerOf(normal.text, title),
    date: isoDate(reading.date),
    headings: reading.headings.map(({ start, end, text, level }) => ({
      ...rawSpan(normal, start, end),
      text,
      level,
    })),
    passages,
    candidates: candidates.toSorted((a, b) => a.passage - b.passage || a.start - b.start),
  };
}

function isoDate(date: DocumentDate | undefined): string | undefined {
  if (date?.month === undefined || date.day === undefined) return undefined;
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${date.year}-${two(date.month)}-${two(date.day)}`;
  const parsed = new Date(day);
  const isReal = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  return isReal ? day : undefined;
}

/** Words to a last day, resolved against the document's date as an ISO day. */
export function dueOn(words: string | undefined, day: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  const [year, month, date] = (day ?? '').split('-').map(Number);
  if (year === undefined || year === 0) return dueDate(words, undefined);
  return dueDate(words, {
    year,
    ...(month === undefined ? {} : { month }),
    ...(date === undefined ? {} : { day: date }),
  });
}

function taskCandidate(reading: DocumentReading, task: PlanSentence): ProposedCandidate {
  const { normal, date } = reading;
  const span = rawSpan(normal, task.start, task.end);
  const text = normal.text.slice(task.start, task.end);
  const due = task.deadline === undefined ? undefined : dueDate(task.deadline, date);
  const measures = task.measures.map(([from, to]) => normal.text.slice(from, to));
  return {
    kind: 'task',
    passage: task.sentence,
    ...span,
    quoteStart: span.start,
    quoteEnd: span.end,
    proposal: {
      title: taskTitle(text),
      // One clause is the task itself, not a measure of it.
      measures: measures.length > 1 ? measures : [],
      ...(task.deadline === undefined ? {} : { deadlineWords: task.deadline }),
      ...(due === undefined ? {} : { deadline: { kind: 'date', on: due } }),
      ...(task.recurrence === undefined ? {} : { recurrence: task.recurrence }),
      ...(task.leadUnit === undefined ? {} : { leadHint: task.leadUnit }),
      coHints: task.coUnits,
    },
    doubts: [
      ...(task.subtype === 'goal' ? (['goal'] as const) : []),
      ...(isRepaired(reading, span) ? (['repaired'] as const) : []),
    ],
  };
}

function figureCandidate(reading: DocumentReading, item: NumericItem): ProposedCandidate {
  const { normal } = reading;
  const span = rawSpan(normal, item.start, item.end);
  const quote = rawSpan(normal, item.quoteStart, item.quoteEnd);
  const kind = item.kind === 'target' ? 'target' : 'figure';
  const proposal = figureProposal(reading, item);
  const doubts: Doubt[] = [];
  if (!item.sure) doubts.push('metric');
  if (proposal.withheld) doubts.push('withheld');
  if (kind === 'target' && proposal.period === undefined && proposal.due === undefined)
    doubts.push('no-period');
  if (isRepaired(reading, span)) doubts.push('repaired');
  return {
    kind,
    passage: item.sentence,
    ...span,
    quoteStart: Math.min(quote.start, span.start),
    quoteEnd: Math.max(quote.end, span.end),
    proposal,
    doubts,
  };
}

/** Operators that are a bound themselves. */
const SAYS_BOUND: ReadonlySet<NumericItem['op']> = new Set(['ge', 'ctrl_le', 'exceed', 'approach']);

function figureProposal(reading: DocumentReading, item: NumericItem): FigureProposal {
  const { normal, date } = reading;
  const { quantity, base, relative } = item;
  const sentence = reading.sentences[item.sentence];
  const clause = normal.text.slice(item.quoteStart, item.quoteEnd);
  const words = deadlineOf(clause) ?? deadlineOf(sentence?.text ?? '');
  const isTarget = item.kind === 'target';
  return dropUndefined({
    metric: item.metric,
    kind: item.kind,
    op: item.op,
    unit: quantity.unit,
    withheld: quantity.value === undefined,
    value: quantity.value,
    max: quantity.max,
    members: membersOf(quantity),
    approximation: quantity.approximation,
    bound: SAYS_BOUND.has(item.op) ? undefined : quantity.bound,
    base: base?.value,
    basePeriod: item.basePeriod,
    relative,
    period: sentence === undefined ? undefined : periodOf(item, sentence, date),
    deadlineWords: isTarget ? words : undefined,
    due: isTarget && words !== undefined ? dueDate(words, date) : undefined,
    scope: scopeOf(normal.text.slice(item.quoteStart, item.start)),
    grade: isTarget
      ? gradeOf(
          clause,
          normal.text.slice(sentence?.start ?? item.quoteStart, item.quoteStart),
          normal.text.slice(item.quoteEnd, sentence?.end ?? item.quoteEnd),
        )
      : undefined,
  });
}

function membersOf({ members }: Quantity): readonly number[] | undefined {
  return members !== undefined && members.length > 2 ? members : undefined;
}

function isRepaired({ normal }: DocumentReading, span: RawSpan): boolean {
  return normal.repairs.some((repair) => repair.start < span.end && repair.end > span.start);
}

type Defined<T> = { [F in keyof T]: Exclude<T[F], undefined> };

/** Without the fields that say nothing, so that what is kept holds only what was read. */
function dropUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
