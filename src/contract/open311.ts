import * as z from 'zod/mini';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { Day, Flag, many, Moment, whole, words } from './fields.ts';
import { operation } from './operation.ts';

/**
 * What stands behind Open311 GeoReport v2 (`/open311/v2`, `src/open311-site.ts`), for whoever would rather have
 * our own JSON. Only what a named post has released is told; what comes in goes the way of every voice.
 */
const open = { group: 'open311', access: 'public', scope: 'voices:read' } as const;

/** `closed` is what was checked and struck off; what is only said to be done stays open. */
export const REQUEST_STATUSES = ['open', 'closed'] as const;

const PublicRequest = z.object({
  /** The number of the problem. */
  no: z.string(),
  status: z.enum(REQUEST_STATUSES),
  /** Our own state, finer than open and closed. */
  state: z.string(),
  service: z.enum(SUBJECTS),
  title: z.string(),
  words: z.string(),
  unit: z.optional(z.string()),
  publishedAt: Moment,
  updatedAt: Moment,
  dueOn: z.optional(Day),
  notes: z.array(
    z.object({
      id: z.string(),
      at: Moment,
      step: z.string(),
      unit: z.optional(z.string()),
      status: z.enum(REQUEST_STATUSES),
    }),
  ),
});

export const listRequests = operation({
  ...open,
  id: 'listPublicRequests',
  method: 'GET',
  path: '/open311/requests',
  summary: {
    zh: 'Open311：已公开的问题（至多 1000 件；不给编号时为最近 90 天）',
    en: 'Open311: released problems, 1,000 at most; without numbers those of the last 90 days',
  },
  input: z.strictObject({
    /** When given, nothing else filters. */
    no: many(z.string().check(z.maxLength(40))),
    service: many(z.enum(SUBJECTS)),
    status: many(z.enum(REQUEST_STATUSES)),
    from: z.optional(z.iso.datetime({ offset: true })),
    to: z.optional(z.iso.datetime({ offset: true })),
    /** What was done, step by step; left out unless asked for. */
    notes: z._default(Flag, false),
    page: z._default(whole(1, 10_000), 1),
    limit: z._default(whole(1, 1000), 1000),
  }),
  output: z.object({ items: z.array(PublicRequest) }),
  refusals: ['invalid', 'too-many'],
});

export const takeRequest = operation({
  ...open,
  access: ['office', 'liaison', 'handler'],
  scope: 'voices:write',
  id: 'takeRequest',
  method: 'POST',
  path: '/open311/requests',
  summary: {
    zh: 'Open311：转来一件诉求；同一来源编号只收一次',
    en: 'Open311: hand in a request; one `key` is taken once',
  },
  input: z.strictObject({
    service: z.enum(SUBJECTS),
    words: words(10_000),
    place: z._default(words(200), ''),
    name: z._default(words(60), ''),
    contact: z._default(words(120), ''),
    /** The sender's own number, so that a lost answer can be asked for again. */
    key: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  }),
  output: z.object({
    /** Tells later which released problem it became part of; nothing else can be learnt from it. */
    token: z.string(),
    /** 查询码, for its reporter alone. */
    code: z.string(),
    held: z.boolean(),
  }),
  refusals: ['invalid', 'not-allowed', 'says-nothing', 'too-many', 'key-reused'],
});

export const findRequest = operation({
  ...open,
  id: 'findRequest',
  method: 'GET',
  path: '/open311/tokens/{token}',
  summary: {
    zh: 'Open311：凭令牌查编号（并入已公开的问题后才有）',
    en: 'Open311: the number behind a token, once it is part of a released problem',
  },
  input: z.strictObject({ token: z.string().check(z.regex(/^[0-9a-f]{32}$/)) }),
  output: z.object({ token: z.string(), no: z.optional(z.string()) }),
  refusals: ['invalid', 'not-found', 'too-many'],
});
