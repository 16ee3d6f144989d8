import * as z from 'zod/mini';
import { PROBLEM_MOVES } from '#domain/problem/lifecycle.ts';
import { TASK_MOVES } from '#domain/task/lifecycle.ts';
import { Id, Moment, UnitName } from './fields.ts';
import { operation } from './operation.ts';

/** What can be subscribed to: every kind of event on the ledger. */
export const WEBHOOK_KINDS: readonly string[] = [
  ...['raise', ...PROBLEM_MOVES].map((move) => `problem.${move}`),
  ...['draft', ...TASK_MOVES].map((move) => `task.${move}`),
];

export const WebhookView = z.object({
  id: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  unit: UnitName,
  createdAt: Moment,
  stoppedAt: z.optional(Moment),
});

const common = { group: 'webhooks', access: ['system_admin'] } as const;

export const createWebhook = operation({
  ...common,
  id: 'createWebhook',
  method: 'POST',
  path: '/webhooks',
  summary: {
    zh: '订阅一个单位及其下级的台账变化，推送到指定网址；密钥只在此处给出',
    en: 'Send what happens on the ledger of a unit and those below it to a URL; the secret is given here only',
  },
  scope: 'org:write',
  input: z.strictObject({
    url: z.string().check(z.maxLength(500)),
    kinds: z.array(z.enum(WEBHOOK_KINDS)).check(z.minLength(1), z.maxLength(100)),
    unit: Id,
  }),
  output: z.extend(WebhookView, { secret: z.string() }),
  refusals: ['invalid', 'not-allowed', 'key-missing', 'key-reused', 'not-found', 'address-refused'],
});

export const listWebhooks = operation({
  ...common,
  id: 'listWebhooks',
  method: 'GET',
  path: '/webhooks',
  summary: { zh: '列出推送订阅', en: 'The webhooks' },
  scope: 'org:read',
  input: z.strictObject({}),
  output: z.object({ webhooks: z.array(WebhookView) }),
  refusals: ['not-allowed'],
});

export const tryWebhook = operation({
  ...common,
  id: 'tryWebhook',
  method: 'POST',
  path: '/webhooks/{id}/try',
  summary: {
    zh: '向订阅网址发送一条试验推送；结果见所返回的作业',
    en: 'Send a trial delivery; the job that is answered tells how it went',
  },
  scope: 'org:write',
  input: z.strictObject({ id: Id }),
  output: z.object({ jobId: z.string() }),
  refusals: ['not-allowed', 'not-found', 'key-missing', 'key-reused'],
});

export const stopWebhook = operation({
  ...common,
  id: 'stopWebhook',
  method: 'POST',
  path: '/webhooks/{id}/stop',
  summary: { zh: '停止推送订阅', en: 'Stop a webhook' },
  scope: 'org:write',
  input: z.strictObject({ id: Id }),
  output: WebhookView,
  refusals: ['not-allowed', 'not-found', 'key-missing', 'key-reused'],
});
