/** 草稿, 推进中, 受阻, 报结, 办结, 取消, 并入 */
export const TASK_STATES = [
  'draft',
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
  'appoint',
  'check',
  'send_back',
  'close',
  'reopen',
  'cancel',
  'supersede',
  'correct',
  'attach',
  'ask',
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
  decide: 'same',
} as const;

/** The life of a task (任务), written like that of a problem. */
export const TASK_LIFE = {
  draft: {
    issue: 'underway',
    correct: 'same',
    attach: 'same',
    supersede: 'superseded',
    cancel: 'cancelled',
  },
  underway: {
    progress: 'same',
    refuse: 'draft',
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
    appoint: 'same',
    check: 'same',
    send_back: 'underway',
    close: 'accepted_done',
    attach: 'same',
  },
  accepted_done: { reopen: 'underway' },
  cancelled: {},
  superseded: {},
} as const satisfies Record<TaskState, Partial<Record<TaskMove, TaskState | 'same'>>>;
