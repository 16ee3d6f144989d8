import {
  framingReason,
  isGoal,
  opensPrinciples,
  type FramingReason,
  type Surroundings,
} from './framing.ts';
import type { Sentence } from './outline.ts';
import { COUNTED } from './headings.ts';
import { noteOf } from './responsibility.ts';
import { withNotes } from './task-notes.ts';
import {
  coUnitsOf,
  deadlineOf,
  leadUnitOf,
  recurrenceOf,
  onlyNamesDay,
  onlyNamesLead,
} from './task-words.ts';

/** One sentence of the plan part, judged. Offsets are in the normalised text. */
export interface PlanSentence {
  /** Index among the sentences of the document. */
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
  readonly label: 'task' | 'framing';
  readonly subtype: 'goal' | undefined;
  readonly reason: FramingReason | undefined;
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
  /** Spans of the sub-clauses that make up the task (措施). */
  readonly measures: readonly (readonly [number, number])[];
  readonly deadline: string | undefined;
  readonly recurrence: string | undefined;
  readonly leadUnit: string | undefined;
  readonly coUnits: readonly string[];
}

/** Every sentence of the plan part as task (任务) or framing: none is left out. */
export function planSentences(sentences: readonly Sentence[]): PlanSentence[] {
  const plan = sentences
    .map((sentence, index) => ({ sentence, index }))
    .filter(({ sentence }) => sentence.part === 'plan');
  const around = surroundings(plan.map(({ sentence }) => sentence));
  const judged = plan.map(({ sentence, index }, at): PlanSentence => {
    const reason = framingReason(
      sentence,
      around[at] ?? {
        opens: false,
        beforeSubsections: false,
        afterGoal: false,
        principle: false,
      },
    );
    const { text } = sentence;
    return {
      sentence: index,
      start: sentence.start,
      end: sentence.end,
      label: reason === undefined ? 'task' : 'framing',
      subtype: reason === undefined && isGoal(text) ? 'goal' : undefined,
      reason,
      section: sentence.section,
      subsection: sentence.subsection,
      heading: sentence.heading,
      measures:
        reason === undefined
          ? measures(text.slice(0, noteOf(text)?.start ?? text.length), sentence.start)
          : [],
      deadline: deadlineOf(text),
      recurrence: recurrenceOf(text),
      leadUnit: leadUnitOf(text),
      coUnits: coUnitsOf(text),
    };
  });
  return withNotes(
    judged,
    plan.map(({ sentence }) => sentence),
  );
}

function surroundings(plan: readonly Sentence[]): Surroundings[] {
  const withSubsections = new Set<string>();
  const firstHeaded = new Map<string, number>();
  const firstSubsection = new Map<string, number>();
  for (const sentence of plan) {
    const place = `${sentence.section}/${sentence.subsection}`;
    if (sentence.heading !== '' && !firstHeaded.has(place)) {
      firstHeaded.set(place, sentence.paragraph);
    }
    if (sentence.subsection !== '') {
      withSubsections.add(sentence.section);
      if (!firstSubsection.has(sentence.section)) {
        firstSubsection.set(sentence.section, sentence.paragraph);
      }
    }
  }
  let goalParagraph = -1;
  let principles: string | undefined;
  let listed = -1;
  return plan.map((sentence) => {
    const place = `${sentence.section}/${sentence.subsection}`;
    const afterGoal = goalParagraph === sentence.paragraph;
    const isListed = COUNTED.test(sentence.heading) || COUNTED.test(sentence.text);
    if (isListed) listed = sentence.paragraph;
    if (principles !== place || listed !== sentence.paragraph) principles = undefined;
    const principle = principles !== undefined;
    if (opensPrinciples(sentence.text)) principles = place;
    if (/目标(?:任务)?(?:是|为|建议为?|安排为?|确定为|拟定为)/.test(sentence.text))
      goalParagraph = sentence.paragraph;
    return {
      opens: sentence.paragraph < (firstHeaded.get(place) ?? 0),
      beforeSubsections:
        sentence.subsection === '' &&
        sentence.section !== '' &&
        withSubsections.has(sentence.section) &&
        sentence.paragraph < (firstSubsection.get(sentence.section) ?? 0),
      afterGoal,
      principle,
    };
  });
}

const SHORTEST_MEASURE = 6;

/**
 * Sub-clauses: cut at ；, and where there is none at ，; short ones stay with the one before. Who leads and by when
 * are told of the task, and are no measures of it.
 */
function measures(text: string, offset: number): [number, number][] {
  const mark = text.includes('；') ? '；' : '，';
  const spans: [number, number][] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const isEnd = at === text.length || text[at] === mark || /[。！]/.test(text[at] ?? '');
    if (!isEnd) continue;
    const last = spans.at(-1);
    if (at > start && at - start < SHORTEST_MEASURE && last !== undefined) last[1] = offset + at;
    else if (at > start) spans.push([offset + start, offset + at]);
    start = at + 1;
  }
  return spans.filter(([from, to]) => {
    const clause = text.slice(from - offset, to - offset);
    return clause.length > 1 && !onlyNamesLead(clause) && !onlyNamesDay(clause);
  });
}
