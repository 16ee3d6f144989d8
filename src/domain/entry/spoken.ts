import type { EntryMove, EntryState } from './entry.ts';

/** A word in the two languages of the sentences that name it. */
interface Spoken {
  readonly zh: string;
  readonly en: string;
}

const STATES = {
  raised: { zh: '提出', en: 'raised' },
  screened: { zh: '已甄别', en: 'screened' },
  listed: { zh: '待交办', en: 'waiting to be assigned' },
  not_listed: { zh: '不予立项', en: 'declined' },
  assigned: { zh: '待签收', en: 'waiting to be accepted' },
  accepted: { zh: '已签收', en: 'accepted' },
  underway: { zh: '整改中', en: 'under way' },
  blocked: { zh: '暂不具备条件', en: 'blocked' },
  delivered: { zh: '待核查', en: 'reported done' },
  closed: { zh: '已销号', en: 'struck off' },
  cancelled: { zh: '已撤销', en: 'cancelled' },
  draft: { zh: '草稿', en: 'draft' },
  dropped: { zh: '草稿作废', en: 'draft dropped' },
  accepted_done: { zh: '已办结', en: 'done' },
  superseded: { zh: '已并入', en: 'carried over' },
} as const satisfies Record<EntryState, Spoken>;

/** `raise` and `draft` are the first events of an entry, before any move. */
const MOVES = {
  raise: { zh: '提出', en: 'raising' },
  draft: { zh: '起草', en: 'drafting' },
  screen: { zh: '甄别', en: 'screening' },
  list: { zh: '列入台账', en: 'listing' },
  not_list: { zh: '不予立项', en: 'declining' },
  assign: { zh: '交办', en: 'assigning' },
  issue: { zh: '下达', en: 'issuing' },
  reassign: { zh: '转办', en: 'reassigning' },
  accept: { zh: '签收', en: 'accepting' },
  refuse: { zh: '拒收', en: 'refusing' },
  progress: { zh: '报进展', en: 'reporting progress' },
  block: { zh: '报受阻', en: 'reporting a blocker' },
  unblock: { zh: '恢复整改', en: 'taking up again' },
  deliver: { zh: '报结', en: 'reporting done' },
  recall: { zh: '撤回', en: 'taking back' },
  appoint: { zh: '派核查', en: 'naming a checker' },
  check: { zh: '核查', en: 'checking' },
  send_back: { zh: '退回整改', en: 'sending back' },
  close: { zh: '销号', en: 'striking off' },
  reopen: { zh: '反弹重开', en: 'reopening' },
  cancel: { zh: '撤销', en: 'cancelling' },
  supersede: { zh: '并入其他任务', en: 'carrying over' },
  correct: { zh: '更正', en: 'correcting' },
  attach: { zh: '传佐证', en: 'adding evidence' },
  attach_check: { zh: '传核查佐证', en: 'adding evidence of the check' },
  ask: { zh: '提请审批', en: 'asking for a decision' },
  withdraw: { zh: '撤回申请', en: 'withdrawing the request' },
  decide: { zh: '审批', en: 'deciding' },
  co_report: { zh: '配合单位报进展', en: 'reporting as co-unit' },
  self_mend: { zh: '自查自改', en: 'mending by oneself' },
  merge: { zh: '并案', en: 'merging' },
  unmerge: { zh: '撤销并案', en: 'undoing the merge' },
} as const satisfies Record<EntryMove | 'raise' | 'draft', Spoken>;

/**
 * What a sentence calls a state, a move, or an event of an entry (`problem.progress`) that one of its
 * details names; `undefined` when the detail is something else.
 */
export function spokenOf(detail: string, value: string, lang: 'zh' | 'en'): string | undefined {
  const words: Readonly<Record<string, Spoken>> = detail === 'state' ? STATES : MOVES;
  const word = detail === 'what' ? /^(?:problem|task)\.(\w+)$/.exec(value)?.[1] : value;
  const isOurs = detail === 'state' || detail === 'move' || detail === 'what';
  return isOurs && word !== undefined && Object.hasOwn(words, word)
    ? words[word]?.[lang]
    : undefined;
}
