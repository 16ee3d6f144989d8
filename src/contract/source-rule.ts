import * as z from 'zod/mini';
import { SOURCES } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { Day, line } from './fields.ts';
import { operation } from './operation.ts';

const rule = {
  source: z.enum(SOURCES),
  days: z.int().check(z.gte(1), z.lte(3650)),
  dayKind: z.enum(['calendar', 'working']),
  basis: line(200),
};

export const listSourceRules = operation({
  id: 'listSourceRules',
  method: 'GET',
  path: '/source-rules',
  group: 'campaign',
  summary: { zh: '来源时限规则', en: 'Due rules of the sources' },
  access: BUSINESS_ROLES,
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({ rules: z.array(z.object(rule)) }),
  refusals: [],
});

export const setSourceRule = operation({
  id: 'setSourceRule',
  method: 'POST',
  path: '/source-rules',
  group: 'campaign',
  summary: {
    zh: '设定来源时限规则（从某日起，之前的规则留存）',
    en: 'Set the due rule of a source from a day on; earlier ones stay on record',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({ ...rule, fromOn: z.optional(Day) }),
  output: z.object({ ok: z.boolean() }),
  refusals: ['invalid', 'not-allowed', 'key-missing', 'key-reused'],
});
