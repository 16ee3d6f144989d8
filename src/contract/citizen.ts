import * as z from 'zod/mini';
import type { RefusalCode } from '#domain/refusal.ts';
import { REPORTER_MOVES, VOICE_STATES } from '#domain/voice/lifecycle.ts';
import { NEWS_PORTS } from '#domain/voice/news.ts';
import { OUTCOMES, SUBJECTS, VOICE_KINDS } from '#domain/voice/voice.ts';
import { Day, Flag, Id, words } from './fields.ts';
import { operation } from './operation.ts';

/** What anybody may ask, signed in or not (群众端). Nothing of the caller is kept with what he says. */
export const open = { group: 'citizens', access: 'public', scope: 'voices:write' } as const;

/** The one-time number of a form. */
export const Nonce = z.string().check(z.minLength(20), z.maxLength(120));
const Code = z.string().check(z.maxLength(80));

export const sayForm = operation({
  ...open,
  id: 'sayForm',
  method: 'GET',
  path: '/say/form',
  summary: {
    zh: '取一张表：一次性编号、可选地点和分类',
    en: 'A fresh form: its nonce, places and subjects to choose from, and whether work must be proved',
  },
  input: z.strictObject({}),
  output: z.object({
    city: z.string(),
    nonce: z.string(),
    /** Leading zero bits of SHA-256(nonce ":" proof) that spare a wait; 0 when nothing is asked. */
    proofBits: z.int(),
    subjects: z.array(z.enum(SUBJECTS)),
    places: z.array(z.object({ id: z.string(), name: z.string(), county: z.boolean() })),
    /** Ways by which who leaves a contact may be told that there is news; none unless the city has set one up. */
    tells: z.array(z.enum(NEWS_PORTS)),
  }),
  refusals: [],
});

export const sayPhoto = operation({
  ...open,
  id: 'sayPhoto',
  method: 'POST',
  path: '/say/photos',
  summary: {
    zh: '传一张照片：重新编码后才保存；place=true 时读出照片里的位置，读后即弃',
    en: 'One photo, drawn anew before it is kept; its place is read only when asked, then dropped',
  },
  body: 'bytes',
  input: z.strictObject({ nonce: Nonce, place: z.optional(Flag) }),
  output: z.object({ id: z.string(), place: z.optional(z.string()) }),
  refusals: [
    'invalid',
    'form-expired',
    'too-many',
    'file-type',
    'file-broken',
    'file-empty',
    'file-too-large',
    'picture-too-large',
    'picture-heic',
    'busy',
  ],
});

export const lookOver = operation({
  ...open,
  id: 'lookOver',
  method: 'POST',
  path: '/say/look',
  summary: {
    zh: '提交前看一下：有没有自己的号码、姓名、门牌，像不像检举、是否危险，有没有已公开的相近问题；不保存',
    en: 'Before it is sent: its writer’s numbers, name or door in it, an accusation, danger, and public problems like it; nothing is kept',
  },
  input: z.strictObject({ words: words(10_000), place: z._default(words(200), '') }),
  output: z.object({
    number: z.boolean(),
    name: z.boolean(),
    home: z.boolean(),
    accusation: z.boolean(),
    danger: z.boolean(),
    alike: z.array(z.object({ no: z.string(), title: z.string(), state: z.string() })),
  }),
  refusals: ['invalid', 'too-many'],
});

export const sayVoice = operation({
  ...open,
  id: 'sayVoice',
  method: 'POST',
  path: '/say',
  summary: {
    zh: '提意见、报问题：不用登录；同一张表重复提交只算一次',
    en: 'Say something without signing in; the same form twice is one voice and one receipt',
  },
  input: z.strictObject({
    nonce: Nonce,
    kind: z.enum([...VOICE_KINDS, 'accusation']),
    words: words(10_000),
    place: z._default(words(200), ''),
    placeUnit: z.optional(Id),
    subject: z.optional(z.enum(SUBJECTS)),
    /** The enterprises' own door; what names a unit there is handled outside that unit's chain, like a complaint. */
    channel: z._default(z.enum(['web', 'enterprise']), 'web'),
    /** The unit complained of, by its name; for a complaint about conduct, or of an enterprise. */
    about: z.optional(words(120)),
    /** 征集码: the campaign it answers to; outside its window the voice comes in all the same. */
    collection: z.optional(z.string().check(z.maxLength(20))),
    photos: z._default(z.array(Id).check(z.maxLength(3)), []),
    name: z.optional(words(60)),
    contact: z.optional(words(120)),
    /** 同意回访: the contact may be used once to ask how it went, by somebody who did not handle it. */
    mayCall: z._default(z.boolean(), false),
    /** 有新进展时告诉我: that there is news, nothing of it, at the contact he leaves. Never of a complaint about conduct. */
    tellMe: z._default(z.boolean(), false),
    proof: z.optional(z.string().check(z.maxLength(40))),
    lang: z._default(z.enum(['zh', 'en']), 'zh'),
  }),
  output: z.object({
    /** 查询码, in groups of four. Shown here and never again. */
    code: z.string(),
    /** Does somebody look at it first? */
    held: z.boolean(),
    receivedOn: Day,
    /** These words had come on this form already: nothing was added, what else stands on it now is not taken. */
    again: z.boolean(),
    /** How many were sent on this form today: with other words it is one more, followed by a code of its own. */
    onForm: z.int(),
    /** Will he be told of news? Only where he wished it and there is a way to. */
    told: z.optional(z.boolean()),
  }),
  refusals: ['invalid', 'form-expired', 'says-nothing', 'proper-door', 'too-many', 'unknown-unit'],
});

/** What a reporter sees of his voice (办理进度). Units are named, people never. */
export const Followed = z.object({
  title: z.string(),
  words: z.string(),
  kind: z.enum(VOICE_KINDS),
  state: z.enum(VOICE_STATES),
  receivedOn: Day,
  dueOn: z.optional(Day),
  unit: z.optional(z.string()),
  outcome: z.optional(z.enum(OUTCOMES)),
  /** Newest last. */
  steps: z.array(
    z.object({
      step: z.string(),
      on: Day,
      unit: z.optional(z.string()),
      words: z.optional(z.string()),
      facts: z.optional(z.string()),
      basis: z.optional(z.string()),
      reasons: z.optional(z.string()),
      outcome: z.optional(z.enum(OUTCOMES)),
      percent: z.optional(z.int()),
    }),
  ),
  /** Does a question of the office wait for a reply? */
  question: z.optional(z.string()),
  can: z.array(z.enum(REPORTER_MOVES)),
  /** Until when it may be taken up again or reviewed. */
  reopenUntil: z.optional(Day),
  sealed: z.boolean(),
  /** Do his words hold a number or a name of his that can be hidden? */
  tells: z.boolean(),
  publicNo: z.optional(z.string()),
  /** How he is told of news at the contact he left; absent where nothing can be told. */
  news: z.optional(
    z.object({
      on: z.boolean(),
      /** What he left could not be reached. */
      unfit: z.boolean(),
      /** The days on which he was written to. */
      sentOn: z.array(Day),
    }),
  ),
});

const BY_CODE: readonly RefusalCode[] = [
  'invalid',
  'code-unknown',
  'too-many',
  'move-not-allowed',
  'reopen-late',
  'says-nothing',
];

export const followVoice = operation({
  ...open,
  id: 'followVoice',
  method: 'POST',
  path: '/follow',
  summary: { zh: '凭查询码看办理进度', en: 'Follow by tracking code' },
  input: z.strictObject({ code: Code }),
  output: Followed,
  refusals: ['invalid', 'code-unknown', 'too-many'],
});

export const speakByCode = operation({
  ...open,
  id: 'speakByCode',
  method: 'POST',
  path: '/follow/speak',
  summary: {
    zh: '凭查询码回复、补充、要求重办、申请复查复核、撤回',
    en: 'Reply, add a fact, ask to take it up again, ask for a review, withdraw',
  },
  input: z.strictObject({
    code: Code,
    nonce: Nonce,
    move: z.enum(['reply', 'add', 'reopen', 'ask_review', 'withdraw']),
    words: z._default(words(4000), ''),
  }),
  output: Followed,
  refusals: [...BY_CODE, 'form-expired'],
});

export const rateVoice = operation({
  ...open,
  id: 'rateVoice',
  method: 'POST',
  path: '/follow/rate',
  summary: { zh: '满意度评价', en: 'Rate how it was handled' },
  input: z.strictObject({
    code: Code,
    contacted: z.boolean(),
    solved: z.boolean(),
    level: z.int().check(z.gte(1), z.lte(5)),
    note: z._default(words(1000), ''),
  }),
  output: Followed,
  refusals: BY_CODE,
});

export const forgetMe = operation({
  ...open,
  id: 'forgetMe',
  method: 'POST',
  path: '/follow/forget',
  summary: {
    zh: '删除我的联系方式，隐去原文中我的号码和姓名：密钥销毁，谁也不能恢复',
    en: 'Delete my contact and hide my numbers and names in my words: the key is destroyed and nobody can bring it back',
  },
  input: z.strictObject({ code: Code }),
  output: Followed,
  refusals: BY_CODE,
});

export const tellMe = operation({
  ...open,
  id: 'tellMe',
  method: 'POST',
  path: '/follow/tell',
  summary: {
    zh: '有新进展时提醒我：开或关；只说有新进展，不说是什么事',
    en: 'Tell me when there is news, or no longer: that there is some, nothing of the matter',
  },
  input: z.strictObject({ code: Code, on: z.boolean() }),
  output: Followed,
  refusals: ['invalid', 'code-unknown', 'too-many', 'no-telling'],
});
