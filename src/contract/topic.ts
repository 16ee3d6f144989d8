import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { AlikeSubject, Counts, SUBJECT_KINDS } from './distil.ts';
import { Id, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

const common = { group: 'distil', access: BUSINESS_ROLES } as const;
const read = { ...common, scope: 'ledger:read' } as const;
const write = { ...common, scope: 'ledger:write' } as const;

const Link = z.object({
  id: z.string(),
  a: z.string(),
  b: z.string(),
  score: z.number(),
  rule: z.string(),
  actor: z.enum(['auto', 'person']),
  at: Moment,
});

export const readFamily = operation({
  ...read,
  id: 'readAlikeFamily',
  method: 'GET',
  path: '/distil/entries/{id}/family',
  summary: {
    zh: '同一问题与同类问题：谁和它相关联、为什么，别处还有多少',
    en: 'The same matter and the like of it elsewhere: what is linked, why, and how many there are',
  },
  input: z.strictObject({ id: Id }),
  output: z.object({
    /** 同一问题: the same matter in the same place. */
    instance: z.array(AlikeSubject),
    links: z.array(Link),
    counts: Counts,
    /** 同类问题: the same matter anywhere in the reader's reach, by unit. */
    family: z.object({
      counts: Counts,
      units: z.array(z.object({ unit: UnitName, problems: z.int() })),
      sample: z.array(AlikeSubject),
    }),
    parent: z.optional(AlikeSubject),
    children: z.array(AlikeSubject),
  }),
  refusals: ['not-found', 'not-allowed'],
});

export const linkRootCause = operation({
  ...write,
  id: 'linkRootCause',
  method: 'POST',
  path: '/distil/entries/{id}/root-cause',
  summary: { zh: '归到根源问题', en: 'Name the problem that is the root cause' },
  input: z.strictObject({ id: Id, parent: Id }),
  output: z.object({ parent: AlikeSubject }),
  refusals: ['not-found', 'not-allowed', 'unfit-parent', 'key-missing', 'key-reused'],
});

export const unlinkRootCause = operation({
  ...write,
  id: 'unlinkRootCause',
  method: 'POST',
  path: '/distil/entries/{id}/root-cause/undo',
  summary: { zh: '解除与根源问题的关联', en: 'Take the root cause off' },
  input: z.strictObject({ id: Id }),
  output: z.object({ parent: z.string() }),
  refusals: ['not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

const Topic = z.object({
  /** 同类: by which its rows are asked for. */
  family: z.string(),
  title: z.string(),
  counts: Counts,
  places: z.int(),
  /** Problems in the time before of the same length. */
  before: z.int(),
});

export const hotTopics = operation({
  ...read,
  id: 'hotTopics',
  method: 'GET',
  path: '/distil/topics',
  summary: {
    zh: '热点：近若干天（含今天）、一个地方里同类问题和诉求的多少与变化（只看事，不看人）',
    en: 'Hot topics: how many problems and voices of a kind in the last days, today among them, in a place, and how that changes (matters, never persons)',
  },
  input: z.strictObject({
    campaign: z.optional(Id),
    unit: z.optional(Id),
    days: z._default(whole(1, 366), 30),
    limit: z._default(whole(1, 50), 20),
  }),
  output: z.object({
    topics: z.array(Topic),
    /** The beginnings of the first day of the span and of the span before it, by which the rows are asked for. */
    from: Moment,
    before: Moment,
    asOf: Moment,
  }),
  refusals: ['invalid', 'not-allowed', 'not-found'],
});

export const readGroup = operation({
  ...read,
  id: 'readAlikeGroup',
  method: 'GET',
  path: '/distil/families/{id}',
  summary: {
    zh: '一类问题：多少、在哪些单位、待确认的几组，以及数字背后的条目',
    en: 'One family: how many, where, what waits to be confirmed, and the rows behind each figure',
  },
  input: z.strictObject({
    id: Id,
    campaign: z.optional(Id),
    /** Rows of one kind, one unit's subtree, raised from `from` up to before `to`. */
    kind: z.optional(z.enum(SUBJECT_KINDS)),
    unit: z.optional(Id),
    from: z.optional(z.iso.datetime()),
    to: z.optional(z.iso.datetime()),
    after: z.optional(Id),
    limit: z._default(whole(1, 100), 50),
  }),
  output: z.object({
    title: z.string(),
    counts: Counts,
    units: z.array(z.object({ unit: UnitName, problems: z.int() })),
    /** Groups linked by the rules that wait to be confirmed, at most a hundred. */
    waiting: z.array(z.object({ id: z.string(), title: z.string(), members: z.int() })),
    rows: z.array(AlikeSubject),
    next: z.optional(z.string()),
  }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const acceptGroup = operation({
  ...write,
  id: 'acceptAlikeGroup',
  method: 'POST',
  path: '/distil/families/{id}/accept',
  summary: {
    zh: '成批采纳一类中已自动关联的各组；每组仍可单独撤销',
    en: 'Accept many linked groups of a family at once; each can still be taken back by itself',
  },
  input: z.strictObject({
    id: Id,
    items: z.array(Id).check(z.minLength(1), z.maxLength(100)),
    merge: z._default(z.boolean(), true),
    reason: z._default(words(2000), ''),
  }),
  output: z.object({
    accepted: z.int(),
    merged: z.array(z.string()),
    tied: z.array(z.string()),
    linkedOnly: z.array(z.object({ no: z.string(), why: z.string() })),
  }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'already-decided', 'key-missing', 'key-reused'],
});

export const listCauses = operation({
  ...read,
  id: 'listRootCauses',
  method: 'GET',
  path: '/distil/causes',
  summary: {
    zh: '根源问题：每一个之下归了多少问题，以及这些问题的诉求件数和人数，三个数分开',
    en: 'Root causes: how many problems come from each, and how many voices and reporters stand behind those, three numbers apart',
  },
  input: z.strictObject({ limit: z._default(whole(1, 100), 50) }),
  output: z.object({
    causes: z.array(z.object({ parent: AlikeSubject, ...Counts.shape })),
    asOf: Moment,
  }),
  refusals: ['invalid', 'not-allowed'],
});
