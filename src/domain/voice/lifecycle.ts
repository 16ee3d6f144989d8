/** 待受理, 待审, 已受理, 转办中, 随问题办理, 办理中, 已答复, 复查复核中, 已评价, 办结, 不予受理 */
export const VOICE_STATES = [
  'received',
  'held',
  'registered',
  'routed',
  'linked',
  'handling',
  'answered',
  'reviewing',
  'rated',
  'ended',
  'dismissed',
] as const;
export type VoiceState = (typeof VOICE_STATES)[number];

/**
 * The moves of a voice. The office's: 登记受理, 留待审核, 放行, 不予受理, 转办, 接收, 退回, 裁定, 并入问题, 移出问题, 询问,
 * 答复, 采纳认定, 整理, 办结. The reporter's: 回复, 补充, 评价, 要求重办, 申请复查复核, 撤回.
 */
export const VOICE_MOVES = [
  'register',
  'hold',
  'pass',
  'dismiss',
  'route',
  'accept',
  'decline',
  'arbitrate',
  'link',
  'unlink',
  'ask',
  'answer',
  'adopt',
  'tidy',
  'end',
  'reply',
  'add',
  'rate',
  'reopen',
  'ask_review',
  'withdraw',
] as const;
export type VoiceMove = (typeof VOICE_MOVES)[number];

/** What only the reporter does, by his tracking code. */
export const REPORTER_MOVES = ['reply', 'add', 'rate', 'reopen', 'ask_review', 'withdraw'] as const;
export type ReporterMove = (typeof REPORTER_MOVES)[number];

const REPORTER = { reply: 'same', add: 'same', withdraw: 'ended' } as const;
const IN_HAND = { ask: 'same', tidy: 'same', adopt: 'same', ...REPORTER } as const;

/**
 * The life of a voice (诉求的流转): each line is a state, each word a move open from it and where it leads;
 * 'same' records something and changes no state. A move that is not written cannot happen.
 *
 * While a transfer is under way the first receiver still owns the voice (首接负责): `decline` leaves it there.
 */
export const VOICE_LIFE = {
  received: {
    register: 'registered',
    hold: 'held',
    dismiss: 'dismissed',
    tidy: 'same',
    ...REPORTER,
  },
  held: { pass: 'received', dismiss: 'dismissed', tidy: 'same', ...REPORTER },
  registered: {
    route: 'routed',
    link: 'linked',
    answer: 'answered',
    dismiss: 'dismissed',
    ...IN_HAND,
  },
  routed: { accept: 'handling', decline: 'registered', arbitrate: 'handling', ...IN_HAND },
  handling: { route: 'routed', link: 'linked', answer: 'answered', ...IN_HAND },
  linked: { link: 'same', unlink: 'registered', answer: 'answered', rate: 'rated', ...IN_HAND },
  answered: {
    rate: 'rated',
    reopen: 'handling',
    ask_review: 'reviewing',
    adopt: 'same',
    tidy: 'same',
    end: 'ended',
  },
  reviewing: { answer: 'answered', ...IN_HAND },
  rated: { reopen: 'handling', ask_review: 'reviewing', adopt: 'same', end: 'ended' },
  ended: {},
  dismissed: { pass: 'received' },
} as const satisfies Record<VoiceState, Partial<Record<VoiceMove, VoiceState | 'same'>>>;

/** The state a move leads to, or `undefined` when the life does not allow it from here. */
export function afterVoiceMove(state: VoiceState, move: VoiceMove): VoiceState | undefined {
  const from: Partial<Record<VoiceMove, VoiceState | 'same'>> = VOICE_LIFE[state];
  const to = Object.hasOwn(from, move) ? from[move] : undefined;
  return to === 'same' ? state : to;
}

/** States in which somebody still owes the reporter something. */
export function isVoiceOpen(state: VoiceState): boolean {
  return !['answered', 'rated', 'ended', 'dismissed'].includes(state);
}
