import * as z from 'zod/mini';
import type { RefusalCode } from '#domain/refusal.ts';
import { DeadlineInput, MeasureInput, move, reason, seen } from './entry-move.ts';
import { Id, words } from './fields.ts';

/* 派: who has it to do, and whether he takes it. */

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

export const recallEntry = move(
  'recall',
  '撤回：无人签收的交办，或尚未核查的报结',
  'Take back what was handed on and nobody has acted upon',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
);
