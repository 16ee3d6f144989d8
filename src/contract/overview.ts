import * as z from 'zod/mini';
import { ENTRY_KINDS } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { Day, Flag, Id, Moment, UnitName } from './fields.ts';
import { operation } from './operation.ts';

const TallyField = z.object({
  listed: z.int(),
  claimed: z.int(),
  closed: z.int(),
  cancelled: z.int(),
  merged: z.int(),
  superseded: z.int(),
});

/** A category by what is listed under it and what of that is neither handed in nor cancelled. */
const CategoryField = z.object({ category: z.string(), listed: z.int(), open: z.int() });

/** 总览: what one scope of the ledger amounts to at one moment. */
export const OverviewView = z.object({
  asOf: Moment,
  unit: z.optional(UnitName),
  /** The campaign's window and how much of it has gone, 0–1; only where one was asked for. */
  window: z.optional(
    z.object({
      campaign: z.string(),
      phase: z.optional(z.string()),
      from: Day,
      to: Day,
      elapsed: z.number(),
      day: z.int(),
      days: z.int(),
      /** 双过半: is today the 30 June of the window's year? */
      halfway: z.boolean(),
    }),
  ),
  tally: TallyField,
  states: z.array(z.object({ state: z.string(), n: z.int() })),
  categories: z.array(CategoryField),
  /** Open entries whose dated deadline has passed. */
  overdue: z.int(),
  /**
   * 核实: conclusive checks by others (independent or sampled) and how many upheld the claim, with the 95 %
   * Wilson interval of that share, 0–1. Without a check there is none.
   */
  checked: z.object({
    n: z.int(),
    upheld: z.int(),
    share: z.optional(z.number()),
    low: z.optional(z.number()),
    high: z.optional(z.number()),
  }),
  /**
   * Entry by entry, by the latest such check: claims upheld (经核实属实), entries found wanting whatever their
   * state now (核实未通过), claims not looked at yet (尚未核实). Only where they were asked for.
   */
  verdicts: z.optional(z.object({ upheld: z.int(), failed: z.int(), none: z.int() })),
  /** The latest 26 weeks, each by its Monday; the last is not over yet. */
  weeks: z.array(z.object({ week: Day, listed: z.int(), closed: z.int() })),
  /** The units directly below, in administrative order. */
  units: z.array(
    z.object({
      unit: UnitName,
      kind: z.string(),
      tally: TallyField,
      overdue: z.int(),
      categories: z.array(CategoryField),
    }),
  ),
  /** Just struck off, the latest first. */
  latest: z.array(
    z.object({ id: z.string(), no: z.string(), title: z.string(), lead: z.string(), at: Moment }),
  ),
});

const scope = {
  campaign: z.optional(Id),
  unit: z.optional(Id),
  kind: z._default(z.enum(ENTRY_KINDS), 'problem'),
} as const;

const common = { group: 'ledger', access: BUSINESS_ROLES, scope: 'ledger:read' } as const;

export const readOverview = operation({
  ...common,
  id: 'readOverview',
  method: 'GET',
  path: '/overview',
  summary: {
    zh: '总览：列入、申报、核实、时间进度、超期、每周进出、分单位分类别',
    en: 'Overview: listed, claimed, verified, time gone, overdue, weekly flow, by unit and category',
  },
  input: z.strictObject({
    ...scope,
    /** Count `verdicts` too: every check that counts is looked at, a second where there are 90,000. */
    verdicts: z.optional(Flag),
  }),
  output: OverviewView,
  refusals: ['invalid', 'not-found', 'not-allowed'],
});

export const watchOverview = operation({
  ...common,
  id: 'watchOverview',
  method: 'GET',
  path: '/overview/stream',
  summary: {
    zh: '驾驶舱数据流（text/event-stream）：每 30 秒一份总览；single=true 只取一份',
    en: 'The overview as server-sent events, one every 30 seconds; single=true gives one and ends',
  },
  answer: 'bytes',
  input: z.strictObject({ ...scope, single: z.optional(Flag) }),
  output: z.unknown(),
  refusals: ['invalid', 'not-found', 'not-allowed', 'busy'],
});
