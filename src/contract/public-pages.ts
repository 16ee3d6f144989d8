import * as z from 'zod/mini';
import { Nonce, open } from './citizen.ts';
import { Day, Moment } from './fields.ts';
import { operation } from './operation.ts';

/* What the house shows to everybody (公开): what was said, what was done, and the problems made public. */

/** A count of people too small to be told is left out (少于5件不单列). */
const Cell = z.optional(z.int());

export const publicBoard = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicBoard',
  method: 'GET',
  path: '/public/board',
  summary: {
    zh: '公开：说了什么、办了什么（按类别、单位、月份；少于5件不单列）',
    en: 'What was said and done by subject, unit and month; cells under five are left out',
  },
  input: z.strictObject({}),
  output: z.object({
    city: z.string(),
    asOf: Moment,
    received: Cell,
    answered: Cell,
    adopted: Cell,
    tables: z.array(
      z.object({
        by: z.enum(['subject', 'unit', 'month']),
        rows: z.array(
          z.object({ key: z.string(), name: z.string(), received: Cell, answered: Cell }),
        ),
      }),
    ),
    /** Of the problems made public: said to be done, and checked and struck off, side by side. */
    problems: z.object({ n: z.int(), claimed: z.int(), checked: z.int() }),
    /** How the door was kept: what was held and dismissed, by reason. */
    moderation: z.array(z.object({ what: z.string(), n: Cell })),
  }),
  refusals: [],
});

const PublicProblemRow = z.object({
  no: z.string(),
  title: z.string(),
  state: z.string(),
  unit: z.optional(z.string()),
  publishedOn: Day,
  claimedOn: z.optional(Day),
  checkedOn: z.optional(Day),
  voices: Cell,
  meToo: z.int(),
});

export const publicProblems = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicProblems',
  method: 'GET',
  path: '/public/problems',
  summary: { zh: '已公开的问题', en: 'Problems that were made public' },
  input: z.strictObject({ after: z.optional(z.string().check(z.maxLength(200))) }),
  output: z.object({ items: z.array(PublicProblemRow), next: z.optional(z.string()) }),
  refusals: ['invalid', 'bad-cursor'],
});

export const publicProblem = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicProblem',
  method: 'GET',
  path: '/public/problems/{no}',
  summary: { zh: '一个已公开的问题', en: 'One public problem' },
  input: z.strictObject({ no: z.string().check(z.maxLength(40)) }),
  output: z.object({
    ...PublicProblemRow.shape,
    words: z.string(),
    steps: z.array(
      z.object({
        step: z.string(),
        on: Day,
        unit: z.optional(z.string()),
        percent: z.optional(z.int()),
      }),
    ),
    /** A form for 我也遇到. */
    nonce: z.string(),
  }),
  refusals: ['invalid', 'not-found', 'too-many'],
});

export const meToo = operation({
  ...open,
  id: 'meToo',
  method: 'POST',
  path: '/public/problems/{no}/me-too',
  summary: { zh: '我也遇到', en: 'Me too' },
  input: z.strictObject({ no: z.string().check(z.maxLength(40)), nonce: Nonce }),
  output: z.object({ meToo: z.int() }),
  refusals: ['invalid', 'not-found', 'form-expired', 'too-many'],
});

export const publicData = operation({
  ...open,
  scope: 'voices:read',
  id: 'publicData',
  method: 'GET',
  path: '/public/data',
  summary: { zh: '开放数据：已公开问题，CSV', en: 'Open data: public problems as CSV' },
  answer: 'bytes',
  input: z.strictObject({}),
  output: z.object({}),
  refusals: ['too-many'],
});
