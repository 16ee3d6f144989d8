import * as z from 'zod/mini';
import { MeasureInput, move, reason, seen } from './entry-move.ts';
import { Day, Id, line, words } from './fields.ts';

/* 办: progress, blockers, requests, and the claim that it is done. */

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

export const coReportEntry = move(
  'co_report',
  '配合单位报进展',
  'A co-unit reports progress',
  z.strictObject({ ...seen, percent: z.int().check(z.gte(0), z.lte(100)), note: line(4000) }),
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
  ['not-approver', 'doer-decides', 'asker-decides', 'account-unconfirmed'],
);
