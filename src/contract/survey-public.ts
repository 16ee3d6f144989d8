import * as z from 'zod/mini';
import { MOST_TEXT } from '#domain/voice/survey.ts';
import { operation } from './operation.ts';
import { SurveyAsked, SurveyHead, SurveyResults } from './survey.ts';

/** 问卷 as citizens meet it: answered without a name, its results read once a post has released them. */
const open = { group: 'citizens', access: 'public' } as const;
const Code = z.string().check(z.maxLength(20));

export const openSurvey = operation({
  ...open,
  scope: 'voices:read',
  id: 'openSurvey',
  method: 'GET',
  path: '/say/surveys/{code}',
  summary: { zh: '凭问卷码打开问卷', en: 'A survey by its code, with a fresh form' },
  input: z.strictObject({ code: Code }),
  output: z.extend(SurveyHead, {
    unit: z.string(),
    questions: z.array(SurveyAsked),
    nonce: z.string(),
    /** Leading zero bits asked of a proof of work; 0 as a rule. */
    proofBits: z.int(),
  }),
  refusals: ['invalid', 'not-found'],
});

export const answerSurvey = operation({
  ...open,
  scope: 'voices:write',
  id: 'answerSurvey',
  method: 'POST',
  path: '/say/surveys/{code}/answers',
  summary: {
    zh: '交卷：不留姓名；同一张表只算一份，一个邀请码只用一次；文字里的号码隐去，检举控告不收',
    en: 'Answer; no name is kept, a form counts once and an invitation opens once; numbers are masked, accusations refused',
  },
  input: z.strictObject({
    code: Code,
    nonce: z.string().check(z.maxLength(120)),
    /** The one-time invitation, for who was invited. */
    invite: z.optional(z.string().check(z.maxLength(40))),
    /** A text for each question in order: the number of the choice from 0, `none`, or free text. */
    answers: z.array(z.string().check(z.maxLength(MOST_TEXT * 2))).check(z.maxLength(10)),
    proof: z.optional(z.string().check(z.maxLength(40))),
  }),
  output: z.object({
    ok: z.literal(true),
    /** What was written sounds as if somebody needed help at once: he is shown where it is to be had. */
    danger: z.boolean(),
    /** A phone or identity number, a plate or an address was taken out of what was written. */
    hidden: z.boolean(),
  }),
  refusals: [
    'invalid',
    'not-found',
    'form-expired',
    'too-many',
    'survey-closed',
    'survey-answers',
    'survey-accusation',
    'invite-unknown',
  ],
});

export const publicSurveys = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicSurveys',
  method: 'GET',
  path: '/public/surveys',
  summary: {
    zh: '正在作答和已公开结果的问卷',
    en: 'Surveys that are open, or whose results are public',
  },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(z.extend(SurveyHead, { unit: z.string(), results: z.boolean() })),
  }),
  refusals: [],
});

export const publicSurvey = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicSurvey',
  method: 'GET',
  path: '/public/surveys/{code}',
  summary: { zh: '已公开的问卷结果', en: 'The released results of a survey' },
  input: z.strictObject({ code: Code }),
  output: z.extend(SurveyHead, { unit: z.string(), results: SurveyResults }),
  refusals: ['invalid', 'not-found', 'too-many'],
});

export const publicSurveyData = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicSurveyData',
  method: 'GET',
  path: '/public/surveys/{code}/data',
  summary: { zh: '开放数据：已公开的问卷结果，CSV', en: 'Open data: released results as CSV' },
  answer: 'bytes',
  input: z.strictObject({ code: Code }),
  output: z.object({}),
  refusals: ['invalid', 'not-found', 'too-many'],
});
