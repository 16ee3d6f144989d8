import * as z from 'zod/mini';
import { GRADES } from '#domain/document/grade.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { GREY_REASONS, LIGHTS } from '#domain/target/light.ts';
import { OUTCOMES, TARGET_MOVES, TARGET_STATES } from '#domain/target/lifecycle.ts';
import { PATH_KINDS } from '#domain/target/path.ts';
import { VINTAGES } from '#domain/target/reading.ts';
import { TARGET_OPS } from '#domain/target/verdict.ts';
import { IndicatorName, IndicatorView, Rule } from './indicator.ts';
import { Day, Flag, Id, many, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

const common = { group: 'targets', access: BUSINESS_ROLES } as const;

/** Where a target stands; shares 0–1 and more, the gap in percentage points. */
const Pace = z.object({
  progress: z.number(),
  wanted: z.number(),
  elapsed: z.number(),
  gap: z.number(),
});

const ReadingNow = z.object({
  periodEnd: Day,
  value: z.string(),
  vintage: z.enum(VINTAGES),
  asOf: Day,
});

/** What a child asks beyond the target above it (加码). */
const Surcharge = z.object({
  more: z.number(),
  share: z.nullable(z.number()),
  daysEarlier: z.int(),
  reason: z.string(),
});

const Goal = {
  op: z.enum(TARGET_OPS),
  goal: z.nullable(z.string()),
  goalTo: z.nullable(z.string()),
};

export const TargetRow = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(TARGET_STATES),
  indicator: IndicatorName,
  unit: UnitName,
  from: Day,
  to: Day,
  baseline: z.nullable(z.string()),
  ...Goal,
  grade: z.enum(GRADES),
  path: z.enum(PATH_KINDS),
  weight: z.number(),
  parent: z.nullable(z.string()),
  outcome: z.nullable(z.enum(OUTCOMES)),
  reading: z.nullable(ReadingNow),
  pace: z.nullable(Pace),
  light: z.enum(LIGHTS),
  /** Why it is grey. */
  grey: z.nullable(z.enum(GREY_REASONS)),
  /** Which rule lit it, by its place in `rules`. */
  rule: z.int(),
  /** Last day of the next period a figure is due for. */
  nextDue: z.nullable(Day),
  surcharge: z.nullable(Surcharge),
  can: z.array(z.enum([...TARGET_MOVES, 'hand_down', 'report', 'confirm'])),
});
export type TargetRow = z.infer<typeof TargetRow>;

/** Figures at a date, and as they were known on a day: both today unless said. */
const At = { at: z.optional(Day), known: z.optional(Day) };

const TargetFilter = {
  unit: z.optional(Id),
  /** Only the unit itself, not those below. */
  own: z.optional(Flag),
  indicator: z.optional(Id),
  campaign: z.optional(Id),
  state: many(z.enum(TARGET_STATES)),
  grade: many(z.enum(GRADES)),
  light: many(z.enum(LIGHTS)),
  /** Words of the indicator's name. */
  text: z.optional(words(60)),
  document: z.optional(Id),
};

export const listTargets = operation({
  ...common,
  id: 'listTargets',
  method: 'GET',
  path: '/targets',
  summary: {
    zh: '目标列表：数值、进度与灯色，可问任一日期',
    en: 'Targets with figures, pace and lights, at any date',
  },
  scope: 'ledger:read',
  input: z.strictObject({
    ...TargetFilter,
    ...At,
    limit: z._default(whole(1, 200), 100),
    cursor: z.optional(words(300)),
  }),
  output: z.object({
    items: z.array(TargetRow),
    rules: z.array(Rule),
    at: Day,
    next: z.nullable(z.string()),
    /** May the reader propose a target, import a sheet? */
    can: z.array(z.enum(['propose', 'import'])),
  }),
  refusals: ['not-found', 'bad-cursor'],
});

const Vintage = z.object({
  version: z.int(),
  vintage: z.enum(VINTAGES),
  value: z.string(),
  asOf: Day,
  note: z.string(),
  byUnit: z.string(),
  byPost: z.string(),
  at: Moment,
  /** The version of the definition it was measured under. */
  definition: z.int(),
});

const Relative = z.object({
  id: z.string(),
  unit: UnitName,
  ...Goal,
  to: Day,
  weight: z.number(),
  /** May this reader open it? */
  open: z.boolean(),
  progress: z.nullable(z.number()),
  surcharge: z.nullable(Surcharge),
});

export const TargetDetail = z.object({
  target: TargetRow,
  rule: Rule,
  at: Day,
  indicator: IndicatorView,
  baselineOn: z.nullable(Day),
  profile: z.array(z.number()),
  /** What the path wants at the end of each month, for the chart. */
  line: z.array(z.object({ on: Day, value: z.number() })),
  readings: z.array(
    z.object({ id: z.string(), periodEnd: Day, version: z.int(), vintages: z.array(Vintage) }),
  ),
  parent: z.nullable(Relative),
  children: z.array(Relative),
  /** 加权汇总 of what the children have reached; coverage is the share of weight with a figure. */
  rolledUp: z.nullable(z.object({ progress: z.number(), coverage: z.number() })),
  /** 加码指数: sum of the children ÷ goal − 1, where values add up. */
  surchargeIndex: z.nullable(z.number()),
  /** 配对指标: what must not get worse while this one gets better. */
  guard: z.nullable(z.object({ ...IndicatorName.shape, reading: z.nullable(ReadingNow) })),
  source: z.nullable(
    z.object({ document: z.string(), start: z.int(), end: z.int(), quote: z.string() }),
  ),
  remark: z.string(),
  events: z.array(
    z.object({
      version: z.int(),
      kind: z.string(),
      state: z.string(),
      at: Moment,
      who: z.string(),
      unit: z.string(),
      reason: z.string(),
      change: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type TargetDetail = z.infer<typeof TargetDetail>;

export const readTarget = operation({
  ...common,
  id: 'readTarget',
  method: 'GET',
  path: '/targets/{id}',
  summary: {
    zh: '一个目标：路径、各期数值与版次、上下级、出处',
    en: 'One target with path, readings and their vintages, parent, children and source',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id, ...At }),
  output: TargetDetail,
  refusals: ['not-found'],
});

export const targetProgress = operation({
  ...common,
  id: 'targetProgress',
  method: 'GET',
  path: '/targets/progress',
  summary: {
    zh: '序时进度：各单位在某一日期的灯色与加权进度，按行政序列，不排名',
    en: 'Pace by unit at a date, in administrative order, never ranked',
  },
  scope: 'ledger:read',
  input: z.strictObject({
    unit: z.optional(Id),
    indicator: z.optional(Id),
    campaign: z.optional(Id),
    ...At,
  }),
  output: z.object({
    at: Day,
    /** 双过半 only at 30 June. */
    checkpoint: z.enum(['half', 'pace']),
    unit: z.nullable(UnitName),
    rules: z.array(Rule),
    lines: z.array(
      z.object({
        unit: UnitName,
        /** Targets of the unit and of all below it. */
        targets: z.int(),
        lights: z.object({ green: z.int(), yellow: z.int(), red: z.int(), grey: z.int() }),
        rolledUp: z.nullable(
          z.object({ progress: z.number(), wanted: z.number(), coverage: z.number() }),
        ),
      }),
    ),
    indicators: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  refusals: ['not-found'],
});
