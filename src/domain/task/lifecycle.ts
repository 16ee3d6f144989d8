/** 草稿, 草稿作废, 待交办, 推进中, 受阻, 报结, 办结, 撤销, 并入 */
export const TASK_STATES = [
  'draft',
  'dropped',
  'listed',
  'underway',
  'blocked',
  'delivered',
  'accepted_done',
  'cancelled',
  'superseded',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** The moves of a task: 下达, 转办, 拒收 and those it shares with a problem; `close` here is 办结(验收). */
export const TASK_MOVES = [
  'issue',
  'reassign',
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
  'supersede',
  'correct',
  'attach',
  'attach_check',
  'ask',
  'withdraw',
  'decide',
  'co_report',
  'merge',
  'unmerge',
] as const;
export type TaskMove = (typeof TASK_MOVES)[number];

const MERGING = { merge: 'same', unmerge: 'same' } as const;
const IN_HAND = {
  ...MERGING,
  correct: 'same',
  attach: 'same',
  co_report: 'same',
  ask: 'same',
  withdraw: 'same',
  decide: 'same',
} as const;

/**
 * The life of a task (任务), written like that of a problem. A draft is in no denominator and may be
 * dropped; once issued a task stays on the ledger, so one that is refused waits there, `listed`.
 */
export const TASK_LIFE = {
  draft: {
    issue: 'underway',
    correct: 'same',
    attach: 'same',
    supersede: 'superseded',
    cancel: 'dropped',
  },
  dropped: {},
  listed: {
    issue: 'underway',
    correct: 'same',
    attach: 'same',
    ask: 'same',
    withdraw: 'same',
    decide: 'same',
    cancel: 'cancelled',
    supersede: 'superseded',
    ...MERGING,
  },
  underway: {
    progress: 'same',
    refuse: 'listed',
    recall: 'listed',
    reassign: 'same',
    block: 'blocked',
    deliver: 'delivered',
    cancel: 'cancelled',
    supersede: 'superseded',
    ...IN_HAND,
  },
  blocked: {
    unblock: 'underway',
    reassign: 'underway',
    cancel: 'cancelled',
    supersede: 'superseded',
    ...IN_HAND,
  },
  delivered: {
    recall: 'underway',
    appoint: 'same',
    check: 'same',
    send_back: 'underway',
    close: 'accepted_done',
    attach: 'same',
    attach_check: 'same',
  },
  accepted_done: { reopen: 'underway' },
  cancelled: {},
  superseded: {},
} as const satisfies Record<TaskState, Partial<Record<TaskMove, TaskState | 'same'>>>;
