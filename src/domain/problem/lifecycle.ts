/** 提出, 甄别, 列入台账, 不予立项, 交办, 签收, 整改中, 暂不具备条件, 报结, 销号, 撤销 */
export const PROBLEM_STATES = [
  'raised',
  'screened',
  'listed',
  'not_listed',
  'assigned',
  'accepted',
  'underway',
  'blocked',
  'delivered',
  'closed',
  'cancelled',
] as const;
export type ProblemState = (typeof PROBLEM_STATES)[number];

/**
 * The moves of a problem, as an officer says them: 甄别, 立项, 不予立项, 交办, 转办, 签收, 拒收, 报进展, 报告受阻,
 * 恢复整改, 报结, 撤回, 派核查, 核查, 退回, 销号, 反弹重开, 撤销, 更正, 传佐证, 传核查佐证, 提请审批,
 * 撤回申请, 配合单位报进展, 自查自改, 并案, 撤销并案.
 */
export const PROBLEM_MOVES = [
  'screen',
  'list',
  'not_list',
  'assign',
  'reassign',
  'accept',
  'refuse',
  'progress',
  'block',
  'unblock',
  'deliver',
  'recall',
  'appoint',
  'check',
  'send_back',
  'close',
  'reopen',
  'cancel',
  'correct',
  'attach',
  'attach_check',
  'ask',
  'withdraw',
  'decide',
  'co_report',
  'self_mend',
  'merge',
  'unmerge',
] as const;
export type ProblemMove = (typeof PROBLEM_MOVES)[number];

const MERGING = { merge: 'same', unmerge: 'same' } as const;
const IN_HAND = {
  correct: 'same',
  attach: 'same',
  co_report: 'same',
  ask: 'same',
  withdraw: 'same',
  decide: 'same',
  cancel: 'cancelled',
  ...MERGING,
} as const;

/**
 * The life of a problem (问题): each line is a state, each word a move open from it and the state it
 * leads to; 'same' records something without changing the state. A move that is not written cannot happen.
 */
export const PROBLEM_LIFE = {
  raised: {
    screen: 'screened',
    list: 'listed',
    not_list: 'not_listed',
    self_mend: 'accepted',
    correct: 'same',
    attach: 'same',
    ...MERGING,
  },
  screened: {
    list: 'listed',
    not_list: 'not_listed',
    correct: 'same',
    attach: 'same',
    ...MERGING,
  },
  listed: {
    assign: 'assigned',
    correct: 'same',
    attach: 'same',
    ask: 'same',
    withdraw: 'same',
    decide: 'same',
    cancel: 'cancelled',
    ...MERGING,
  },
  not_listed: { screen: 'screened' },
  assigned: {
    accept: 'accepted',
    refuse: 'listed',
    recall: 'listed',
    reassign: 'assigned',
    ...IN_HAND,
  },
  accepted: {
    progress: 'underway',
    deliver: 'delivered',
    block: 'blocked',
    reassign: 'assigned',
    ...IN_HAND,
  },
  underway: {
    progress: 'same',
    deliver: 'delivered',
    block: 'blocked',
    reassign: 'assigned',
    ...IN_HAND,
  },
  blocked: { unblock: 'underway', reassign: 'assigned', ...IN_HAND },
  delivered: {
    recall: 'underway',
    appoint: 'same',
    check: 'same',
    send_back: 'underway',
    close: 'closed',
    attach: 'same',
    attach_check: 'same',
    ...MERGING,
  },
  closed: { reopen: 'underway' },
  cancelled: {},
} as const satisfies Record<ProblemState, Partial<Record<ProblemMove, ProblemState | 'same'>>>;
