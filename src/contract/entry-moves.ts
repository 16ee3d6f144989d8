import * as z from 'zod/mini';
import {
  CHECK_METHODS,
  DEADLINE_KINDS,
  ENTRY_KINDS,
  FINDINGS,
  FOUND_BY,
  LEVELS,
  SOURCES,
} from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { EntryDetail, EntryFilter, type EntryMoveField } from './entry.ts';
import { Day, Id, line, words } from './fields.ts';
import { type Operation, operation, type Schema } from './operation.ts';

const common = { group: 'moves', access: BUSINESS_ROLES, scope: 'ledger:write' } as const;

/** What every move takes: which entry, and the version the caller has seen. */
const seen = { id: Id, version: z.int().check(z.gte(1)) };
const reason = line(2000);

const EVERY_MOVE: readonly RefusalCode[] = [
  'invalid',
  'not-found',
  'stale',
  'move-not-allowed',
  'not-allowed',
  'already-merged',
  'key-missing',
  'key-reused',
];

function move<I extends Schema>(
  name: string,
  zh: string,
  en: string,
  input: I,
  refusals: readonly RefusalCode[] = [],
): Operation<I, typeof EntryDetail> {
  return operation({
    ...common,
    id: `${name.replaceAll(/_(\w)/g, (_, c: string) => c.toUpperCase())}Entry`,
    method: 'POST',
    path: `/entries/{id}/${name.replaceAll('_', '-')}`,
    summary: { zh, en },
    input,
    output: EntryDetail,
    refusals: [...EVERY_MOVE, ...refusals],
  });
}

export const MeasureInput = z.strictObject({
  kind: z._default(z.enum(['measure', 'milestone']), 'measure'),
  text: line(2000),
  dueOn: z.optional(Day),
});

const DeadlineInput = z.strictObject({ kind: z.enum(DEADLINE_KINDS), on: z.optional(Day) });

const facts = {
  title: line(200),
  detail: z.optional(words(8000)),
  cause: z.optional(words(4000)),
  remark: z.optional(words(2000)),
  quote: z.optional(words(4000)),
  category: z.optional(z.string().check(z.maxLength(32))),
  source: z.enum(SOURCES),
  sourceNo: z.optional(words(100)),
  foundBy: z.optional(z.enum(FOUND_BY)),
  level: z.enum(LEVELS),
  isKey: z.optional(z.boolean()),
  /** Facets of further taxonomies, by taxonomy code and facet code; they replace those that stand. */
  facets: z.optional(
    z.array(z.strictObject({ taxonomy: line(32), code: line(32) })).check(z.maxLength(30)),
  ),
};

export const raiseEntry = operation({
  ...common,
  id: 'raiseEntry',
  method: 'POST',
  path: '/entries',
  summary: { zh: '提出问题，或起草任务', en: 'Raise a problem or draft a task' },
  input: z.strictObject({
    kind: z.enum(ENTRY_KINDS),
    campaign: z.optional(Id),
    /** The unit it is raised by; the caller's own unit when left out. */
    unit: z.optional(Id),
    ...facts,
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
  }),
  output: EntryDetail,
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'unknown-category',
    'key-missing',
    'key-reused',
  ],
});

export const screenEntry = move(
  'screen',
  '甄别',
  'Screen',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
);
export const listEntry = move(
  'list',
  '列入台账',
  'Put on the ledger',
  z.strictObject({
    ...seen,
    level: z.optional(z.enum(LEVELS)),
    isKey: z.optional(z.boolean()),
    category: z.optional(z.string()),
  }),
  ['unknown-category'],
);
export const notListEntry = move(
  'not_list',
  '不予立项',
  'Decline',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);

const handing = {
  /** Left out: the lead and co-units the entry already names (proposed by an import, or of the present round). */
  lead: z.optional(Id),
  co: z.optional(z.array(Id).check(z.maxLength(30))),
  deadline: z.optional(DeadlineInput),
  /** Replaces the present measures when given. */
  measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
  note: z.optional(words(2000)),
};
const HANDING: readonly RefusalCode[] = [
  'no-lead',
  'no-deadline',
  'no-measures',
  'no-milestones',
  'deadline-past',
  'unit-twice',
  'unknown-unit',
  'out-of-reach',
];

export const assignEntry = move(
  'assign',
  '交办：确定牵头、配合单位和时限',
  'Assign to a lead unit, co-units and a deadline',
  z.strictObject({ ...seen, ...handing }),
  HANDING,
);
export const issueEntry = move(
  'issue',
  '下达任务',
  'Issue a task',
  z.strictObject({ ...seen, ...handing }),
  HANDING,
);
export const reassignEntry = move(
  'reassign',
  '转办',
  'Reassign',
  z.strictObject({ ...seen, ...handing, reason }),
  [...HANDING, 'no-reason', 'not-independent'],
);
export const acceptEntry = move('accept', '签收', 'Accept', z.strictObject({ ...seen }));
export const refuseEntry = move(
  'refuse',
  '拒收，退回交办单位',
  'Refuse',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);
export const progressEntry = move(
  'progress',
  '报进展',
  'Report progress',
  z.strictObject({
    ...seen,
    percent: z.int().check(z.gte(0), z.lte(100)),
    note: line(4000),
    /** Measures and milestones that are now done. */
    done: z.optional(z.array(Id).check(z.maxLength(50))),
  }),
);
export const blockEntry = move(
  'block',
  '暂不具备条件',
  'Report as blocked',
  z.strictObject({ ...seen, reason, reviewOn: Day }),
  ['no-reason', 'deadline-past'],
);
export const unblockEntry = move(
  'unblock',
  '恢复整改',
  'Take up again',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
);
export const deliverEntry = move(
  'deliver',
  '报结：申报完成',
  'Report as done',
  z.strictObject({ ...seen, note: line(4000) }),
  ['no-evidence'],
);
export const recallEntry = move(
  'recall',
  '撤回：无人签收的交办，或尚未核查的报结',
  'Take back what was handed on and nobody has acted upon',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
);
export const appointEntry = move(
  'appoint',
  '派核查：确定核查单位',
  'Name the unit that checks',
  z.strictObject({ ...seen, unit: Id }),
  ['not-independent', 'unknown-unit'],
);
export const checkEntry = move(
  'check',
  '记录核查结论',
  'Record a check',
  z.strictObject({
    ...seen,
    method: z.enum(CHECK_METHODS),
    finding: z.enum(FINDINGS),
    note: line(4000),
  }),
  ['not-independent', 'no-approver'],
);
export const sendBackEntry = move(
  'send_back',
  '退回整改',
  'Send back',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);
export const closeEntry = move(
  'close',
  '销号（任务为办结）',
  'Strike off',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
  ['no-passed-check', 'not-approver', 'doer-decides', 'checker-decides'],
);
export const reopenEntry = move(
  'reopen',
  '反弹重开',
  'Reopen',
  z.strictObject({ ...seen, reason, deadline: z.optional(DeadlineInput) }),
  ['no-reason', 'no-deadline', 'no-milestones', 'deadline-past'],
);
export const cancelEntry = move(
  'cancel',
  '取消草稿',
  'Cancel a draft',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);
export const supersedeEntry = move(
  'supersede',
  '并入另一任务',
  'Superseded by another task',
  z.strictObject({ ...seen, by: Id, reason }),
  ['no-reason', 'unfit-survivor'],
);
export const correctEntry = move(
  'correct',
  '更正',
  'Correct',
  z.strictObject({
    ...seen,
    title: z.optional(line(200)),
    detail: facts.detail,
    cause: facts.cause,
    remark: facts.remark,
    category: facts.category,
    source: z.optional(z.enum(SOURCES)),
    sourceNo: facts.sourceNo,
    foundBy: facts.foundBy,
    quote: facts.quote,
    level: z.optional(z.enum(LEVELS)),
    isKey: facts.isKey,
    facets: facts.facets,
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
    reason,
  }),
  ['no-reason', 'no-measures', 'no-milestones', 'unknown-category'],
);
export const coReportEntry = move(
  'co_report',
  '配合单位报进展',
  'A co-unit reports progress',
  z.strictObject({ ...seen, percent: z.int().check(z.gte(0), z.lte(100)), note: line(4000) }),
);
export const selfMendEntry = move(
  'self_mend',
  '自查自改：列入台账、交给本单位并签收，一步完成',
  'Found and mended by ourselves: list, take on and accept in one move',
  z.strictObject({
    ...seen,
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
    deadline: z.optional(DeadlineInput),
  }),
  ['not-self-found', 'no-measures', 'no-deadline', 'no-milestones', 'deadline-past'],
);
export const mergeEntry = move(
  'merge',
  '并案',
  'Merge into another',
  z.strictObject({ ...seen, into: Id, reason }),
  ['no-reason', 'unfit-survivor'],
);
export const unmergeEntry = move(
  'unmerge',
  '撤销并案',
  'Undo a merge',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);
export const askEntry = move(
  'ask',
  '提请延期、调整、撤销',
  'Ask for an extension, an adjustment or a cancellation',
  z.strictObject({
    ...seen,
    kind: z.enum(['extension', 'adjustment', 'cancellation']),
    reason,
    deadline: z.optional(Day),
    /** 改为限期: a long-term entry is to have this deadline instead of its milestones. */
    toDated: z.optional(z.boolean()),
    title: z.optional(line(200)),
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
  }),
  [
    'no-reason',
    'request-open',
    'nothing-asked',
    'long-term-kept',
    'no-deadline',
    'deadline-not-later',
    'deadline-past',
    'no-measures',
    'no-milestones',
    'no-approver',
  ],
);
export const withdrawEntry = move(
  'withdraw',
  '撤回自己提出的申请',
  'Withdraw a request one has made',
  z.strictObject({ ...seen, request: Id, note: z.optional(words(2000)) }),
);
export const decideEntry = move(
  'decide',
  '审批延期、调整、撤销',
  'Decide on a request',
  z.strictObject({ ...seen, request: Id, approve: z.boolean(), note: z.optional(words(2000)) }),
  ['not-approver', 'doer-decides', 'asker-decides'],
);

/** Moves that may be made on all that match a filter. Closing is never one: each closure is looked at. */
export const BULK_MOVES = [
  'screen',
  'list',
  'not_list',
  'assign',
  'issue',
  'accept',
  'recall',
  'appoint',
] as const;

export const bulkMove = operation({
  ...common,
  id: 'bulkMove',
  method: 'POST',
  path: '/entries/bulk',
  summary: {
    zh: '对符合条件的全部事项执行同一操作（作为作业，逐项报告未成的）',
    en: 'One move on all that match, as a job that reports each refusal',
  },
  input: z.strictObject({
    filter: EntryFilter,
    move: z.enum(BULK_MOVES),
    input: z.record(z.string(), z.unknown()),
    /** How many the caller expects to touch; refused when it has become more. */
    expect: z.int().check(z.gte(1)),
  }),
  output: z.object({ job: z.string(), n: z.int() }),
  refusals: ['invalid', 'not-allowed', 'stale', 'key-missing', 'key-reused'],
});

export const MOVE_OPERATIONS = {
  screen: screenEntry,
  list: listEntry,
  not_list: notListEntry,
  assign: assignEntry,
  issue: issueEntry,
  reassign: reassignEntry,
  accept: acceptEntry,
  refuse: refuseEntry,
  progress: progressEntry,
  block: blockEntry,
  unblock: unblockEntry,
  deliver: deliverEntry,
  recall: recallEntry,
  appoint: appointEntry,
  check: checkEntry,
  send_back: sendBackEntry,
  close: closeEntry,
  reopen: reopenEntry,
  cancel: cancelEntry,
  supersede: supersedeEntry,
  correct: correctEntry,
  co_report: coReportEntry,
  self_mend: selfMendEntry,
  merge: mergeEntry,
  unmerge: unmergeEntry,
  ask: askEntry,
  withdraw: withdrawEntry,
  decide: decideEntry,
} as const satisfies Partial<Record<z.infer<typeof EntryMoveField>, Operation>>;
