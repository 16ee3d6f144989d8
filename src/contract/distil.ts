import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { Id, line, many, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

const common = { group: 'distil', access: BUSINESS_ROLES } as const;
const read = { ...common, scope: 'ledger:read' } as const;
const write = { ...common, scope: 'ledger:write' } as const;

export const SUBJECT_KINDS = ['entry', 'voice'] as const;
/** 待判断: near, but not near enough to be linked; 已关联: linked by the rules, to be confirmed. */
export const ITEM_KINDS = ['suggested', 'linked'] as const;
export const ITEM_STATES = ['open', 'accepted', 'apart'] as const;
/** 采纳, 拆出所选, 不是重复, 解除关联 */
export const DECISIONS = ['accept', 'split', 'apart', 'unlink'] as const;

/** A stretch of the text; shared = the other text says it too. */
export const Mark = z.object({ from: z.int(), to: z.int(), shared: z.boolean() });

export const AlikeSubject = z.object({
  kind: z.enum(SUBJECT_KINDS),
  id: z.string(),
  no: z.string(),
  text: z.string(),
  state: z.string(),
  unit: UnitName,
  category: z.string(),
  at: Moment,
});

/** 计数规则: voices, the people behind them and problems are three numbers and are never added. */
export const Counts = z.object({ problems: z.int(), voices: z.int(), reporters: z.int() });

const Decision = z.object({
  id: z.string(),
  kind: z.enum(DECISIONS),
  at: Moment,
  by: z.string(),
  reason: z.string(),
  undone: z.boolean(),
});

export const QueueItem = z.object({
  id: z.string(),
  kind: z.enum(ITEM_KINDS),
  state: z.enum(ITEM_STATES),
  score: z.number(),
  rule: z.string(),
  main: AlikeSubject,
  /** Members the reader may see. */
  members: z.int(),
});

export const QueueItemDetail = z.object({
  ...QueueItem.shape,
  counts: Counts,
  /** What main and the first member have in common, in the words of the main one. */
  marks: z.array(Mark),
  memberList: z.array(
    z.object({
      ...AlikeSubject.shape,
      score: z.number(),
      rule: z.string(),
      decision: z.optional(z.enum(['linked', 'apart'])),
      marks: z.array(Mark),
    }),
  ),
  decisions: z.array(Decision),
  canDecide: z.boolean(),
});

const itemFilter = {
  campaign: z.optional(Id),
  kind: many(z.enum(ITEM_KINDS)),
  state: z._default(z.enum(ITEM_STATES), 'open'),
  /** A unit: its whole subtree. */
  unit: z.optional(Id),
  category: many(z.string()),
  /** Least and greatest score, in hundredths. */
  least: z.optional(whole(0, 100)),
  most: z.optional(whole(0, 100)),
};

export const listItems = operation({
  ...read,
  id: 'listAlikeItems',
  method: 'GET',
  path: '/distil/items',
  summary: {
    zh: '归并队列：待判断的按相似程度，已判断的按时间',
    en: 'The merge queue: the likeliest first, of what is judged the latest first',
  },
  input: z.strictObject({
    ...itemFilter,
    after: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(whole(1, 100), 50),
  }),
  output: z.object({
    items: z.array(QueueItem),
    next: z.optional(z.string()),
    /** How many wait for this reader, by kind; counted to 300. */
    waiting: z.object({ suggested: z.int(), linked: z.int() }),
    asOf: Moment,
  }),
  refusals: ['invalid', 'bad-cursor', 'not-allowed', 'not-found'],
});

export const readItem = operation({
  ...read,
  id: 'readAlikeItem',
  method: 'GET',
  path: '/distil/items/{id}',
  summary: {
    zh: '归并队列的一组：主条、成员、相同之处',
    en: 'One group of the queue: main, members, what they share',
  },
  input: z.strictObject({ id: Id }),
  output: QueueItemDetail,
  refusals: ['not-found', 'not-allowed'],
});

const Decided = z.object({
  item: QueueItemDetail,
  /** Entries merged on the ledger by this decision. */
  merged: z.array(z.string()),
  /** Voices that are handled with the problem from now on (并入问题): their reporters follow it. */
  tied: z.array(z.string()),
  /** The problem that was raised from the voices. */
  raised: z.optional(z.object({ id: z.string(), no: z.string() })),
  /** Entries and voices that are linked only, and why neither ledger nor voice moved. */
  linkedOnly: z.array(z.object({ no: z.string(), why: z.string() })),
});

export const decideItem = operation({
  ...write,
  id: 'decideAlikeItem',
  method: 'POST',
  path: '/distil/items/{id}/decide',
  summary: {
    zh: '判断一组：采纳、拆出所选、不是重复；台账未开始整改的并案，已开始的只关联',
    en: 'Judge a group: accept, split off, not the same; entries not yet begun are merged, others only linked',
  },
  input: z.strictObject({
    id: Id,
    decision: z.enum(['accept', 'split', 'apart']),
    /** Whom it is about: for `split` those taken out; for `accept` those taken in (all when left out). */
    members: z.optional(z.array(Id).check(z.minLength(1), z.maxLength(500))),
    /** Merge on the ledger too (并案); true unless said otherwise. */
    merge: z._default(z.boolean(), true),
    /** Accepted voices among which there is no problem yet: raise it (由诉求提出问题), and tie them to it. */
    raise: z.optional(
      z.strictObject({
        title: line(200),
        unit: z.optional(Id),
        category: z.optional(words(64)),
      }),
    ),
    reason: z._default(words(2000), ''),
  }),
  output: Decided,
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'out-of-reach',
    'unknown-category',
    'already-decided',
    'key-missing',
    'key-reused',
  ],
});

export const undoDecision = operation({
  ...write,
  id: 'undoAlikeDecision',
  method: 'POST',
  path: '/distil/decisions/{id}/undo',
  summary: {
    zh: '撤销一次判断：关联、拆分、并案一并恢复原状，没有期限',
    en: 'Take a judgement back: links, splits and merges are as they were; there is no time limit',
  },
  input: z.strictObject({ id: Id }),
  output: z.object({
    item: z.optional(QueueItemDetail),
    /** What could not be taken back, and why: a voice that its reporter has rated, a problem raised. */
    kept: z.array(z.object({ no: z.string(), why: z.string() })),
  }),
  refusals: ['not-found', 'not-allowed', 'already-decided', 'key-missing', 'key-reused'],
});

export const unlinkEdge = operation({
  ...write,
  id: 'unlinkAlike',
  method: 'POST',
  path: '/distil/links/{id}/undo',
  summary: { zh: '解除一条关联，并记住两者不是重复', en: 'Undo one link and keep the two apart' },
  input: z.strictObject({ id: Id, reason: line(2000) }),
  output: z.object({ decision: z.string() }),
  refusals: ['not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

export const suggestSimilar = operation({
  ...read,
  id: 'suggestSimilar',
  method: 'GET',
  path: '/distil/similar',
  summary: {
    zh: '边录入边提示：已有的相似问题和诉求（最多五条）',
    en: 'While typing: problems and voices like it that are there already (five at most)',
  },
  input: z.strictObject({
    text: words(500),
    unit: z.optional(Id),
    /** Problems or voices alone; both when left out. */
    only: z.optional(z.enum(SUBJECT_KINDS)),
  }),
  output: z.object({
    /** False while the index is still being built. */
    ready: z.boolean(),
    items: z.array(
      z.object({
        ...AlikeSubject.shape,
        score: z.number(),
        /** Same village or site, same area, or not known. */
        place: z.enum(['fine', 'near', 'coarse', 'unknown']),
        marks: z.array(Mark),
      }),
    ),
  }),
  refusals: ['invalid', 'not-allowed', 'unknown-unit'],
});

export const suggestCategory = operation({
  ...read,
  id: 'suggestCategory',
  method: 'GET',
  path: '/distil/category',
  summary: {
    zh: '建议分类：前三项及把握，模型由本市已确认的条目训练',
    en: 'Suggest a category: the first three and how sure, learnt from the city’s confirmed rows',
  },
  input: z.strictObject({
    title: words(200),
    detail: z._default(words(2000), ''),
    campaign: z.optional(Id),
    /** Any taxonomy by its code; the campaign's own when left out. */
    taxonomy: z.optional(words(32)),
  }),
  output: z.object({
    top: z.array(z.object({ code: z.string(), name: z.string(), score: z.number() })),
    margin: z.number(),
    /** Sure enough to be filled in without asking: measured 95 % right on confirmed rows. */
    sure: z.boolean(),
    model: z.optional(z.object({ rows: z.int(), macroF1: z.number(), trainedAt: Moment })),
  }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const startDistil = operation({
  ...write,
  access: ['office'],
  id: 'startDistil',
  method: 'POST',
  path: '/distil/runs',
  summary: {
    zh: '提炼一个专项的全部问题（后台作业，可重复，可续）',
    en: 'Distil all problems of a campaign (a job; may be run again, goes on after a stop)',
  },
  input: z.strictObject({ campaign: z.optional(Id) }),
  output: z.object({ job: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'key-missing', 'key-reused'],
});

export const importDistilled = operation({
  ...write,
  id: 'importDistilled',
  method: 'POST',
  path: '/distil/imports/{id}',
  summary: {
    zh: '导入自查问题并提炼，一个作业完成',
    en: 'Import self-found problems and distil them, in one job',
  },
  input: z.strictObject({ id: Id }),
  output: z.object({ job: z.string() }),
  refusals: ['not-found', 'not-allowed', 'mapping-needed', 'key-missing', 'key-reused'],
});

export const trainCategories = operation({
  ...write,
  access: ['office'],
  id: 'trainCategories',
  method: 'POST',
  path: '/distil/category-models',
  summary: {
    zh: '用已确认的条目重新训练分类建议（后台作业）',
    en: 'Learn the categories anew from confirmed rows (a job)',
  },
  input: z.strictObject({ taxonomy: line(32) }),
  output: z.object({ job: z.string() }),
  refusals: ['invalid', 'not-found', 'not-allowed', 'key-missing', 'key-reused'],
});
