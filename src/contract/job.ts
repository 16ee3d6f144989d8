import * as z from 'zod/mini';
import { Id, Moment, whole } from './fields.ts';
import { operation } from './operation.ts';

/** 排队, 执行中, 正在取消, 已完成, 已失败, 已取消 */
export const JOB_STATES = [
  'waiting',
  'running',
  'cancelling',
  'done',
  'failed',
  'cancelled',
] as const;

export const JobView = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(JOB_STATES),
  done: z.number(),
  total: z.optional(z.number()),
  result: z.optional(z.record(z.string(), z.unknown())),
  error: z.optional(z.string()),
  createdAt: Moment,
  finishedAt: z.optional(Moment),
});

export const jobStatus = operation({
  id: 'jobStatus',
  method: 'GET',
  path: '/jobs/{id}',
  group: 'jobs',
  summary: { zh: '查看本人一项后台作业的进度', en: 'How far one of your own jobs has come' },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: JobView,
  refusals: ['not-found'],
});

export const listJobs = operation({
  id: 'listJobs',
  method: 'GET',
  path: '/jobs',
  group: 'jobs',
  summary: { zh: '列出本人最近的后台作业', en: 'Your own latest jobs' },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({ limit: z._default(whole(1, 100), 20) }),
  output: z.object({ jobs: z.array(JobView) }),
  refusals: [],
});

export const cancelJob = operation({
  id: 'cancelJob',
  method: 'POST',
  path: '/jobs/{id}/cancel',
  group: 'jobs',
  summary: {
    zh: '取消本人的后台作业；已完成的部分保留',
    en: 'Cancel one of your own jobs; what is already done stays done',
  },
  access: 'signed-in',
  scope: 'ledger:write',
  input: z.strictObject({ id: Id }),
  output: JobView,
  refusals: ['not-found'],
});
