import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { COUNTED } from '#domain/voice/counted.ts';
import { VOICE_MOVES, VOICE_STATES } from '#domain/voice/lifecycle.ts';
import { ADOPTIONS, CHANNELS, OUTCOMES, SUBJECTS, VOICE_KINDS } from '#domain/voice/voice.ts';
import { Day, Flag, Id, many, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

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
  /** 有答复草稿: a draft answer waits, and the caller is among those who may answer. */
  draft: z.optional(Flag),
  text: z.optional(words(100)),
};

/** 筛选条件 of voices: every list, count and rate takes the same one. */
export const VoiceFilter = z.strictObject(filterFields);

/** 答复草稿 as a list shows it; only to those who may answer the voice. */
const draftFields = {
  version: z.int(),
  outcome: z.optional(z.enum(OUTCOMES)),
  unit: z.optional(UnitName),
  on: Day,
};

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
  draft: z.optional(z.object(draftFields)),
  can: z.array(VoiceMoveField),
};

export const VoiceRow = z.object(rowFields);

export const VoiceDetail = z.object({
  ...rowFields,
  draft: z.optional(
    z.object({
      ...draftFields,
      body: z.string(),
      facts: z.string(),
      basis: z.string(),
      reasons: z.string(),
    }),
  ),
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
      /** Whom it was passed to, by a transfer or a ruling. */
      to: z.optional(z.string()),
      on: Day,
      reason: z.optional(z.string()),
      /** Which draft it kept, dropped or published. */
      draft: z.optional(z.int()),
    }),
  ),
});

const reading = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:read' } as const;

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
