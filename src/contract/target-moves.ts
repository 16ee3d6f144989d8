import * as z from 'zod/mini';
import { GRADES } from '#domain/document/grade.ts';
import { FIGURE_OPS } from '#domain/document/op.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { OUTCOMES, TARGET_STATES } from '#domain/target/lifecycle.ts';
import { PATH_KINDS } from '#domain/target/path.ts';
import { TARGET_OPS } from '#domain/target/verdict.ts';
import { Decimal, Version, WRITERS } from './indicator.ts';
import { Day, Id, line, words } from './fields.ts';
import { operation } from './operation.ts';
import { TargetDetail } from './target.ts';

const common = { group: 'targets', access: BUSINESS_ROLES } as const;

const Wanted = {
  from: Day,
  to: Day,
  baseline: z.optional(Decimal),
  baselineOn: z.optional(Day),
  goal: z.optional(Decimal),
  goalTo: z.optional(Decimal),
  op: z._default(z.enum(TARGET_OPS), 'ge'),
  grade: z._default(z.enum(GRADES), 'expected'),
  path: z._default(z.enum(PATH_KINDS), 'linear'),
  profile: z._default(z.array(z.number()).check(z.maxLength(60)), []),
  weight: z._default(z.number().check(z.gt(0), z.lte(1000)), 1),
  guard: z.optional(Id),
  remark: z.optional(words(500)),
};

export const proposeTarget = operation({
  ...common,
  id: 'proposeTarget',
  method: 'POST',
  path: '/targets',
  summary: { zh: '拟定目标', en: 'Propose a target' },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({
    indicator: Id,
    /** The proposer's own when not given. */
    unit: z.optional(Id),
    campaign: z.optional(Id),
    ...Wanted,
  }),
  output: TargetDetail,
  refusals: ['not-found', 'not-allowed', 'date-order', 'bad-path', 'unit-closed'],
});

const OnTarget = { id: Id, version: Version };

export const amendTarget = operation({
  ...common,
  id: 'amendTarget',
  method: 'POST',
  path: '/targets/{id}/amend',
  summary: { zh: '修改尚未生效的目标', en: 'Amend a target that is not in force yet' },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({ ...OnTarget, indicator: z.optional(Id), ...Wanted }),
  output: TargetDetail,
  refusals: [
    'not-found',
    'not-allowed',
    'stale',
    'move-not-allowed',
    'date-order',
    'bad-path',
    'stricter-than-parent',
  ],
});

export const pendTarget = operation({
  ...common,
  id: 'pendTarget',
  method: 'POST',
  path: '/targets/{id}/pend',
  summary: { zh: '标为“口径待明确”', en: 'Mark a target as waiting for its definition' },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({ ...OnTarget, reason: line(500) }),
  output: TargetDetail,
  refusals: ['not-found', 'not-allowed', 'stale', 'move-not-allowed'],
});

export const effectTarget = operation({
  ...common,
  id: 'effectTarget',
  method: 'POST',
  path: '/targets/{id}/effect',
  summary: { zh: '目标生效', en: 'Put a target in force' },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject(OnTarget),
  output: TargetDetail,
  refusals: [
    'not-found',
    'not-allowed',
    'stale',
    'move-not-allowed',
    'no-goal',
    'no-definition',
    'bad-path',
  ],
});

export const reviseTarget = operation({
  ...common,
  id: 'reviseTarget',
  method: 'POST',
  path: '/targets/{id}/revise',
  summary: {
    zh: '修订生效中的目标（原目标留存于记录）',
    en: 'Revise a target in force; what it was stays on record',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({ ...OnTarget, ...Wanted, reason: line(500) }),
  output: TargetDetail,
  refusals: [
    'not-found',
    'not-allowed',
    'stale',
    'move-not-allowed',
    'no-goal',
    'no-definition',
    'date-order',
    'bad-path',
    'stricter-than-parent',
  ],
});

export const concludeTarget = operation({
  ...common,
  id: 'concludeTarget',
  method: 'POST',
  path: '/targets/{id}/conclude',
  summary: {
    zh: '期满评定：达成、未达成、无法评价（依终核数）',
    en: 'Conclude: achieved, missed or not assessable, by the final figure',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({ ...OnTarget, outcome: z.enum(OUTCOMES), reason: z.optional(words(500)) }),
  output: TargetDetail,
  refusals: [
    'not-found',
    'not-allowed',
    'stale',
    'move-not-allowed',
    'no-reason',
    'no-final-reading',
    'verdict-contradicts',
    'period-ahead',
  ],
});

export const handDownTarget = operation({
  ...common,
  id: 'handDownTarget',
  method: 'POST',
  path: '/targets/{id}/hand-down',
  summary: {
    zh: '分解下达到下级单位；比上级加码的须说明理由',
    en: 'Hand a target down to units below; a stricter one needs a reason',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({
    ...OnTarget,
    parts: z
      .array(
        z.strictObject({
          unit: Id,
          goal: Decimal,
          baseline: z.optional(Decimal),
          to: z.optional(Day),
          weight: z._default(z.number().check(z.gt(0), z.lte(1000)), 1),
          reason: z.optional(words(500)),
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  output: TargetDetail,
  refusals: [
    'not-found',
    'not-allowed',
    'stale',
    'no-goal',
    'not-below',
    'date-order',
    'bad-path',
    'stricter-than-parent',
    'unit-closed',
  ],
});

/** 文件中识别出的一个数值: what proposeTargets makes a target of. */
export const ProposedItem = z.strictObject({
  metric: line(100),
  unitText: z._default(words(20), ''),
  op: z.enum(FIGURE_OPS),
  /** Absent when the text withholds it or gives none. */
  value: z.optional(z.number()),
  max: z.optional(z.number()),
  base: z.optional(z.number()),
  approximate: z._default(z.boolean(), false),
  /** The first day is that of the year of the last one when not given. */
  from: z.optional(Day),
  to: z.optional(Day),
  grade: z.optional(z.enum(GRADES)),
  scope: z.optional(words(60)),
  quote: words(2000),
  start: z.int().check(z.gte(0)),
  end: z.int().check(z.gte(0)),
});
export type ProposedItem = z.infer<typeof ProposedItem>;

export const proposeTargets = operation({
  ...common,
  id: 'proposeTargets',
  method: 'POST',
  path: '/targets/from-document',
  summary: {
    zh: '由文件中采纳的数值拟定目标；同一文件同一处只拟一次',
    en: 'Propose targets from the figures of a document, once for each span',
  },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({
    document: Id,
    unit: z.optional(Id),
    campaign: z.optional(Id),
    items: z.array(ProposedItem).check(z.minLength(1), z.maxLength(500)),
  }),
  output: z.object({
    targets: z.array(
      z.object({
        id: z.string(),
        start: z.int(),
        end: z.int(),
        made: z.boolean(),
        state: z.enum(TARGET_STATES),
      }),
    ),
  }),
  refusals: ['not-found', 'not-allowed', 'unit-closed'],
});

export const proposeDocumentTargets = operation({
  ...common,
  id: 'proposeDocumentTargets',
  method: 'POST',
  path: '/documents/{id}/targets',
  summary: {
    zh: '把文件中已采纳的指标拟定为目标，并记下彼此的联系',
    en: 'Propose targets from all figures accepted in a document, linked to their words',
  },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({ id: Id }),
  output: proposeTargets.output,
  refusals: ['not-found', 'not-allowed', 'unit-closed', 'document-reading', 'document-superseded'],
});
