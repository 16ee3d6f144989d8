import type { Source } from '#domain/entry/entry.ts';

/**
 * 求助诉求, 意见建议, 作风投诉. 检举控告 is no kind of voice: it is never stored, its reporter is shown the
 * proper door (《检举控告工作规则》).
 */
export const VOICE_KINDS = ['request', 'opinion', 'complaint'] as const;
export type VoiceKind = (typeof VOICE_KINDS)[number];

/** 网上, 意见箱, 热线, 走访, 来信来访, 企业, 表格导入, 邮件, Open311, 接口, 问卷 */
export const CHANNELS = [
  'web',
  'box',
  'hotline',
  'visit',
  'letter',
  'enterprise',
  'sheet',
  'email',
  'open311',
  'api',
  'survey',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** 道路交通, 路灯照明, 环境卫生, 供水供暖, 住房物业, 教育, 医疗社保, 农业农村, 企业经营, 办事服务, 其他: what citizens choose from. */
export const SUBJECTS = [
  'roads',
  'lighting',
  'cleanliness',
  'water',
  'housing',
  'school',
  'health',
  'farming',
  'business',
  'service',
  'other',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** 予以支持, 部分支持, 解释说明, 不予支持 (《信访工作条例》第三十二条; 部分支持 is ours). */
export const OUTCOMES = ['upheld', 'partly_upheld', 'explained', 'not_upheld'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** 采纳, 部分采纳, 留作参考, 不采纳: a counter of its own, never added to the received. */
export const ADOPTIONS = ['adopted', 'partly', 'kept', 'not_adopted'] as const;
export type Adoption = (typeof ADOPTIONS)[number];

/** 非常不满意 (1) to 非常满意 (5). */
export const LEVELS_OF_RATING = [1, 2, 3, 4, 5] as const;

/** How many days after an answer its reporter may have it taken up again or reviewed. */
export const REOPEN_DAYS = 30;

/** Transfers turned down so often are decided by the desk, and the unit may not turn them down again. */
export const PING_PONG_LIMIT = 2;

/** Where a problem raised from a voice says that it comes from (来源). */
export const SOURCE_OF = {
  web: 'petition',
  box: 'petition',
  hotline: 'hotline',
  visit: 'visit',
  letter: 'petition',
  enterprise: 'visit',
  sheet: 'petition',
  email: 'petition',
  open311: 'hotline',
  api: 'hotline',
  survey: 'visit',
} as const satisfies Record<Channel, Source>;
