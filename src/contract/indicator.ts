import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { DIRECTIONS } from '#domain/target/path.ts';
import { PERIODICITIES } from '#domain/target/period.ts';
import { VINTAGES } from '#domain/target/reading.ts';
import { Day, Flag, Id, line, Moment, UnitName, words } from './fields.ts';
import { operation } from './operation.ts';

/* Indicators with their definitions, their readings, and the rules by which pace is judged. */

const common = { group: 'targets', access: BUSINESS_ROLES } as const;
export const WRITERS = ['office', 'liaison', 'handler'] as const;

/** Figures travel as decimal text, so that none is rounded on the way: `947.8`, `-0.3`. */
export const Decimal = z
  .string()
  .check(z.trim(), z.regex(/^-?\d{1,15}(\.\d{1,8})?$/, { error: '123.45' }));

export const Version = z.int().check(z.gte(1));

/** 指标 as others name it. */
export const IndicatorName = z.object({
  id: z.string(),
  name: z.string(),
  measure: z.string(),
  direction: z.enum(DIRECTIONS),
  periodicity: z.enum(PERIODICITIES),
  adds: z.boolean(),
  defined: z.boolean(),
});

export const IndicatorView = z.object({
  ...IndicatorName.shape,
  version: z.int(),
  /** 口径: what is counted, and how; empty while 口径待明确. */
  meaning: z.string(),
  unit: UnitName,
  ownerPost: z.nullable(z.object({ id: z.string(), name: z.string(), unit: z.string() })),
  source: z.string(),
  /** 口径版次, the newest first. */
  versions: z.array(
    z.object({ version: z.int(), meaning: z.string(), at: Moment, reason: z.string() }),
  ),
  can: z.array(z.enum(['change'])),
});
export type IndicatorView = z.infer<typeof IndicatorView>;

/** 亮灯规则 and its sentence, shown beside every light it gives. */
export const Rule = z.object({
  id: z.nullable(z.string()),
  label: z.string(),
  campaign: z.nullable(z.string()),
  fromOn: z.nullable(Day),
  elapsedBy: z.enum(['months', 'days']),
  yellowAt: z.number(),
  redBelow: z.number(),
  lagDays: z.int(),
  basis: z.string(),
  text: z.object({ zh: z.string(), en: z.string() }),
});

const Definition = {
  name: line(100),
  measure: z.optional(words(20)),
  meaning: z.optional(words(1000)),
  direction: z._default(z.enum(DIRECTIONS), 'up'),
  periodicity: z._default(z.enum(PERIODICITIES), 'monthly'),
  adds: z._default(z.boolean(), false),
  ownerPost: z.optional(Id),
  source: z.optional(words(200)),
};

export const listIndicators = operation({
  ...common,
  id: 'listIndicators',
  method: 'GET',
  path: '/indicators',
  summary: { zh: '指标及其口径', en: 'Indicators with their definitions' },
  scope: 'ledger:read',
  input: z.strictObject({ text: z.optional(words(60)) }),
  output: z.object({ indicators: z.array(IndicatorView) }),
  refusals: [],
});

export const defineIndicator = operation({
  ...common,
  id: 'defineIndicator',
  method: 'POST',
  path: '/indicators',
  summary: {
    zh: '新建指标；没有口径的，记为“口径待明确”',
    en: 'Define an indicator; without its meaning it stays undefined',
  },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({ ...Definition, unit: z.optional(Id) }),
  output: IndicatorView,
  refusals: ['not-found', 'not-allowed', 'name-taken', 'unit-closed'],
});

export const changeIndicator = operation({
  ...common,
  id: 'changeIndicator',
  method: 'POST',
  path: '/indicators/{id}',
  summary: {
    zh: '修改口径（成为新版次，原版次留存）',
    en: 'Change a definition; it becomes a new version and the old one stays',
  },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    version: Version,
    ...Definition,
    reason: z.optional(words(500)),
  }),
  output: IndicatorView,
  refusals: ['not-found', 'not-allowed', 'stale', 'no-reason', 'name-taken'],
});

export const recordReading = operation({
  ...common,
  id: 'recordReading',
  method: 'POST',
  path: '/indicators/{id}/readings',
  summary: {
    zh: '报数、终核、修正（每次更正成为新版次）',
    en: 'Report, confirm or restate a figure; each correction is a new vintage',
  },
  access: WRITERS,
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    unit: Id,
    periodEnd: Day,
    value: Decimal,
    vintage: z._default(z.enum(VINTAGES), 'provisional'),
    asOf: z.optional(Day),
    note: z.optional(words(500)),
  }),
  output: z.object({
    reading: z.object({
      id: z.string(),
      version: z.int(),
      periodEnd: Day,
      value: z.string(),
      vintage: z.enum(VINTAGES),
    }),
    /** False when just this figure stood there already. */
    changed: z.boolean(),
  }),
  refusals: [
    'not-found',
    'not-allowed',
    'no-reason',
    'nothing-to-restate',
    'restate-instead',
    'not-period-end',
    'period-ahead',
  ],
});

export const importReadings = operation({
  ...common,
  id: 'importReadings',
  method: 'POST',
  path: '/readings/import',
  summary: {
    zh: '从表格导入数值（指标、单位、期间、数值）；不带 apply 时只预览',
    en: 'Import figures from a sheet; without apply it only previews',
  },
  access: WRITERS,
  scope: 'ledger:write',
  body: 'bytes',
  input: z.strictObject({ name: line(200), apply: z.optional(Flag) }),
  output: z.object({
    rows: z.int(),
    /** New figures; figures that differ from what stands; what stands already; rows with a fault. */
    fresh: z.int(),
    changed: z.int(),
    known: z.int(),
    faulty: z.int(),
    faults: z.array(z.object({ row: z.int(), column: z.string(), message: z.string() })),
    sample: z.array(
      z.object({
        row: z.int(),
        indicator: z.string(),
        unit: z.string(),
        periodEnd: Day,
        value: z.string(),
        before: z.nullable(z.string()),
      }),
    ),
    applied: z.boolean(),
  }),
  refusals: [
    'invalid',
    'key-missing',
    'file-too-large',
    'file-empty',
    'sheet-unreadable',
    'no-reading-columns',
  ],
});

export const listPaceRules = operation({
  ...common,
  id: 'listPaceRules',
  method: 'GET',
  path: '/pace-rules',
  summary: { zh: '亮灯规则及其版次', en: 'The rules of pace and lights, with their versions' },
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({ rules: z.array(Rule), inForce: z.nullable(z.string()) }),
  refusals: [],
});

export const setPaceRule = operation({
  ...common,
  id: 'setPaceRule',
  method: 'POST',
  path: '/pace-rules',
  summary: {
    zh: '发布亮灯规则（整月或天数、分档、报数宽限），自某日起施行',
    en: 'Publish a rule of pace from a day on: months or days, bands, days allowed',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({
    label: line(40),
    campaign: z.optional(Id),
    fromOn: z.optional(Day),
    elapsedBy: z.enum(['months', 'days']),
    yellowAt: z.int().check(z.gte(-100), z.lte(0)),
    redBelow: z.int().check(z.gte(-100), z.lte(0)),
    lagDays: z.int().check(z.gte(0), z.lte(366)),
    basis: line(200),
  }),
  output: Rule,
  refusals: ['not-found', 'not-allowed', 'invalid'],
});
