import * as z from 'zod/mini';
import {
  ASSURANCES,
  CHECK_METHODS,
  DEADLINE_KINDS,
  ENTRY_KINDS,
  FINDINGS,
  FOUND_BY,
  LEVELS,
  REQUEST_KINDS,
  SOURCES,
} from '#domain/entry/entry.ts';
import { VERDICTS } from '#domain/entry/verdict.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { PROBLEM_MOVES, PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { TASK_MOVES, TASK_STATES } from '#domain/task/lifecycle.ts';
import { Day, Flag, Id, many, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

const STATES = [...new Set([...PROBLEM_STATES, ...TASK_STATES])] as const;
const MOVES = [...new Set([...PROBLEM_MOVES, ...TASK_MOVES])] as const;

export const EntryStateField = z.enum(STATES);
export const EntryMoveField = z.enum(MOVES);

/**
 * By which part an entry is looked for, of a unit in the reader's reach: 牵头 (it stands there, as the counts
 * tell it), 配合, 提出 (whoever leads it now), 核查, or any of them.
 */
export const PARTS = ['lead', 'co', 'raised', 'checker', 'any'] as const;

export const SORTS = ['due', '-due', 'newest', 'oldest'] as const;

const filterFields = {
  kind: z.optional(z.enum(ENTRY_KINDS)),
  campaign: z.optional(Id),
  state: many(EntryStateField),
  /** A unit: its whole subtree. */
  unit: z.optional(Id),
  /** Exactly this lead unit. */
  lead: z.optional(Id),
  /** Exactly this co-unit. */
  co: z.optional(Id),
  /** Exactly this unit has raised it, whoever leads it now. */
  origin: z.optional(Id),
  /** Left out: what stands within reach; with a text, everything that may be read. */
  role: z.optional(z.enum(PARTS)),
  category: many(z.string()),
  /** A facet of any taxonomy, as `taxonomy:code`. */
  facet: many(z.string().check(z.regex(/^[^:]{1,32}:[^:]{1,32}$/))),
  source: many(z.enum(SOURCES)),
  foundBy: many(z.enum(FOUND_BY)),
  level: many(z.enum(LEVELS)),
  assurance: many(z.enum(ASSURANCES)),
  /** 核实结论: how the entry stands before others; `none` where they have not come to one. */
  finding: many(z.enum(VERDICTS)),
  /** 核查过: did others ever come to a conclusion on it, whatever became of it since: the rows behind 核实整改率's sample. */
  checked: z.optional(Flag),
  key: z.optional(Flag),
  /** Deadline on or after, on or before. */
  from: z.optional(Day),
  to: z.optional(Day),
  overdue: z.optional(Flag),
  /** 待复核: the review date of a blocked entry has come, or a milestone has passed undone. */
  review: z.optional(z.enum(['due'])),
  /** Only where a unit of mine is lead or co-unit. */
  mine: z.optional(Flag),
  /** Entries merged into others: left out unless asked for. */
  merged: z.optional(z.enum(['without', 'only', 'with'])),
  text: z.optional(words(100)),
};

/** 筛选条件: every list, count, export and bulk move takes the same one. */
export const EntryFilter = z.strictObject(filterFields);

export const EntryRow = z.object({
  id: z.string(),
  no: z.string(),
  kind: z.enum(ENTRY_KINDS),
  version: z.int(),
  state: EntryStateField,
  title: z.string(),
  level: z.enum(LEVELS),
  isKey: z.boolean(),
  category: z.string(),
  source: z.enum(SOURCES),
  lead: z.optional(UnitName),
  origin: UnitName,
  coUnits: z.int(),
  deadlineKind: z.enum(DEADLINE_KINDS),
  deadline: z.optional(Day),
  overdue: z.boolean(),
  reviewDue: z.boolean(),
  progress: z.optional(z.int()),
  episode: z.int(),
  assurance: z.optional(z.enum(ASSURANCES)),
  merged: z.boolean(),
  openRequest: z.optional(z.enum(REQUEST_KINDS)),
  createdAt: Moment,
  updatedAt: Moment,
  can: z.array(EntryMoveField),
});

/** What the operations that read the ledger share. */
export const common = {
  group: 'ledger',
  access: BUSINESS_ROLES,
} as const;

export const listEntries = operation({
  ...common,
  id: 'listEntries',
  method: 'GET',
  path: '/entries',
  summary: { zh: '台账：按条件列出问题和任务', en: 'The ledger: problems and tasks that match' },
  scope: 'ledger:read',
  input: z.strictObject({
    ...filterFields,
    sort: z._default(z.enum(SORTS), 'due'),
    after: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(whole(1, 200), 50),
  }),
  output: z.object({
    items: z.array(EntryRow),
    next: z.optional(z.string()),
    asOf: Moment,
  }),
  refusals: ['invalid', 'bad-cursor', 'not-allowed'],
});

export const countEntries = operation({
  ...common,
  id: 'countEntries',
  method: 'GET',
  path: '/entries/count',
  summary: {
    zh: '符合条件的事项数（按单位、状态、分类的给准数，其余超过 1000 记为 1000+；exact=true 逐项数清）',
    en: 'How many match (exact by unit, state and category; else over 1,000: capped, unless exact=true)',
  },
  scope: 'ledger:read',
  input: z.strictObject({
    ...filterFields,
    /** Count every one, however long that takes: what somebody is about to move. */
    exact: z.optional(Flag),
  }),
  output: z.object({ n: z.int(), capped: z.boolean(), asOf: Moment }),
  refusals: ['invalid', 'not-allowed'],
});

const TallyField = z.object({
  listed: z.int(),
  claimed: z.int(),
  closed: z.int(),
  cancelled: z.int(),
  merged: z.int(),
  superseded: z.int(),
});

export const tallyEntries = operation({
  ...common,
  id: 'tallyEntries',
  method: 'GET',
  path: '/entries/tally',
  summary: {
    zh: '按单位、状态、分类的精确计数，与台账逐行一致',
    en: 'Exact counts by unit, state and category, equal to the rows',
  },
  scope: 'ledger:read',
  input: z.strictObject({
    unit: z.optional(Id),
    campaign: z.optional(Id),
    kind: z.optional(z.enum(ENTRY_KINDS)),
    /** Also one line for each unit directly below. */
    below: z.optional(Flag),
  }),
  output: z.object({
    asOf: Moment,
    /** 分母规则: what the rates divide by. */
    rule: z.string(),
    unit: z.optional(UnitName),
    tally: TallyField,
    states: z.array(z.object({ state: z.string(), n: z.int() })),
    categories: z.array(z.object({ category: z.string(), state: z.string(), n: z.int() })),
    below: z.array(z.object({ unit: UnitName, kind: z.string(), tally: TallyField })),
  }),
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const MeasureField = z.object({
  id: z.string(),
  kind: z.enum(['measure', 'milestone']),
  text: z.string(),
  dueOn: z.optional(Day),
  doneAt: z.optional(Moment),
});

export const EntryDetail = z.object({
  ...EntryRow.shape,
  detail: z.string(),
  cause: z.string(),
  remark: z.string(),
  quote: z.string(),
  sourceNo: z.optional(z.string()),
  foundBy: z.optional(z.enum(FOUND_BY)),
  campaign: z.object({ id: z.string(), name: z.string() }),
  categoryName: z.string(),
  originalDeadline: z.optional(Day),
  reviewOn: z.optional(Day),
  deliveredAt: z.optional(Moment),
  closedAt: z.optional(Moment),
  facets: z.array(z.object({ taxonomy: z.string(), code: z.string(), name: z.string() })),
  parties: z.array(
    z.object({
      unit: UnitName,
      role: z.enum(['lead', 'co', 'checker']),
      progress: z.optional(z.int()),
      note: z.optional(z.string()),
      reportedAt: z.optional(Moment),
    }),
  ),
  measures: z.array(MeasureField),
  requests: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(REQUEST_KINDS),
      reason: z.string(),
      ask: z.record(z.string(), z.unknown()),
      approver: z.string(),
      openedAt: Moment,
      decision: z.optional(z.enum(['approved', 'rejected', 'withdrawn'])),
      decidedAt: z.optional(Moment),
      note: z.optional(z.string()),
    }),
  ),
  checks: z.array(
    z.object({
      id: z.string(),
      episode: z.int(),
      method: z.enum(CHECK_METHODS),
      finding: z.enum(FINDINGS),
      assurance: z.enum(ASSURANCES),
      byUnit: UnitName,
      note: z.string(),
      checkedAt: Moment,
    }),
  ),
  evidence: z.array(
    z.object({
      id: z.string(),
      episode: z.int(),
      purpose: z.string(),
      name: z.string(),
      mediaType: z.string(),
      bytes: z.int(),
      byUnit: UnitName,
      at: Moment,
    }),
  ),
  mergedInto: z.optional(z.object({ id: z.string(), no: z.string(), title: z.string() })),
  survivorOf: z.int(),
});

export const readEntry = operation({
  ...common,
  id: 'readEntry',
  method: 'GET',
  path: '/entries/{id}',
  summary: { zh: '一个事项的全部内容', en: 'One entry in full' },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: EntryDetail,
  refusals: ['not-found', 'not-allowed'],
});

export const readEvents = operation({
  ...common,
  id: 'readEvents',
  method: 'GET',
  path: '/entries/{id}/events',
  summary: { zh: '一个事项的经过', en: 'What happened to one entry' },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    events: z.array(
      z.object({
        version: z.int(),
        at: Moment,
        kind: z.string(),
        state: z.string(),
        unit: z.optional(UnitName),
        post: z.optional(z.string()),
        person: z.optional(z.string()),
        acting: z.boolean(),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
  refusals: ['not-found', 'not-allowed'],
});
