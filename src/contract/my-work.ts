import * as z from 'zod/mini';
import { common, EntryRow } from './entry.ts';
import { Moment, whole } from './fields.ts';
import { operation } from './operation.ts';

export const myWork = operation({
  ...common,
  id: 'myWork',
  method: 'GET',
  path: '/work',
  summary: {
    zh: '我的待办：等我签收、办理、核查、审批的事项',
    en: 'What waits for me to accept, do, check or decide',
  },
  scope: 'ledger:read',
  input: z.strictObject({ limit: z._default(whole(1, 200), 50) }),
  output: z.object({
    asOf: Moment,
    counts: z.object({
      accept: z.int(),
      deliver: z.int(),
      returned: z.int(),
      review: z.int(),
      decide: z.int(),
      check: z.int(),
      assign: z.int(),
    }),
    items: z.array(z.object({ ...EntryRow.shape, waitsFor: z.string() })),
  }),
  refusals: ['not-allowed'],
});
