import * as z from 'zod/mini';
import { CHECK_METHODS, FINDINGS } from '#domain/entry/entry.ts';
import { DeadlineInput, move, reason, seen } from './entry-move.ts';
import { Id, line, words } from './fields.ts';

/* 验: somebody else looks; only then it is struck off. */

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
  ['not-independent', 'no-approver', 'account-unconfirmed'],
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
  ['no-passed-check', 'not-approver', 'doer-decides', 'checker-decides', 'account-unconfirmed'],
);

export const reopenEntry = move(
  'reopen',
  '反弹重开',
  'Reopen',
  z.strictObject({ ...seen, reason, deadline: z.optional(DeadlineInput) }),
  ['no-reason', 'no-deadline', 'no-milestones', 'deadline-past'],
);
