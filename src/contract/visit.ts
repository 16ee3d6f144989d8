import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { VISIT_KINDS, VISIT_OUTCOMES } from '#domain/voice/visit.ts';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { Day, Id, line, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

export const VisitView = z.object({
  id: z.string(),
  kind: z.enum(VISIT_KINDS),
  visitedOn: Day,
  unit: UnitName,
  placeUnit: UnitName,
  place: z.string(),
  raised: z.string(),
  help: z.string(),
  outcome: z.enum(VISIT_OUTCOMES),
  settled: z.string(),
  /** What it became, where it became something. */
  no: z.optional(z.string()),
  voice: z.optional(z.string()),
  entry: z.optional(z.string()),
});

/**
 * Answered directly and told apart by its own `key`: the tracking code of a voice is stored nowhere. There is no
 * place of the phone, no photo and no count of visits in it: what was raised counts, not that somebody was there.
 */
export const recordVisit = operation({
  group: 'visits',
  access: ['office', 'liaison', 'handler', 'leader'],
  scope: 'voices:write',
  id: 'recordVisit',
  method: 'POST',
  path: '/visits',
  summary: {
    zh: '走访记录（入企进村）：提出的问题、需要的帮助、当场结果；当场转为诉求或问题；不打卡、不拍照、不计次数',
    en: 'A visit note: what was raised, what help was asked, what came of it; a voice or a problem on the spot',
  },
  input: z.strictObject({
    key: z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\w.:-]+$/)),
    kind: z.enum(VISIT_KINDS),
    visitedOn: z.optional(Day),
    /** Where it is; the caller's own unit when left out. */
    placeUnit: z.optional(Id),
    place: z._default(words(200), ''),
    raised: line(4000),
    help: z._default(words(2000), ''),
    outcome: z.enum(VISIT_OUTCOMES),
    /** How it was settled; needed when it was. */
    settled: z._default(words(2000), ''),
    subject: z.optional(z.enum(SUBJECTS)),
    /** Of a problem; its first sentence when left out. */
    title: z.optional(line(200)),
    /** Who asked, where he wants to be told: sealed, and in no answer. */
    name: z._default(words(60), ''),
    contact: z._default(words(120), ''),
  }),
  output: z.object({
    visit: VisitView,
    /** 查询码, for who was visited; only of a voice. */
    code: z.optional(z.string()),
  }),
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'says-nothing',
    'no-reason',
    'key-reused',
  ],
});

export const listVisits = operation({
  group: 'visits',
  access: BUSINESS_ROLES,
  scope: 'voices:read',
  id: 'listVisits',
  method: 'GET',
  path: '/visits',
  summary: { zh: '走访记录', en: 'Visit notes within reach, the newest first' },
  input: z.strictObject({
    after: z.optional(Id),
    limit: z._default(whole(1, 100), 30),
  }),
  output: z.object({ items: z.array(VisitView), next: z.optional(z.string()) }),
  refusals: ['invalid', 'not-allowed'],
});
