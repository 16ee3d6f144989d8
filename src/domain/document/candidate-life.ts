/** 任务, 指标, 数据(成绩、现状、对标等，只供查阅). */
export const CANDIDATE_KINDS = ['task', 'target', 'figure'] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** 待核, 已采纳, 改后采纳, 不采纳, 并入另一条, 已拆分. `edited` is accepted too, with changes. */
export const CANDIDATE_STATES = [
  'proposed',
  'accepted',
  'edited',
  'rejected',
  'merged',
  'split',
] as const;
export type CandidateState = (typeof CANDIDATE_STATES)[number];

export const CANDIDATE_MOVES = ['accept', 'edit', 'reject', 'merge', 'split'] as const;
export type CandidateMove = (typeof CANDIDATE_MOVES)[number];

/** The life of a candidate (抽取候选). What was merged or split comes back only by undoing that. */
export const CANDIDATE_LIFE = {
  proposed: {
    accept: 'accepted',
    edit: 'edited',
    reject: 'rejected',
    merge: 'merged',
    split: 'split',
  },
  accepted: {
    accept: 'accepted',
    edit: 'edited',
    reject: 'rejected',
    merge: 'merged',
    split: 'split',
  },
  edited: { accept: 'edited', edit: 'edited', reject: 'rejected', merge: 'merged', split: 'split' },
  rejected: { accept: 'accepted', edit: 'edited', reject: 'rejected' },
  merged: {},
  split: {},
} as const satisfies Record<CandidateState, Partial<Record<CandidateMove, CandidateState>>>;

/** The state after a move, or `undefined` when the life does not allow it from here. */
export function afterCandidateMove(
  state: CandidateState,
  move: CandidateMove,
): CandidateState | undefined {
  const from: Partial<Record<CandidateMove, CandidateState>> = CANDIDATE_LIFE[state];
  return from[move];
}

/** Is it taken over by a person, as it was or changed? */
export function isAccepted(state: CandidateState): boolean {
  return state === 'accepted' || state === 'edited';
}

/** Why a candidate is worth a look before it is accepted. */
export const DOUBTS = [
  /** 目标性表述，没有动作 */
  'goal',
  /** 原文有乱码，已修复 */
  'repaired',
  /** 指标名不确定 */
  'metric',
  /** 数值未公开（X） */
  'withheld',
  /** 没有期限，口径待明确 */
  'no-period',
  /** 新版本中文字有改动 */
  'reworded',
  /** 模型提出，规则未识别 */
  'model',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** 段落身份: `none` for what is not of the plan part; `unassigned` is an orphan still to be accounted for. */
export const PASSAGE_ROLES = [
  'none',
  'unassigned',
  'task',
  'measure',
  'target',
  'framing',
] as const;
export type PassageRole = (typeof PASSAGE_ROLES)[number];
