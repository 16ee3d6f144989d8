import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { WORD_CLASSES } from '#domain/voice/watch-words.ts';
import { Id, line, Moment, UnitName } from './fields.ts';
import { operation } from './operation.ts';

/** What guards voices (把关): the release review, the unsealing by two, the watched words. */
const reading = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:read' } as const;
const writing = { group: 'voices', access: BUSINESS_ROLES, scope: 'voices:write' } as const;
const reason = line(1000);

const release = { ...writing, group: 'public' } as const;

export const releaseEntry = operation({
  ...release,
  id: 'releaseEntry',
  confirmed: true,
  method: 'POST',
  path: '/entries/{id}/release',
  summary: { zh: '公开审查：准予公开', en: 'Release review: publish, in these words' },
  input: z.strictObject({ id: Id, title: line(200), words: line(4000), reason: line(500) }),
  output: z.object({ id: z.string(), no: z.string() }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'account-unconfirmed',
    'move-not-allowed',
    'key-missing',
    'key-reused',
  ],
});

export const withdrawRelease = operation({
  ...release,
  id: 'withdrawRelease',
  method: 'POST',
  path: '/entries/{id}/withdraw-release',
  summary: { zh: '撤回公开', en: 'Take a published page back' },
  input: z.strictObject({ id: Id, reason: line(500) }),
  output: z.object({ ok: z.literal(true) }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

export const listReleases = operation({
  ...reading,
  group: 'public',
  id: 'listReleases',
  method: 'GET',
  path: '/releases',
  summary: { zh: '公开审查记录', en: 'What was released, by which post, and what was taken back' },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(
      z.object({
        entry: z.string(),
        no: z.string(),
        title: z.string(),
        reason: z.string(),
        post: z.string(),
        at: Moment,
        withdrawnAt: z.optional(Moment),
        withdrawnFor: z.optional(z.string()),
      }),
    ),
  }),
  refusals: ['not-allowed'],
});

const sealed = { ...writing, group: 'vault' } as const;

export const askUnsealing = operation({
  ...sealed,
  id: 'askUnsealing',
  confirmed: true,
  method: 'POST',
  path: '/voices/{id}/unsealing',
  summary: {
    zh: '申请拆封联系方式（须另一单位的另一人批准）',
    en: 'Ask to unseal a reporter’s contact; another person of another unit approves',
  },
  input: z.strictObject({ id: Id, reason }),
  output: z.object({ id: z.string() }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'account-unconfirmed',
    'key-missing',
    'key-reused',
  ],
});

export const listUnsealings = operation({
  ...sealed,
  scope: 'voices:read',
  id: 'listUnsealings',
  method: 'GET',
  path: '/unsealings',
  summary: { zh: '拆封申请', en: 'Requests to unseal' },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        voice: z.string(),
        no: z.string(),
        reason: z.string(),
        askedBy: UnitName,
        askedAt: Moment,
        approvedBy: z.optional(UnitName),
        endsAt: z.optional(Moment),
        /** Not approved within three days, or approved and its day past. */
        over: z.boolean(),
        mayApprove: z.boolean(),
        mayOpen: z.boolean(),
      }),
    ),
  }),
  refusals: ['not-allowed'],
});

export const approveUnsealing = operation({
  ...sealed,
  id: 'approveUnsealing',
  confirmed: true,
  method: 'POST',
  path: '/unsealings/{id}/approve',
  summary: { zh: '批准拆封（24小时内有效）', en: 'Approve; good for 24 hours' },
  input: z.strictObject({ id: Id }),
  output: z.object({ endsAt: Moment }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'account-unconfirmed',
    'same-unit',
    'unseal-over',
    'move-not-allowed',
    'key-missing',
    'key-reused',
  ],
});

/** Not replayed from the idempotency table: an opened identity is written nowhere. */
export const openIdentity = operation({
  ...sealed,
  id: 'openIdentity',
  confirmed: true,
  method: 'POST',
  path: '/unsealings/{id}/open',
  summary: { zh: '查看已拆封的联系方式', en: 'Read what was unsealed' },
  input: z.strictObject({ id: Id }),
  output: z.object({ name: z.string(), contact: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'account-unconfirmed', 'unseal-over'],
});

export const listWatchWords = operation({
  ...reading,
  group: 'moderation',
  id: 'listWatchWords',
  method: 'GET',
  path: '/watch-words',
  summary: { zh: '词表', en: 'The list of watched words' },
  input: z.strictObject({}),
  output: z.object({
    words: z.array(z.object({ word: z.string(), class: z.enum(WORD_CLASSES) })),
  }),
  refusals: ['not-allowed'],
});

export const setWatchWord = operation({
  ...writing,
  group: 'moderation',
  id: 'setWatchWord',
  method: 'POST',
  path: '/watch-words',
  summary: { zh: '增改或停用一个词', en: 'Set a watched word, or end it' },
  input: z.strictObject({
    word: line(40),
    class: z.enum(WORD_CLASSES),
    ended: z.optional(z.boolean()),
  }),
  output: z.object({ ok: z.literal(true) }),
  refusals: ['invalid', 'not-allowed', 'key-missing', 'key-reused'],
});
