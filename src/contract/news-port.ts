import * as z from 'zod/mini';
import { NEWS_PORTS, PORT_FAULTS } from '#domain/voice/news.ts';
import { Day } from './fields.ts';
import { operation } from './operation.ts';

const common = { group: 'news-ports', access: ['system_admin'] } as const;
const Port = z.enum(NEWS_PORTS);
const Fault = z.enum(PORT_FAULTS);

export const listNewsPorts = operation({
  ...common,
  id: 'listNewsPorts',
  method: 'GET',
  path: '/news-ports',
  summary: {
    zh: '提醒通道：配了哪些、发了多少（按五取整，不足五不显示）、最近一次出错；看不到发给谁',
    en: 'The ways reporters are told that there is news: which are set up, totals in whole fives, the last fault; never whom',
  },
  scope: 'org:read',
  input: z.strictObject({}),
  output: z.object({
    ports: z.array(
      z.object({
        port: Port,
        /** Is it configured? */
        on: z.boolean(),
        /** Since the first one; absent under five, so that nobody is seen being told. */
        sent: z.optional(z.int()),
        /** Given up, in the same way. */
        failed: z.optional(z.int()),
        fault: z.optional(Fault),
        faultOn: z.optional(Day),
      }),
    ),
  }),
  refusals: ['not-allowed'],
});

export const tryNewsPort = operation({
  ...common,
  id: 'tryNewsPort',
  method: 'POST',
  path: '/news-ports/{port}/try',
  summary: {
    zh: '向自己的地址发一条试验提醒；地址不保存，记一笔操作记录',
    en: 'Send a trial notice to an address of your own; the address is kept nowhere, the trial is recorded',
  },
  scope: 'org:write',
  input: z.strictObject({ port: Port, to: z.string().check(z.minLength(1), z.maxLength(120)) }),
  output: z.object({ sent: z.boolean(), fault: z.optional(Fault) }),
  refusals: [
    'invalid',
    'not-allowed',
    'key-missing',
    'key-reused',
    'still-running',
    'no-news-port',
    'news-address',
    'too-many',
  ],
});
