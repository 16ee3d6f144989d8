import type { VoiceMove, VoiceState } from './lifecycle.ts';

interface Spoken {
  readonly zh: string;
  readonly en: string;
}

const STATES = {
  received: { zh: '待受理', en: 'received' },
  held: { zh: '待审看', en: 'held for a look' },
  registered: { zh: '已受理', en: 'registered' },
  routed: { zh: '转办中', en: 'being passed on' },
  linked: { zh: '随问题办理', en: 'handled with its problem' },
  handling: { zh: '办理中', en: 'being handled' },
  answered: { zh: '已答复', en: 'answered' },
  reviewing: { zh: '复查复核中', en: 'under review' },
  rated: { zh: '已评价', en: 'rated' },
  ended: { zh: '已办结', en: 'ended' },
  dismissed: { zh: '不予受理', en: 'not taken up' },
} as const satisfies Record<VoiceState, Spoken>;

const MOVES = {
  register: { zh: '登记受理', en: 'registering' },
  hold: { zh: '留待审看', en: 'holding' },
  pass: { zh: '放行', en: 'passing' },
  dismiss: { zh: '不予受理', en: 'turning away' },
  route: { zh: '转办', en: 'passing on' },
  accept: { zh: '接收', en: 'accepting' },
  decline: { zh: '退回转办', en: 'declining' },
  arbitrate: { zh: '裁定承办', en: 'ruling who handles it' },
  link: { zh: '并入问题', en: 'linking' },
  unlink: { zh: '移出问题', en: 'unlinking' },
  ask: { zh: '询问诉求人', en: 'asking the reporter' },
  answer: { zh: '答复', en: 'answering' },
  adopt: { zh: '采纳认定', en: 'ruling on adoption' },
  tidy: { zh: '整理', en: 'tidying' },
  end: { zh: '办结', en: 'ending' },
  reply: { zh: '回复', en: 'replying' },
  add: { zh: '补充', en: 'adding' },
  rate: { zh: '评价', en: 'rating' },
  reopen: { zh: '要求重办', en: 'having it taken up again' },
  ask_review: { zh: '申请复查复核', en: 'asking for a review' },
  withdraw: { zh: '撤回', en: 'withdrawing' },
} as const satisfies Record<VoiceMove, Spoken>;

/** What happened that is no move, as the last thing that changed a voice. */
const NOTES: Readonly<Record<string, Spoken>> = {
  receive: { zh: '收到', en: 'receiving' },
  original: { zh: '调阅原文', en: 'reading the original' },
  unseal_ask: { zh: '申请拆封', en: 'asking to unseal' },
  unseal_approve: { zh: '批准拆封', en: 'approving an unsealing' },
  unseal_open: { zh: '查看拆封内容', en: 'opening the identity' },
  call_open: { zh: '回访查看联系方式', en: 'opening the contact for a call' },
  call_made: { zh: '回访', en: 'calling back' },
  forget: { zh: '诉求人操作', en: 'its reporter' },
  hide: { zh: '诉求人操作', en: 'its reporter' },
  draft: { zh: '存答复草稿', en: 'keeping a draft answer' },
  undraft: { zh: '丢弃答复草稿', en: 'dropping a draft answer' },
};

/** What a sentence calls a state or a move of a voice; `undefined` when it is something else. */
export function spokenOfVoice(
  detail: string,
  value: string,
  lang: 'zh' | 'en',
): string | undefined {
  const words: Readonly<Record<string, Spoken>> =
    detail === 'state'
      ? STATES
      : detail === 'move'
        ? MOVES
        : detail === 'what'
          ? { ...NOTES, ...MOVES }
          : {};
  return Object.hasOwn(words, value) ? words[value]?.[lang] : undefined;
}

/** The details of a refusal about a voice: its states and moves are other words than the ledger's. */
export function ofVoice<State extends string, Move extends string>(
  state: State,
  move: Move,
): { readonly of: 'voice'; readonly state: State; readonly move: Move } {
  return { of: 'voice', state, move };
}
