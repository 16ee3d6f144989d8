import * as z from 'zod/mini';
import {
  CANDIDATE_KINDS,
  CANDIDATE_MOVES,
  CANDIDATE_STATES,
  DOUBTS,
  PASSAGE_ROLES,
} from '#domain/document/candidate-life.ts';
import { GRADES } from '#domain/document/grade.ts';
import { FIGURE_KINDS } from '#domain/document/kind.ts';
import { FIGURE_OPS } from '#domain/document/op.ts';
import { DEADLINE_KINDS } from '#domain/entry/entry.ts';
import { Day, Moment, UnitName } from './fields.ts';

/* 抽取候选: what the rules propose of a document's sentences, and how far its judging has come. */

export const Whole = z.int().check(z.gte(0));
/** A stretch of the raw text. */
export const Span = { start: z.int(), end: z.int() };

/** 任务卡: what the ledger entry will say. */
export const TaskFields = z.object({
  title: z.string(),
  /** 措施: sub-clauses of the sentence, and what was merged into it. */
  measures: z.array(z.string()),
  deadline: z.optional(z.object({ kind: z.enum(DEADLINE_KINDS), on: z.optional(Day) })),
  /** The words the deadline was read from (年底前). */
  deadlineWords: z.optional(z.string()),
  /** 频次 (每月不定期抽查). */
  recurrence: z.optional(z.string()),
  /** Units named by the sentence itself, in its words: a hint, never an assignment. */
  leadHint: z.optional(z.string()),
  coHints: z.array(z.string()),
});

/** 指标卡: one figure with what it measures. */
export const FigureFields = z.object({
  metric: z.string(),
  kind: z.enum(FIGURE_KINDS),
  op: z.enum(FIGURE_OPS),
  /** Multiplied out (3万 → 30000); absent when withheld. */
  value: z.optional(z.number()),
  /** Upper end of a range. */
  max: z.optional(z.number()),
  /** Every member of a ratio (7:40:53). */
  members: z.optional(z.array(z.number())),
  unit: z.string(),
  withheld: z.boolean(),
  /** 余 约 左右 以上 … as written. */
  approximation: z.optional(z.string()),
  /** 以上 以内 超 近 beside an operator of its own (增长6%以上, 新增超100家). */
  bound: z.optional(z.enum(['ge', 'le', 'exceed', 'approach'])),
  base: z.optional(z.number()),
  basePeriod: z.optional(z.string()),
  /** 高于全国平均: measured against another figure. */
  relative: z.optional(z.object({ side: z.enum(['above', 'below']), yardstick: z.string() })),
  period: z.optional(z.string()),
  deadlineWords: z.optional(z.string()),
  due: z.optional(Day),
  scope: z.optional(z.string()),
  grade: z.optional(z.enum(GRADES)),
});

export const Candidate = z.object({
  id: z.string(),
  /** Changes with every act on it; acts name the version seen. */
  version: z.int(),
  kind: z.enum(CANDIDATE_KINDS),
  state: z.enum(CANDIDATE_STATES),
  /** `look`: the uncertain ones N/P walk; `sure`: two keystrokes are enough. */
  certainty: z.enum(['sure', 'look']),
  doubts: z.array(z.enum(DOUBTS)),
  /** The sentence of a task, the number of a figure. */
  ...Span,
  /** The words that prove it: the sentence of a task, the clause of a figure. */
  quoteStart: z.int(),
  quoteEnd: z.int(),
  quote: z.string(),
  /** `seq` of the passage it stands in. */
  passage: z.int(),
  section: z.string(),
  subsection: z.string(),
  heading: z.string(),
  /** Present for kind `task`; what a person changed is already in it. */
  task: z.optional(TaskFields),
  /** Present for kinds `target` and `figure`. */
  figure: z.optional(FigureFields),
  /** Names of the fields that a person changed. */
  edited: z.array(z.string()),
  proposedBy: z.enum(['rules', 'model', 'person']),
  /** Confirmed by a person, never filled in silently. */
  lead: z.optional(UnitName),
  co: z.array(UnitName),
  /** The task it is a measure of (state `merged`). */
  mergedInto: z.optional(z.string()),
  splitFrom: z.optional(z.string()),
  /** The same candidate in the version before. */
  earlier: z.optional(z.string()),
  decidedAt: z.optional(Moment),
  /** The ledger entry it was handed down to. */
  entry: z.optional(z.object({ id: z.string(), no: z.string(), state: z.string() })),
  /** The target made of it. */
  target: z.optional(z.string()),
  /** Moves its state leaves open; none once it is handed down. */
  can: z.array(z.enum(CANDIDATE_MOVES)),
});

export const Passage = z.object({
  seq: z.int(),
  ...Span,
  part: z.enum(['front', 'review', 'plan', 'annex']),
  paragraph: z.int(),
  section: z.string(),
  subsection: z.string(),
  heading: z.string(),
  role: z.enum(PASSAGE_ROLES),
  /** What the rules take it for; absent outside the plan part. */
  proposed: z.optional(z.enum(['task', 'framing'])),
  /** Why the rules take it for framing. */
  reason: z.optional(z.string()),
  /** Against the version before: unchanged, reworded, new. Absent in a first version. */
  change: z.optional(z.enum(['same', 'reworded', 'added'])),
});

/** 覆盖条: every sentence of the plan part must end in one of these. */
export const Coverage = z.object({
  plan: Whole,
  task: Whole,
  measure: Whole,
  target: Whole,
  framing: Whole,
  unassigned: Whole,
});

/** Candidates by what became of them. */
export const CandidateCounts = z.object({
  tasks: Whole,
  targets: Whole,
  figures: Whole,
  /** Still proposed; `look` are those of them that are uncertain. */
  proposed: Whole,
  look: Whole,
  /** Accepted tasks: without a confirmed lead, without a deadline, not handed down yet. */
  noLead: Whole,
  noDeadline: Whole,
  toHandDown: Whole,
  handedDown: Whole,
});
