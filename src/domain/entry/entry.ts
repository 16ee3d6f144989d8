import { PROBLEM_LIFE, type ProblemMove, type ProblemState } from '#domain/problem/lifecycle.ts';
import { TASK_LIFE, type TaskMove, type TaskState } from '#domain/task/lifecycle.ts';
import type { OrgPath } from '#domain/org/path.ts';

/** 问题, 任务: the two kinds of ledger entry that are moved by hand. */
export const ENTRY_KINDS = ['problem', 'task'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];
export type EntryState = ProblemState | TaskState;
export type EntryMove = ProblemMove | TaskMove;

/** 市级, 县级, 单位, 支部 */
export const LEVELS = ['city', 'county', 'unit', 'branch'] as const;
export type Level = (typeof LEVELS)[number];

/** 来源: 文件 会议 批示 巡视巡察 审计 督查 建议提案 热线 信访 走访 自查 对标 媒体 暗访 */
export const SOURCES = [
  'document',
  'meeting',
  'instruction',
  'inspection',
  'audit',
  'supervision',
  'motion',
  'hotline',
  'petition',
  'visit',
  'self_check',
  'benchmark',
  'media',
  'covert_visit',
] as const;
export type Source = (typeof SOURCES)[number];

/** How it was found: 集体议, 横向比, 基层找, 群众提 */
export const FOUND_BY = ['discussion', 'comparison', 'grassroots', 'public'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** 未定, 限期, 立行立改, 长期坚持 */
export const DEADLINE_KINDS = ['none', 'date', 'at_once', 'long_term'] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** How well a closure is assured: 上级核验, 独立核查, 随机抽查. Only the last two feed 核实率. */
export const ASSURANCES = ['superior', 'independent', 'sampled'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** 延期, 调整, 撤销, 销号 */
export const REQUEST_KINDS = ['extension', 'adjustment', 'cancellation', 'closure'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** 属实, 部分属实, 不属实, 无法核实 */
export const FINDINGS = ['confirmed', 'partly', 'not_confirmed', 'cannot_verify'] as const;
export type Finding = (typeof FINDINGS)[number];

/** 现场核查, 查阅资料, 电话回访, 暗访 */
export const CHECK_METHODS = ['on_site', 'papers', 'call_back', 'covert_visit'] as const;
export type CheckMethod = (typeof CHECK_METHODS)[number];

/** A unit that has a part in the present episode: 牵头, 配合, 核查. */
export interface Party {
  readonly unitId: string;
  readonly path: OrgPath;
  readonly role: 'lead' | 'co' | 'checker';
  /** Has it reported on its present part? */
  readonly begun?: boolean;
  /** Roots of the units it stands above by 条线 or Party relation; known only where a check is judged. */
  readonly linked?: readonly OrgPath[];
}

export interface OpenRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly approverPost: string;
  readonly openedPost: string;
  readonly openedPerson: string;
}

/** A check made in the present episode. */
export interface CheckFacts {
  readonly id: string;
  readonly finding: Finding;
  readonly assurance: Assurance;
  readonly checkedAt: Date;
}

/** What the rules of who may do what need to know of an entry. */
export interface PolicyFacts {
  readonly kind: EntryKind;
  readonly state: EntryState;
  readonly level: Level;
  readonly isKey: boolean;
  readonly source: Source;
  readonly originUnit: string;
  readonly originPath: OrgPath;
  readonly leadUnit: string | undefined;
  readonly orgPath: OrgPath;
  readonly deadlineKind: DeadlineKind;
  readonly deadline: string | undefined;
  /** When a blocker is looked at again (复核日期). */
  readonly reviewOn: string | undefined;
  readonly deliveredAt: Date | undefined;
  readonly parties: readonly Party[];
  /** Persons who have done work in this episode, and persons who have checked it. */
  readonly doers: readonly string[];
  readonly checkers: readonly string[];
  /** The day of the first milestone (节点) that is not done. */
  readonly nextMilestone: string | undefined;
  readonly openRequest: OpenRequest | undefined;
  readonly checks: readonly CheckFacts[];
  readonly merged: boolean;
}

/** What all the rules need to know of it. */
export interface EntryFacts extends PolicyFacts {
  readonly measures: number;
  readonly milestones: number;
  readonly evidence: number;
}

/** The state a move leads to, or `undefined` when the life does not allow it from here. */
export function afterMove(
  kind: EntryKind,
  state: EntryState,
  move: EntryMove,
): EntryState | undefined {
  const life: Record<string, Record<string, EntryState | 'same'>> = kind === 'problem'
    ? PROBLEM_LIFE
    : TASK_LIFE;
  const from = life[state];
  const to = from !== undefined && Object.hasOwn(from, move) ? from[move] : undefined;
  return to === 'same' ? state : to;
}

/** Has the work been handed in, by its own word (申报)? These states count into 申报整改率. */
export function isClaimed(state: EntryState): boolean {
  return state === 'delivered' || isClosed(state);
}

/**
 * Is it struck off: 销号 of a problem, 验收通过 of a task? What was only reported done is not: that is `isClaimed`.
 */
export function isClosed(state: EntryState): boolean {
  return state === 'closed' || state === 'accepted_done';
}

/**
 * On the ledger: from 列入台账 or 下达 on, cancelled ones included. These states are the denominator of every
 * rate. A superseded task counts with the one that carries it on, as a merged entry does.
 */
export function isListed(state: EntryState): boolean {
  return !UNLISTED.has(state);
}

const UNLISTED: ReadonlySet<EntryState> = new Set([
  'raised',
  'screened',
  'not_listed',
  'draft',
  'dropped',
  'superseded',
]);
