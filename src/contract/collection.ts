import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { COLLECTION_STATES } from '#domain/voice/collection.ts';
import { CHANNELS, SUBJECTS } from '#domain/voice/voice.ts';
import { Day, Flag, Id, line, many, UnitName, words } from './fields.ts';
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

/** Channels that a sheet may hold; what comes by the form itself is no sheet. */
export const SHEET_CHANNELS = CHANNELS.filter((one) => !['web', 'open311', 'api'].includes(one));

/**
 * The sheet itself is read and forgotten: it may name people. It is sent once to be looked at and once more to be
 * taken in; names and contacts go to the vault, and nothing of them is in an answer.
 */
export const importVoices = operation({
  group: 'voices',
  access: ['office', 'liaison', 'handler'],
  scope: 'voices:write',
  id: 'importVoices',
  method: 'POST',
  path: '/voices/sheet',
  summary: {
    zh: '导入意见表（.xlsx .xls .et .csv）：先预览查错，take=true 才导入；同一文件再导入不产生变化；表格本身不保存',
    en: 'Take in a sheet of opinions: looked at first, taken in with take=true; twice changes nothing; the sheet is not kept',
  },
  body: 'bytes',
  input: z.strictObject({
    name: line(200),
    /** Of several sheets which; the first with a header when left out. */
    sheet: z.optional(line(100)),
    /** What the columns are, `0:key`, `2:words`: all that mean anything. As proposed when left out. */
    map: many(z.string().check(z.regex(/^\d{1,3}:[a-z]{2,10}$/))),
    /** For rows that name no channel. */
    channel: z._default(z.enum(SHEET_CHANNELS), 'sheet'),
    /** For rows that name no unit; the caller's own when left out. */
    placeUnit: z.optional(Id),
    take: z._default(Flag, false),
  }),
  output: z.object({
    sheets: z.array(z.string()),
    sheet: z.string(),
    title: z.string(),
    headerRow: z.int(),
    columns: z.array(
      z.object({
        column: z.int(),
        label: z.string(),
        field: z.optional(z.string()),
        doubtful: z.boolean(),
        /** The first few cells; of names and contacts none. */
        sample: z.array(z.string()),
      }),
    ),
    fields: z.array(z.object({ field: z.string(), label: z.string() })),
    /** Undefined as long as no column is what was said. */
    summary: z.optional(
      z.object({
        rows: z.int(),
        /** New, of them waiting for somebody to look; taken in before; with an error. */
        ready: z.int(),
        held: z.int(),
        known: z.int(),
        faulty: z.int(),
        /** Rows that name somebody: sealed. */
        sealed: z.int(),
        /** The first 300. */
        faults: z.array(
          z.object({ row: z.int(), level: z.enum(['error', 'warning']), message: z.string() }),
        ),
      }),
    ),
    /** How many were taken in just now; only with `take`. */
    taken: z.optional(z.int()),
  }),
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'file-empty',
    'file-too-large',
    'classified-file',
    'sheet-unreadable',
    'no-header',
    'mapping-needed',
  ],
});

const campaign = { group: 'collections', access: ['office', 'liaison'] } as const;

/** 征集 as officers see it. */
export const CollectionView = z.object({
  id: z.string(),
  code: z.string(),
  topic: z.string(),
  words: z.string(),
  unit: UnitName,
  subject: z.optional(z.enum(SUBJECTS)),
  fromOn: Day,
  toOn: Day,
  state: z.enum(COLLECTION_STATES),
  /** Voices under it that the reader may see; opened by the filter `collection`. */
  voices: z.int(),
});

export const createCollection = operation({
  ...campaign,
  id: 'createCollection',
  method: 'POST',
  path: '/collections',
  scope: 'voices:write',
  summary: {
    zh: '发起征集：主题、起止日期；自愿参加，不点名、不统计谁参加',
    en: 'Ask for opinions on a topic within a window; taking part is voluntary and nobody is counted by name',
  },
  input: z.strictObject({
    topic: line(80),
    words: z._default(words(1000), ''),
    /** Whose it is; the caller's own unit when left out. */
    unit: z.optional(Id),
    subject: z.optional(z.enum(SUBJECTS)),
    fromOn: Day,
    toOn: Day,
  }),
  output: CollectionView,
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'window-backwards',
    'key-missing',
    'key-reused',
  ],
});

export const listCollections = operation({
  ...campaign,
  access: BUSINESS_ROLES,
  id: 'listCollections',
  method: 'GET',
  path: '/collections',
  scope: 'voices:read',
  summary: { zh: '征集活动', en: 'Campaigns that ask for opinions' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(CollectionView) }),
  refusals: ['not-allowed'],
});

export const endCollection = operation({
  ...campaign,
  id: 'endCollection',
  method: 'POST',
  path: '/collections/{id}/end',
  scope: 'voices:write',
  summary: { zh: '提前结束征集', en: 'End a campaign ahead of its time' },
  input: z.strictObject({ id: Id }),
  output: CollectionView,
  refusals: ['invalid', 'not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

export const openCollection = operation({
  group: 'citizens',
  access: 'public',
  scope: 'voices:read',
  id: 'openCollection',
  method: 'GET',
  path: '/say/collections/{code}',
  summary: { zh: '凭征集码看征集什么', en: 'What a campaign asks, by its code' },
  input: z.strictObject({ code: z.string().check(z.maxLength(20)) }),
  output: z.object({
    code: z.string(),
    topic: z.string(),
    words: z.string(),
    unit: z.string(),
    unitId: z.string(),
    subject: z.optional(z.enum(SUBJECTS)),
    fromOn: Day,
    toOn: Day,
    state: z.enum(COLLECTION_STATES),
  }),
  refusals: ['invalid', 'not-found'],
});
