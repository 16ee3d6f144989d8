import { CAMPAIGN_REFUSALS } from './campaign/campaign-refusals.ts';
import { DOCUMENT_REFUSALS } from './document/document-refusals.ts';
import { ENTRY_REFUSALS } from './entry/entry-refusals.ts';
import { spokenOf } from './entry/spoken.ts';
import { spokenOfVoice } from './voice/spoken.ts';
import { FILE_REFUSALS } from './file-refusals.ts';
import { ACCOUNT_REFUSALS } from './org/account-refusals.ts';
import { ORG_REFUSALS } from './org/org-refusals.ts';
import { SHEET_REFUSALS } from './sheet/sheet-refusals.ts';
import { VOICE_REFUSALS } from './voice/voice-refusals.ts';

/**
 * Every expected "no", with its HTTP status and its sentence in both languages. `{name}` takes the
 * detail of that name. Here stand those that any room may answer; each room's own stand beside its rules.
 */
export const REFUSALS = {
  ...ACCOUNT_REFUSALS,
  ...CAMPAIGN_REFUSALS,
  ...DOCUMENT_REFUSALS,
  ...ENTRY_REFUSALS,
  ...FILE_REFUSALS,
  ...ORG_REFUSALS,
  ...SHEET_REFUSALS,
  ...VOICE_REFUSALS,
  invalid: { status: 400, zh: '请求格式有误：{where}', en: 'The request is malformed: {where}' },
  'bad-cursor': {
    status: 400,
    zh: '翻页标记无效，请从第一页重新查询',
    en: 'The page cursor is not valid; start again from the first page',
  },
  'key-missing': {
    status: 400,
    zh: '写操作须带 Idempotency-Key 请求头',
    en: 'A write needs an Idempotency-Key header',
  },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Please sign in first' },
  'bad-signature': {
    status: 401,
    zh: '签名无效：请核对密钥、时间戳（5 分钟内）和签名内容',
    en: 'The signature is not valid: check the key, the timestamp (within 5 minutes) and what was signed',
  },
  'cross-site': {
    status: 403,
    zh: '请求来源不被允许',
    en: 'The request does not come from this site',
  },
  'scope-missing': {
    status: 403,
    zh: '该令牌没有此项权限（{scope}）',
    en: 'The token lacks the scope {scope}',
  },
  'not-allowed': {
    status: 403,
    zh: '您当前的岗位不能执行此操作。确有需要，请联系系统管理员调整岗位',
    en: 'The post you hold may not do this. If you need to, ask the system administrator for the right post',
  },
  'out-of-reach': { status: 403, zh: '不在您的管辖范围内', en: 'This lies outside your reach' },
  'not-found': { status: 404, zh: '查无此项', en: 'There is no such item' },
  stale: {
    status: 409,
    zh: '该事项已被{who}更新（{what}），请刷新后再试',
    en: '{who} has changed this item ({what}); reload and try again',
  },
  'key-reused': {
    status: 422,
    zh: '同一 Idempotency-Key 不能用于不同的请求',
    en: 'The Idempotency-Key was used with another request',
  },
  'still-running': {
    status: 409,
    zh: '同一请求正在处理，请稍候',
    en: 'The same request is still running; wait a moment',
  },
  'address-refused': {
    status: 422,
    zh: '推送地址 {url} 不被允许：{why}',
    en: 'The address {url} is not allowed: {why}',
  },
  'window-backwards': {
    status: 422,
    zh: '截止日期 {to} 早于开始日期 {from}，或已经过去',
    en: 'The last day {to} lies before the first day {from}, or is past',
  },
  'views-full': {
    status: 409,
    zh: '保存的视图已有 {most} 个，请先删去不用的',
    en: 'You have {most} views; delete one you do not use first',
  },
  'name-taken': { status: 409, zh: '“{name}”已被使用', en: '{name} is already taken' },
  'date-order': {
    status: 422,
    zh: '终止日期 {to} 早于起始日期 {from}',
    en: 'The end {to} lies before the start {from}',
  },
  'too-many': {
    status: 429,
    zh: '操作过于频繁，请于 {seconds} 秒后再试',
    en: 'Too many tries; wait {seconds} seconds',
  },
  busy: { status: 503, zh: '系统繁忙，请稍后再试', en: 'The system is busy; try again shortly' },
  unavailable: {
    status: 503,
    zh: '数据库暂时连接不上，您的操作未保存，请稍后重试',
    en: 'The database cannot be reached; nothing was saved, try again shortly',
  },
  'oidc-unavailable': {
    status: 503,
    zh: '统一身份认证暂时连接不上，请稍后再试，或用密码登录',
    en: 'The identity provider cannot be reached; try again shortly, or sign in with a password',
  },
  'read-only': {
    status: 503,
    zh: '磁盘空间不足，系统暂为只读：您的操作未保存，查看不受影响。请联系管理员清理磁盘',
    en: 'Disk space is low and the system is read-only for now: nothing was saved, reading goes on. Ask the administrator to free disk space',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** What a policy answers: `undefined` means nothing stands in the way. */
export type Objection = RefusalCode | undefined;

export type RefusalDetails = Readonly<Record<string, unknown>>;

/** An expected "no". Anything else that is thrown is a fault of the program. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(refusalSentence(code, details, 'zh'));
    this.code = code;
    this.details = details;
  }
}

/** Throw the objection, if there is one. */
export function insist(objection: Objection, details: RefusalDetails = {}): void {
  if (objection !== undefined) throw new Refusal(objection, details);
}

/** The sentence a user reads, states and moves in its language; a detail that is missing leaves a dash. */
export function refusalSentence(
  code: RefusalCode,
  details: RefusalDetails,
  lang: 'zh' | 'en',
): string {
  const spoken = details['of'] === 'voice' ? spokenOfVoice : spokenOf;
  return REFUSALS[code][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (Array.isArray(value)) return value.join(lang === 'zh' ? '、' : ', ');
    if (typeof value === 'string') return spoken(name, value, lang) ?? (value || '—');
    return typeof value === 'number' ? String(value) : '—';
  });
}
