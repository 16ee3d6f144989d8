import { type Interval, wilson } from '../stats/wilson.ts';
import { collectionState, type CollectionWindow } from './collection.ts';
import { LEAST_CELL, suppressed, suppressedTotal } from './suppress.ts';

/** 问卷题型: one of several, five levels from very good to very bad, free text. */
export const QUESTION_KINDS = ['choice', 'levels', 'text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Who is asked (调查对象怎么产生): everybody who likes, all of a list, or a random draw from one. */
export const CHOSEN = ['open', 'list', 'drawn'] as const;
export type Chosen = (typeof CHOSEN)[number];

/** What a post releases (公开审查): the questions before anybody is asked, the results before others read them. */
export const SURVEY_PARTS = ['questions', 'results'] as const;
export type SurveyPart = (typeof SURVEY_PARTS)[number];

export const SURVEY_STATES = ['draft', 'coming', 'open', 'over'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

export interface SurveyQuestion {
  readonly kind: QuestionKind;
  readonly words: string;
  /** What can be chosen; empty but for `choice`. */
  readonly choices: readonly string[];
}

export const LEVELS = 5;
const LEAST_CHOICES = 2;
export const MOST_CHOICES = 10;
export const MOST_TEXT = 500;

/** Nobody answers it before its questions are released; once its window is past it is over for good. */
export function surveyState(
  window: CollectionWindow,
  released: boolean,
  today: string,
): SurveyState {
  const state = collectionState(window, today);
  return state !== 'over' && !released ? 'draft' : state;
}

/** The number of the first question that cannot be put so, from 1: two choices at least, none twice. */
export function faultyQuestion(questions: readonly SurveyQuestion[]): number | undefined {
  const at = questions.findIndex(({ kind, choices }) =>
    kind === 'choice'
      ? choices.length < LEAST_CHOICES || new Set(choices).size < choices.length
      : choices.length > 0,
  );
  return at < 0 ? undefined : at + 1;
}

/** How many can be chosen; 0 for free text. `不清楚或不回答` comes on top of them. */
export function choicesOf({ kind, choices }: SurveyQuestion): number {
  return kind === 'choice' ? choices.length : kind === 'levels' ? LEVELS : 0;
}

/** Chosen by who does not know, or would rather not say: counted like any other answer. */
export const NO_ANSWER = -1;
/** How it is written in a form. */
export const NO_ANSWER_WORD = 'none';

/** One answer sheet: the number of the choice from 0, or the text. */
export type SurveyAnswers = readonly (number | string)[];

/**
 * Read an answer sheet as sent, a text for each question. Every question but free text wants one of its choices,
 * so that each share has the same denominator.
 *
 * @returns the sheet, or the numbers from 1 of the questions without an answer
 */
export function readAnswers(
  questions: readonly SurveyQuestion[],
  sent: readonly string[],
): { readonly answers: SurveyAnswers } | { readonly missing: readonly number[] } {
  const read = questions.map((question, i) => answerOf(question, sent[i] ?? ''));
  const missing = read.flatMap((answer, i) => (answer === undefined ? [i + 1] : []));
  return missing.length > 0
    ? { missing }
    : { answers: read.flatMap((answer) => (answer === undefined ? [] : [answer])) };
}

function answerOf(question: SurveyQuestion, sent: string): number | string | undefined {
  if (question.kind === 'text') return sent.trim().slice(0, MOST_TEXT);
  if (sent === NO_ANSWER_WORD) return NO_ANSWER;
  return /^\d$/.test(sent) && Number(sent) < choicesOf(question) ? Number(sent) : undefined;
}

/** How the answers came about; printed with every result. */
export interface SurveyMethod {
  readonly chosen: Chosen;
  /** How many were invited; undefined where everybody could answer. */
  readonly invited: number | undefined;
  /** Answers counted. */
  readonly answered: number;
}

/** 应答率: answered of invited, 0–1. An open survey has none: nobody knows how many saw it. */
export function responseRate({ chosen, invited, answered }: SurveyMethod): number | undefined {
  return chosen === 'open' || invited === undefined || invited === 0
    ? undefined
    : answered / invited;
}

/** Below this share those who stayed silent may think otherwise, and that is said. */
const LOW_RATE = 0.5;

/**
 * What the answers stand for, to be said beside every figure: those drawn at random for the whole, with an
 * interval; with too few of them perhaps not; a list or an open survey for those alone who answered.
 */
export type Standing = 'sample' | 'sample_low' | 'answered';

/** A draw of which fewer than half answered, or nobody was invited, speaks for the whole only perhaps. */
export function standingOf(method: SurveyMethod): Standing {
  if (method.chosen !== 'drawn') return 'answered';
  return (responseRate(method) ?? 0) < LOW_RATE ? 'sample_low' : 'sample';
}

/** One choice in the results; all undefined where it would tell of single people. */
export interface ChoiceResult extends Partial<Interval> {
  readonly n: number | undefined;
}

/**
 * The results of one closed question. `cells` are the answers by choice, the last those without an answer; together
 * they are all that answered. Cells under five are hidden, with a second one where one alone could be reckoned.
 * An interval is given only for a random draw (Wilson's).
 *
 * @returns undefined where too few answered to print anything
 */
export function choiceResults(
  cells: readonly number[],
  chosen: Chosen,
): readonly ChoiceResult[] | undefined {
  const all = cells.reduce((sum, n) => sum + n, 0);
  if (all < LEAST_CELL) return undefined;
  return suppressed(cells).map((n) => {
    if (n === undefined) return { n };
    const found = wilson(n, all);
    if (found === undefined) return { n };
    return chosen === 'drawn' ? { n, ...found } : { n, share: found.share };
  });
}

/** How many answered, as it may be told; undefined where it would tell of single people. */
export function toldAnswered(n: number): number | undefined {
  return suppressedTotal([n]);
}
