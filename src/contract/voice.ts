import * as z from 'zod/mini';
import { SOURCES } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { COUNTED } from '#domain/voice/counted.ts';
import { VOICE_MOVES, VOICE_STATES } from '#domain/voice/lifecycle.ts';
import { ADOPTIONS, CHANNELS, OUTCOMES, SUBJECTS, VOICE_KINDS } from '#domain/voice/voice.ts';
import { Day, Flag, Id, line, many, Moment, UnitName, whole, words } from './fields.ts';
import { type Operation, operation, type Schema } from './operation.ts';

export const VoiceStateField = z.enum(VOICE_STATES);
export const VoiceMoveField = z.enum(VOICE_MOVES);
export const SubjectField = z.enum(SUBJECTS);

const filterFields = {
  state: many(VoiceStateField),
  kind: many(z.enum(VOICE_KINDS)),
  channel: many(z.enum(CHANNELS)),
  subject: many(SubjectField),
  /** A unit: the place, the owner or a transfer lies in its subtree. */
  unit: z.optional(Id),
  /** Received on or after, on or before. */
  from: z.optional(Day),
  to: z.optional(Day),
  /** Promised to be answered by a day that is past. */
  overdue: z.optional(Flag),
  /** Only what waits for a unit of mine: to be taken over or answered. */
  mine: z.optional(Flag),
  /** What a figure of the rates was counted from. */
  counted: z.optional(z.enum(COUNTED)),
  /** 征集: what was said under this campaign. */
  collection: z.optional(Id),
  text: z.optional(words(100)),
};

/** 筛选条件 of voices: every list, count and rate takes the same one. */
export const VoiceFilter = z.strictObject(filterFields);

/**
 * A voice as officers see it. There is no field of its reporter in it, and a day where a moment could help to
 * find out who it was.
 */
const rowFields = {
  id: z.string(),
  no: z.string(),
  version: z.int(),
  kind: z.enum(VOICE_KINDS),
  channel: z.enum(CHANNELS),
  state: VoiceStateField,
  title: z.string(),
  subject: z.optional(SubjectField),
  place: z.string(),
  placeUnit: z.optional(UnitName),
  owner: z.optional(UnitName),
  pending: z.optional(UnitName),
  pingPong: z.int(),
  review: z.int(),
  heldFor: z.optional(z.enum(['flood', 'words', 'repeat', 'office'])),
  outcome: z.optional(z.enum(OUTCOMES)),
  adoption: z.optional(z.enum(ADOPTIONS)),
  dueOn: z.optional(Day),
  receivedOn: Day,
  answeredOn: z.optional(Day),
  overdue: z.boolean(),
  asked: z.boolean(),
  links: z.int(),
  can: z.array(VoiceMoveField),
};

export const VoiceRow = z.object(rowFields);

export const VoiceDetail = z.object({
  ...rowFields,
  /** 办理摘要: the words, with numbers by which somebody is known masked. */
  summary: z.string(),
  photos: z.array(z.object({ id: z.string(), mediaType: z.string(), bytes: z.int() })),
  messages: z.array(
    z.object({
      kind: z.enum(['question', 'reply', 'fact', 'answer', 'reopening', 'review']),
      body: z.string(),
      unit: z.optional(UnitName),
      on: Day,
      outcome: z.optional(z.enum(OUTCOMES)),
      facts: z.optional(z.string()),
      basis: z.optional(z.string()),
      reasons: z.optional(z.string()),
    }),
  ),
  ratings: z.array(
    z.object({
      contacted: z.boolean(),
      solved: z.boolean(),
      level: z.int(),
      note: z.string(),
      on: Day,
    }),
  ),
  entries: z.array(
    z.object({
      id: z.string(),
      no: z.string(),
      title: z.string(),
      state: z.string(),
      /** How the link came about: an officer, or a rule of the still with its score. */
      rule: z.string(),
      score: z.optional(z.number()),
    }),
  ),
  history: z.array(
    z.object({
      move: z.string(),
      side: z.enum(['reporter', 'office', 'house']),
      unit: z.optional(UnitName),
      on: Day,
      reason: z.optional(z.string()),
    }),
  ),
});

const reading = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:read' } as const;
const writing = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:write' } as const;

export const listVoices = operation({
  ...reading,
  id: 'listVoices',
  method: 'GET',
  path: '/voices',
  summary: { zh: '诉求意见：按条件列出', en: 'Voices that match, the newest first' },
  input: z.strictObject({
    ...filterFields,
    after: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(whole(1, 200), 50),
  }),
  output: z.object({ items: z.array(VoiceRow), next: z.optional(z.string()), asOf: Moment }),
  refusals: ['invalid', 'bad-cursor', 'not-allowed'],
});

export const countVoices = operation({
  ...reading,
  id: 'countVoices',
  method: 'GET',
  path: '/voices/count',
  summary: { zh: '符合条件的诉求数，按状态', en: 'How many voices match, by state' },
  input: VoiceFilter,
  output: z.object({
    received: z.int(),
    /** 采纳: another counter, never added to the received. */
    adopted: z.int(),
    states: z.array(z.object({ state: VoiceStateField, n: z.int() })),
    asOf: Moment,
  }),
  refusals: ['invalid', 'not-allowed'],
});

export const readVoice = operation({
  ...reading,
  id: 'readVoice',
  method: 'GET',
  path: '/voices/{id}',
  summary: { zh: '一件诉求的办理全过程', en: 'One voice and everything that was done' },
  input: z.strictObject({ id: Id }),
  output: VoiceDetail,
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const voicePhoto = operation({
  ...reading,
  id: 'voicePhoto',
  method: 'GET',
  path: '/voices/photos/{id}',
  summary: { zh: '诉求所附照片（已重新编码）', en: 'A photo of a voice, drawn anew' },
  answer: 'bytes',
  input: z.strictObject({ id: Id }),
  output: z.object({}),
  refusals: ['invalid', 'not-found', 'not-allowed', 'file-missing'],
});

const seen = { id: Id, version: z.int().check(z.gte(1)) };
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

function move<I extends Schema>(
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
const answerFields = {
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
  ['not-independent', 'no-reason'],
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
  method: 'POST',
  path: '/voices/{id}/original',
  summary: {
    zh: '调阅原文（说明理由，留痕）',
    en: 'Read the words as sent; the reason is recorded',
  },
  input: z.strictObject({ id: Id, reason }),
  output: z.object({ words: z.string(), place: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const voicesOfEntry = operation({
  ...reading,
  id: 'voicesOfEntry',
  method: 'GET',
  path: '/entries/{id}/voices',
  summary: { zh: '一个问题名下的全部诉求', en: 'All voices of a problem' },
  input: z.strictObject({ id: Id }),
  output: z.object({
    /** 诉求件数 and 我也遇到人次: two figures, never added. */
    voices: z.int(),
    meToo: z.int(),
    items: z.array(VoiceRow),
  }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
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

export const voiceRates = operation({
  ...reading,
  id: 'voiceRates',
  method: 'GET',
  path: '/voices/rates',
  summary: {
    zh: '响应率、解决率、满意率：口径、分母、剔除一并给出',
    en: 'Response, solved and satisfied rates with formula, denominator and exclusions',
  },
  input: VoiceFilter,
  output: z.object({
    asOf: Moment,
    formula: z.object({ version: z.int(), from: Day, rule: z.string(), least: z.int() }),
    rates: z.array(
      z.object({
        rate: z.enum(['response', 'solved', 'satisfied']),
        n: z.number(),
        of: z.int(),
        value: z.optional(z.number()),
        excluded: z.record(z.string(), z.int()),
      }),
    ),
    /** Of every kind of case how many; each opens its rows by the filter `counted`. */
    counted: z.record(z.string(), z.int()),
    /** Of the ratings those told in a drawn call. */
    byCall: z.int(),
  }),
  refusals: ['invalid', 'not-allowed'],
});
