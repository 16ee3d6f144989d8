import type { DeadlineKind, EntryState, Level, Source } from '#domain/entry/entry.ts';

/** What an office's sheet calls our words: sheets are Chinese whatever the language of the screen. */
export const STATE_ZH: Record<EntryState, string> = {
  raised: '提出',
  screened: '已甄别',
  listed: '已列入台账',
  not_listed: '不予立项',
  assigned: '已交办',
  accepted: '已签收',
  underway: '整改中',
  blocked: '暂不具备条件',
  delivered: '已报结',
  closed: '已销号',
  cancelled: '已撤销',
  draft: '草稿',
  dropped: '草稿作废',
  accepted_done: '已办结',
  superseded: '已并入',
};

export const LEVEL_ZH: Record<Level, string> = {
  city: '市级',
  county: '县级',
  unit: '单位',
  branch: '支部',
};

/** 重点 */
export const KEY_ZH = '（重点）';

export const SOURCE_ZH: Record<Source, string> = {
  document: '文件',
  meeting: '会议',
  instruction: '批示',
  inspection: '巡视巡察',
  audit: '审计',
  supervision: '督查',
  motion: '建议提案',
  hotline: '热线',
  petition: '信访',
  visit: '走访',
  self_check: '自查',
  benchmark: '对标',
  media: '媒体',
  covert_visit: '暗访',
};

export const DEADLINE_ZH: Record<DeadlineKind, string> = {
  none: '',
  date: '',
  at_once: '立行立改',
  long_term: '长期坚持',
};
