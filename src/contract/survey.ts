import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import {
  CHOSEN,
  MOST_CHOICES,
  QUESTION_KINDS,
  SURVEY_PARTS,
  SURVEY_STATES,
} from '#domain/voice/survey.ts';
import { Day, Id, line, Moment, UnitName, words } from './fields.ts';
import { operation } from './operation.ts';

/**
 * 问卷: a few questions in a window. Answers hold nobody's name, and every result says how it came about: who was
 * asked, how many answered, of how many, and how far the shares may be off.
 */
const reading = { group: 'surveys', access: BUSINESS_ROLES, scope: 'voices:read' } as const;
const writing = {
  group: 'surveys',
  access: ['office', 'liaison'],
  scope: 'voices:write',
} as const;
const reviewing = { ...writing, access: ['office', 'leader'] } as const;

const Question = z.strictObject({
  kind: z.enum(QUESTION_KINDS),
  words: line(200),
  /** For `choice` 2–10; for the others none. */
  choices: z._default(z.array(line(60)).check(z.maxLength(MOST_CHOICES)), []),
});

export const SurveyAsked = z.object({
  kind: z.enum(QUESTION_KINDS),
  words: z.string(),
  choices: z.array(z.string()),
});

/** How it came about; what may not be told of few is left out. */
const Method = z.object({
  chosen: z.enum(CHOSEN),
  method: z.string(),
  invited: z.optional(z.int()),
  /** 有效答卷; left out under five. */
  answered: z.optional(z.int()),
  /** 应答率, 0–1; an open survey has none. */
  rate: z.optional(z.number()),
  standing: z.enum(['sample', 'sample_low', 'answered']),
  /** From floods, not counted; left out under five. */
  held: z.optional(z.int()),
});

export const SurveyResults = z.object({
  method: Method,
  /** One a question; left out altogether when fewer than five answered. */
  questions: z.optional(
    z.array(
      z.object({
        words: z.string(),
        kind: z.enum(QUESTION_KINDS),
        choices: z.array(z.string()),
        /** Without `n` under five; `low` and `high` (95 %) for random draws alone. */
        cells: z.array(
          z.object({
            /** From 0; of `levels` 0 is 非常满意, 4 非常不满意; −1 is 不清楚或不回答. */
            choice: z.int(),
            n: z.optional(z.int()),
            share: z.optional(z.number()),
            low: z.optional(z.number()),
            high: z.optional(z.number()),
          }),
        ),
        /** How many wrote something, for free text; left out under five. */
        written: z.optional(z.int()),
        /** Free texts in the order of their characters, numbers masked; on the desk alone. */
        texts: z.optional(z.array(z.string())),
      }),
    ),
  ),
});

/** What is the same for officers and citizens. */
export const SurveyHead = z.object({
  code: z.string(),
  title: z.string(),
  words: z.string(),
  chosen: z.enum(CHOSEN),
  fromOn: Day,
  toOn: Day,
  state: z.enum(SURVEY_STATES),
});

export const SurveyView = z.extend(SurveyHead, {
  id: z.string(),
  unit: UnitName,
  method: z.string(),
  invited: z.optional(z.int()),
  /** Left out under five. */
  answered: z.optional(z.int()),
  /** What has been released and not taken back. */
  released: z.array(z.enum(SURVEY_PARTS)),
  can: z.array(
    z.enum(['end', 'invites', 'release', 'withdraw', 'release_results', 'withdraw_results']),
  ),
});

const SurveyDetail = z.extend(SurveyView, {
  questions: z.array(SurveyAsked),
  /** As soon as it is over, not before: from one answer to the next one could see who said what. */
  results: z.optional(SurveyResults),
  releases: z.array(
    z.object({
      what: z.enum(SURVEY_PARTS),
      post: z.string(),
      reason: z.string(),
      at: Moment,
      withdrawnAt: z.optional(Moment),
      withdrawnFor: z.optional(z.string()),
    }),
  ),
});

export const createSurvey = operation({
  ...writing,
  id: 'createSurvey',
  method: 'POST',
  path: '/surveys',
  summary: {
    zh: '新建问卷：2 至 10 题；题目经公开审查后才能作答',
    en: 'Make a survey of 2 to 10 questions; it opens once a post has released it',
  },
  input: z.strictObject({
    title: line(80),
    words: z._default(words(1000), ''),
    /** Whose it is; the caller's own unit when left out. */
    unit: z.optional(Id),
    chosen: z.enum(CHOSEN),
    /** How those asked were found; needed but for an open survey. */
    method: z._default(words(500), ''),
    /** How many get an invitation; not for an open survey. */
    invited: z.optional(z.int().check(z.gte(1), z.lte(5000))),
    questions: z.array(Question).check(z.minLength(2), z.maxLength(10)),
    fromOn: Day,
    toOn: Day,
  }),
  output: SurveyView,
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'window-backwards',
    'survey-question',
    'survey-method',
    'key-missing',
    'key-reused',
  ],
});

export const listSurveys = operation({
  ...reading,
  id: 'listSurveys',
  method: 'GET',
  path: '/surveys',
  summary: { zh: '问卷', en: 'Surveys within reach' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(SurveyView) }),
  refusals: ['not-allowed'],
});

export const readSurvey = operation({
  ...reading,
  id: 'readSurvey',
  method: 'GET',
  path: '/surveys/{id}',
  summary: {
    zh: '一份问卷；结束后附结果：方法、样本、应答率、区间',
    en: 'One survey; once over with its results: method, n, response rate, intervals',
  },
  input: z.strictObject({ id: Id }),
  output: SurveyDetail,
  refusals: ['invalid', 'not-allowed', 'not-found'],
});

export const releaseSurvey = operation({
  ...reviewing,
  id: 'releaseSurvey',
  confirmed: true,
  method: 'POST',
  path: '/surveys/{id}/release',
  summary: {
    zh: '公开审查：准予发布题目，或公开结果',
    en: 'Release the questions, or the results',
  },
  input: z.strictObject({ id: Id, what: z.enum(SURVEY_PARTS), reason: line(500) }),
  output: SurveyView,
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'account-unconfirmed',
    'survey-state',
    'key-missing',
    'key-reused',
  ],
});

export const withdrawSurvey = operation({
  ...reviewing,
  id: 'withdrawSurvey',
  method: 'POST',
  path: '/surveys/{id}/withdraw',
  summary: { zh: '撤回已发布的题目或结果', en: 'Take released questions or results back' },
  input: z.strictObject({ id: Id, what: z.enum(SURVEY_PARTS), reason: line(500) }),
  output: SurveyView,
  refusals: ['invalid', 'not-found', 'not-allowed', 'survey-state', 'key-missing', 'key-reused'],
});

export const endSurvey = operation({
  ...writing,
  id: 'endSurvey',
  method: 'POST',
  path: '/surveys/{id}/end',
  summary: { zh: '提前结束问卷', en: 'End a survey ahead of its time' },
  input: z.strictObject({ id: Id }),
  output: SurveyView,
  refusals: ['invalid', 'not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

export const surveyInvites = operation({
  ...writing,
  id: 'surveyInvites',
  method: 'GET',
  path: '/surveys/{id}/invites',
  summary: {
    zh: '一次性邀请码，CSV；发给谁由调查单位随机发放，系统不记',
    en: 'The one-time invitations as CSV; who gets which is known to nobody here',
  },
  answer: 'bytes',
  input: z.strictObject({ id: Id }),
  output: z.object({}),
  refusals: ['invalid', 'not-found', 'not-allowed', 'survey-state'],
});

export const surveyData = operation({
  ...reading,
  id: 'surveyData',
  method: 'GET',
  path: '/surveys/{id}/data',
  summary: { zh: '问卷结果，CSV，每行都带方法', en: 'Results as CSV, each line with its method' },
  answer: 'bytes',
  input: z.strictObject({ id: Id }),
  output: z.object({}),
  refusals: ['invalid', 'not-found', 'not-allowed', 'survey-state'],
});
