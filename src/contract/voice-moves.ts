import * as z from 'zod/mini';
import { SOURCES } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { ADOPTIONS, OUTCOMES } from '#domain/voice/voice.ts';
import { Day, Id, line, words } from './fields.ts';
import { type Operation, operation, type Schema } from './operation.ts';
import { SubjectField, VoiceDetail } from './voice.ts';

export const writing = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:write' } as const;

export const seen = { id: Id, version: z.int().check(z.gte(1)) };
const reason = line(1000);
const EVERY: readonly RefusalCode[] = [
  'invalid',
  'not-found',
  'stale',
  'move-not-allowed',
  'not-allowed',
  'key-missing',
  'key-reused',
];

export function move<I extends Schema>(
  name: string,
  path: string,
  summary: Operation['summary'],
  input: I,
  refusals: readonly RefusalCode[] = [],
): Operation<I, typeof VoiceDetail> {
  return operation({
    ...writing,
    id: name,
    method: 'POST',
    path: `/voices/{id}/${path}`,
    summary,
    input,
    output: VoiceDetail,
    refusals: [...EVERY, ...refusals],
  });
}

export const registerVoice = move(
  'registerVoice',
  'register',
  { zh: '登记受理', en: 'Register' },
  z.strictObject({
    ...seen,
    title: z.optional(line(200)),
    subject: z.optional(SubjectField),
    dueOn: z.optional(Day),
  }),
  ['deadline-past'],
);
export const holdVoice = move(
  'holdVoice',
  'hold',
  { zh: '留待审核', en: 'Hold for a look' },
  z.strictObject({ ...seen, reason }),
);
export const passVoice = move(
  'passVoice',
  'pass',
  { zh: '放行', en: 'Let through' },
  z.strictObject({ ...seen, reason }),
);
export const DISMISSALS = [
  'no_matter',
  'advertising',
  'repeated',
  'other_procedure',
  'other_place',
] as const;
export const dismissVoice = move(
  'dismissVoice',
  'dismiss',
  { zh: '不予受理：说明理由', en: 'Dismiss, with the reason its reporter reads' },
  /** 没有具体事项, 广告, 重复提交, 应走法定程序, 不属本地 */
  z.strictObject({ ...seen, because: z.enum(DISMISSALS), reason }),
);
export const judgeHeld = operation({
  ...writing,
  id: 'judgeHeld',
  method: 'POST',
  path: '/voices/held',
  summary: {
    zh: '待审看的一并放行，或一并不予受理，写明理由；已有变化的留下不动',
    en: 'Let many that are held through, or dismiss them, with a reason; what has changed since stays as it is',
  },
  input: z.strictObject({
    voices: z.array(z.strictObject(seen)).check(z.minLength(1), z.maxLength(100)),
    /** Given: they are dismissed. */
    because: z.optional(z.enum(DISMISSALS)),
    reason,
  }),
  output: z.object({
    judged: z.int(),
    stayed: z.array(z.object({ id: z.string(), why: z.string() })),
  }),
  refusals: ['invalid', 'key-missing', 'key-reused'],
});
export const routeVoice = move(
  'routeVoice',
  'route',
  { zh: '转办：对方接收前仍由首接单位负责', en: 'Pass on; it stays its owner’s until taken over' },
  z.strictObject({ ...seen, unit: Id, note: z.optional(words(1000)) }),
  ['unknown-unit', 'named-in-complaint', 'unit-twice'],
);
export const acceptVoice = move(
  'acceptVoice',
  'accept',
  { zh: '接收转办', en: 'Take over' },
  z.strictObject(seen),
);
export const declineVoice = move(
  'declineVoice',
  'decline',
  { zh: '退回转办', en: 'Turn a transfer down' },
  z.strictObject({ ...seen, reason }),
);
export const arbitrateVoice = move(
  'arbitrateVoice',
  'arbitrate',
  { zh: '裁定承办单位，不得再退', en: 'Decide who handles it; it cannot be turned down' },
  z.strictObject({ ...seen, unit: Id, reason }),
  ['unknown-unit', 'named-in-complaint'],
);
export const linkVoice = move(
  'linkVoice',
  'link',
  { zh: '并入已有问题', en: 'Link to a problem that is there' },
  z.strictObject({ ...seen, entry: Id }),
  ['complaint-stays', 'already-merged', 'unfit-survivor'],
);
export const raiseFromVoice = move(
  'raiseFromVoice',
  'raise',
  { zh: '由诉求提出新问题', en: 'Raise a new problem from it' },
  z.strictObject({
    ...seen,
    title: line(200),
    detail: z.optional(words(8000)),
    source: z.optional(z.enum(SOURCES)),
    unit: z.optional(Id),
    category: z.optional(words(32)),
  }),
  ['complaint-stays', 'unknown-category', 'out-of-reach', 'unknown-unit'],
);
export const unlinkVoice = move(
  'unlinkVoice',
  'unlink',
  { zh: '移出问题', en: 'Undo a link' },
  z.strictObject({ ...seen, entry: Id, reason }),
  ['not-linked'],
);
export const askReporter = move(
  'askReporter',
  'ask',
  { zh: '询问诉求人（系统转达）', en: 'Ask its reporter, through the house' },
  z.strictObject({ ...seen, question: line(1000) }),
);
export const answerFields = {
  body: line(4000),
  facts: line(4000),
  basis: z.optional(words(2000)),
  reasons: z.optional(words(2000)),
  outcome: z.enum(OUTCOMES),
};
export const answerVoice = move(
  'answerVoice',
  'answer',
  {
    zh: '答复：结论、事实、依据、理由',
    en: 'Answer with outcome, facts, basis and reasons',
  },
  z.strictObject({ ...seen, ...answerFields }),
  ['not-independent', 'no-reason', 'answer-unfinished'],
);
export const adoptVoice = move(
  'adoptVoice',
  'adopt',
  { zh: '采纳认定', en: 'Adopt an opinion, or say why not' },
  z.strictObject({ ...seen, adoption: z.enum(ADOPTIONS), reason }),
);
export const tidyVoice = move(
  'tidyVoice',
  'tidy',
  { zh: '整理标题、摘要、分类、地点', en: 'Set title, summary, subject and place right' },
  z.strictObject({
    ...seen,
    title: z.optional(line(200)),
    summary: z.optional(line(10_000)),
    subject: z.optional(SubjectField),
    place: z.optional(words(200)),
    placeUnit: z.optional(Id),
  }),
  ['unknown-unit', 'out-of-reach', 'named-in-complaint'],
);
export const endVoice = move(
  'endVoice',
  'end',
  { zh: '办结', en: 'End' },
  z.strictObject({ ...seen, note: z.optional(words(1000)) }),
);

export const readOriginal = operation({
  ...writing,
  id: 'readOriginal',
  confirmed: true,
  method: 'POST',
  path: '/voices/{id}/original',
  summary: {
    zh: '调阅原文（说明理由，留痕）',
    en: 'Read the words as sent; the reason is recorded',
  },
  input: z.strictObject({ id: Id, reason }),
  output: z.object({ words: z.string(), place: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'account-unconfirmed'],
});

export const answerVoicesOfEntry = operation({
  ...writing,
  id: 'answerVoicesOfEntry',
  method: 'POST',
  path: '/entries/{id}/voices/answer',
  summary: {
    zh: '同一问题的诉求一并答复',
    en: 'One answer to every voice of a problem that waits for one',
  },
  input: z.strictObject({
    id: Id,
    ...answerFields,
    /** How many the caller expects to answer; refused when it has become another number. */
    expect: z.int().check(z.gte(1), z.lte(500)),
  }),
  output: z.object({ answered: z.int() }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'stale',
    'no-reason',
    'key-missing',
    'key-reused',
  ],
});
