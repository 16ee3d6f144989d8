import * as z from 'zod/mini';
import { CALL_RESULTS } from '#domain/voice/call-back.ts';
import { Day, Flag, Id, words } from './fields.ts';
import { operation } from './operation.ts';

const calls = { group: 'call-backs', access: ['office', 'inspector'] } as const;

export const CallDraw = z.object({
  id: z.string(),
  /** How many could be drawn, and the SHA-256 of their ids, one a line in order. */
  frame: z.int(),
  frameHash: z.string(),
  /** Taken in the order of SHA-256 of `<seed>:<id>`, the smallest first. */
  seed: z.string(),
  drawn: z.int(),
  /** Answered in the window, but not to be called: no consent, or handled by the caller himself. */
  noConsent: z.int(),
  ownWork: z.int(),
});

export const drawCalls = operation({
  ...calls,
  id: 'drawCalls',
  method: 'POST',
  path: '/calls/draws',
  scope: 'voices:write',
  summary: {
    zh: '抽取回访：系统从已答复、本人同意回访、非本单位承办的诉求中随机抽取，可重算',
    en: 'Draw call-backs among answered voices whose reporters agreed and that the caller did not handle; can be drawn again',
  },
  input: z.strictObject({
    /** Answered on or after, on or before. */
    fromOn: Day,
    toOn: Day,
    n: z.int().check(z.gte(1), z.lte(500)),
  }),
  output: CallDraw,
  refusals: [
    'invalid',
    'not-allowed',
    'window-backwards',
    'nothing-to-draw',
    'key-missing',
    'key-reused',
  ],
});

export const listCalls = operation({
  ...calls,
  id: 'listCalls',
  method: 'GET',
  path: '/calls',
  scope: 'voices:read',
  summary: { zh: '本单位的回访任务', en: 'Call-backs of one’s unit' },
  input: z.strictObject({ done: z._default(Flag, false) }),
  output: z.object({
    items: z.array(
      z.object({
        draw: z.string(),
        voice: z.string(),
        no: z.string(),
        title: z.string(),
        answer: z.string(),
        answeredOn: z.optional(Day),
        result: z.optional(z.enum(CALL_RESULTS)),
        doneOn: z.optional(Day),
        /** May this caller make it? Not he who handled it. */
        mine: z.boolean(),
      }),
    ),
  }),
  refusals: ['invalid', 'not-allowed'],
});

/** Answered directly: what is opened is stored nowhere, and its reporter reads that it was. */
export const openCall = operation({
  ...calls,
  id: 'openCall',
  confirmed: true,
  method: 'POST',
  path: '/calls/{voice}/open',
  scope: 'voices:write',
  summary: {
    zh: '查看被抽中诉求的联系方式（仅限同意回访的，留痕，诉求人可见）',
    en: 'The contact of a drawn voice, given for this; recorded, and told to its reporter',
  },
  input: z.strictObject({ voice: Id }),
  output: z.object({ name: z.string(), contact: z.string() }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'account-unconfirmed',
    'own-work',
    'unseal-over',
  ],
});

export const recordCall = operation({
  ...calls,
  id: 'recordCall',
  method: 'POST',
  path: '/calls/{voice}/result',
  scope: 'voices:write',
  summary: { zh: '记下回访结果', en: 'What the call has come to' },
  input: z.strictObject({
    voice: Id,
    result: z.enum(CALL_RESULTS),
    /** Of `rated`. */
    rating: z.optional(
      z.strictObject({
        contacted: z.boolean(),
        solved: z.boolean(),
        level: z.int().check(z.gte(1), z.lte(5)),
        note: z._default(words(1000), ''),
      }),
    ),
  }),
  output: z.object({ ok: z.literal(true) }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'own-work',
    'move-not-allowed',
    'key-missing',
    'key-reused',
  ],
});
