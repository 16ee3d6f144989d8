import * as z from 'zod/mini';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { Id, words } from './fields.ts';
import { operation } from './operation.ts';

/** What an officer types in from paper or an ear: 意见箱, 热线, 走访, 来信来访, 企业. */
export const ENTERED_CHANNELS = ['box', 'hotline', 'visit', 'letter', 'enterprise'] as const;

export const enterVoices = operation({
  group: 'voices',
  access: ['office', 'liaison', 'handler'],
  scope: 'voices:write',
  id: 'enterVoices',
  method: 'POST',
  path: '/voices/batch',
  summary: {
    zh: '批量录入意见箱、热线、来信来访的意见：一行一条，重复提交不重复录入',
    en: 'Enter opinions from boxes, calls and letters, one a line; a line sent twice is entered once',
  },
  input: z.strictObject({
    channel: z.enum(ENTERED_CHANNELS),
    /** Where they are about; the caller's own unit when left out. */
    placeUnit: z.optional(Id),
    /** Give each a tracking code, for one who stands at the desk or on the line. */
    codes: z._default(z.boolean(), false),
    lines: z
      .array(
        z.strictObject({
          /** Tells a line apart for ever: the same key with the same words is the same voice. */
          key: z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\w.:-]+$/)),
          words: words(10_000),
          place: z._default(words(200), ''),
          /** A complaint about conduct is not typed in by officers: it is sealed by the public form alone. */
          kind: z._default(z.enum(['request', 'opinion']), 'request'),
          subject: z.optional(z.enum(SUBJECTS)),
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  output: z.object({
    lines: z.array(
      z.object({
        key: z.string(),
        state: z.enum(['kept', 'held', 'already', 'refused']),
        no: z.optional(z.string()),
        /** In groups of four; only where codes were asked for. */
        code: z.optional(z.string()),
        why: z.optional(z.enum(['says-nothing', 'key-reused'])),
      }),
    ),
  }),
  refusals: ['invalid', 'not-allowed', 'out-of-reach', 'unknown-unit'],
});
