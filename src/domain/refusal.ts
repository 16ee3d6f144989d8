import { DOCUMENT_REFUSALS } from './document/document-refusals.ts';
import { spokenOf } from './entry/spoken.ts';
import { VOICE_REFUSALS } from './voice/voice-refusals.ts';

/** Every expected "no", with its HTTP status and its sentence in both languages. `{name}` takes the detail of that name. */
export const REFUSALS = {
  ...DOCUMENT_REFUSALS,
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
  'bad-credentials': {
    status: 401,
    zh: '账号、密码或验证码不正确',
    en: 'The account, password or code is not right',
  },
  'code-needed': {
    status: 401,
    zh: '请输入动态验证码',
    en: 'Enter the code of your authenticator',
  },
  'totp-on': {
    status: 409,
    zh: '动态验证码已经启用；要更换，请先用现在的验证码停用',
    en: 'A second factor is on already; turn it off with its own code before setting up another',
  },
  'word-expired': {
    status: 401,
    zh: '该一次性口令无效或已过期，请联系安全管理员重新发放',
    en: 'The one-time word is not valid any more; ask the security administrator for a new one',
  },
  'sign-in-needed': {
    status: 403,
    zh: '此操作须本人登录后办理，令牌不能代办',
    en: 'This takes a signed-in person; a token may not do it',
  },
  'bad-signature': {
    status: 401,
    zh: '签名无效：请核对密钥、时间戳（5 分钟内）和签名内容',
    en: 'The signature is not valid: check the key, the timestamp (within 5 minutes) and what was signed',
  },
  'password-change-due': {
    status: 403,
    zh: '首次登录须先修改密码',
    en: 'Change the first password before going on',
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
  'not-independent': {
    status: 403,
    zh: '承办单位及其上下级、承办人不得核查本事项',
    en: 'A unit or person that does the work, or is above or below the lead unit, may not check it',
  },
  'doer-decides': {
    status: 403,
    zh: '承办人不得审批自己承办的事项',
    en: 'Who did the work may not decide on it',
  },
  'asker-decides': {
    status: 403,
    zh: '申请人不得审批自己提出的申请，请由审批岗位的其他人员办理',
    en: 'Who asked for it may not approve it; somebody else of the approver post must',
  },
  'checker-decides': {
    status: 403,
    zh: '核查人不得审批自己核查的事项，请由审批岗位的其他人员办理',
    en: 'Who checked the work may not approve its closure; somebody else of the approver post must',
  },
  'not-approver': {
    status: 403,
    zh: '该审批须由“{post}”岗位办理',
    en: 'Only the holder of the post {post} may decide this',
  },
  'not-found': { status: 404, zh: '查无此项', en: 'There is no such item' },
  stale: {
    status: 409,
    zh: '该事项已被{who}更新（{what}），请刷新后再试',
    en: '{who} has changed this item ({what}); reload and try again',
  },
  'move-not-allowed': {
    status: 409,
    zh: '当前状态“{state}”不能执行“{move}”',
    en: 'This cannot be done now ({move}): the item is {state}',
  },
  'request-open': {
    status: 409,
    zh: '已有一项审批在办，待其办结后再提',
    en: 'A request is already open on this item',
  },
  'already-merged': {
    status: 409,
    zh: '该事项已并入其他事项',
    en: 'The item is already merged into another',
  },
  'already-decided': {
    status: 409,
    zh: '已有后来的判断，请刷新后再试；要撤销，须从最后一次判断开始',
    en: 'It has been judged since; reload and try again, and take judgements back from the last one on',
  },
  'unfit-parent': {
    status: 422,
    zh: '不能作为根源问题：须是另一个问题，且自身没有归到本问题之下',
    en: 'That cannot be the root cause: it must be another problem, and not itself come from this one',
  },
  'unfit-survivor': {
    status: 422,
    zh: '不能并入 {no}：须为同类事项，已列入台账的只能并入在册事项',
    en: 'It cannot be merged into {no}: that must be of the same kind and on the ledger too',
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
  'no-lead': { status: 422, zh: '须先确定一个牵头单位', en: 'Name one lead unit first' },
  'no-deadline': { status: 422, zh: '须先确定整改时限', en: 'Set the deadline first' },
  'no-measures': { status: 422, zh: '须先填写整改措施', en: 'Write the measures first' },
  'no-milestones': {
    status: 422,
    zh: '长期坚持事项须有至少一个注明日期的节点',
    en: 'A long-term item needs at least one dated milestone',
  },
  'not-self-found': {
    status: 422,
    zh: '自查自改只用于本单位、本支部自查发现的问题；其他来源或市县级问题请由上级列入台账后交办',
    en: 'Only what a unit or branch has found in itself can be mended in one move; others are listed and assigned by the office above',
  },
  'nothing-asked': {
    status: 422,
    zh: '请写明要调整什么：事项名称、整改措施或时限',
    en: 'Say what is to be adjusted: the title, the measures or the deadline',
  },
  'long-term-kept': {
    status: 422,
    zh: '长期坚持事项没有可延的统一时限：请提请调整，改写节点；确要改为限期的，请在调整中注明改为限期',
    en: 'A long-term item has no one deadline to extend: ask for an adjustment of its milestones, or say in it that the item is to have a deadline',
  },
  'no-evidence': {
    status: 422,
    zh: '报结前须上传本轮佐证材料',
    en: 'Add evidence for this episode before reporting it done',
  },
  'no-reason': { status: 422, zh: '须说明理由', en: 'Give a reason' },
  'no-passed-check': {
    status: 422,
    zh: '报结之后尚无合格的核查，不能销号',
    en: 'No check has passed since the work was reported done',
  },
  'deadline-past': {
    status: 422,
    zh: '时限 {deadline} 早于 {start}',
    en: 'The deadline {deadline} lies before {start}',
  },
  'deadline-not-later': {
    status: 422,
    zh: '延期后的时限须晚于原时限 {deadline}',
    en: 'The new deadline must lie after {deadline}',
  },
  'unit-twice': {
    status: 422,
    zh: '“{unit}”不能既牵头又配合',
    en: '{unit} cannot be both lead and co-unit',
  },
  'unknown-unit': {
    status: 422,
    zh: '组织树中没有编号为“{unit}”的单位，或者该单位已撤销，请按名称重新选择',
    en: 'No unit with the id {unit} is in the tree, or it is closed; choose it anew by its name',
  },
  'unknown-category': {
    status: 422,
    zh: '分类“{category}”不在本专项的口径中',
    en: 'The category {category} is not in this campaign’s taxonomy',
  },
  'no-approver': {
    status: 422,
    zh: '“{unit}”及其上级没有可审批的在任岗位（督查室或领导，且未承办、未核查本事项），请系统管理员任命',
    en: 'At {unit} and above it no office or leader post is held by somebody who neither did nor checked the work; ask an administrator to appoint one',
  },
  'file-too-large': {
    status: 413,
    zh: '文件 {name} 太大，最大 {limit}。请缩小后再传',
    en: 'The file {name} is too large: {limit} at most. Make it smaller and send it again',
  },
  'file-type': {
    status: 415,
    zh: '文件 {name} 的内容不是所允许的类型（{allowed}）',
    en: 'The content of {name} is not an allowed type ({allowed})',
  },
  'file-broken': {
    status: 422,
    zh: '文件 {name} 不完整或已损坏，请换一份完好的再传',
    en: 'The file {name} is damaged or not whole; send a sound one',
  },
  'file-empty': { status: 422, zh: '文件 {name} 是空的', en: 'The file {name} is empty' },
  'file-encrypted': {
    status: 422,
    zh: '文件 {name} 设了打开密码，请取消密码后再上传',
    en: 'The file {name} is protected by a password; remove it and upload again',
  },
  'file-active': {
    status: 422,
    zh: '文件 {name} 含有宏、脚本或外部引用，请另存为不含宏的文件后再上传',
    en: 'The file {name} holds macros, scripts or references to outside; save it without them and upload again',
  },
  'file-archive': {
    status: 415,
    zh: '文件 {name} 是压缩包，请解压后逐个上传',
    en: 'The file {name} is an archive; unpack it and upload its files one by one',
  },
  'file-old-office': {
    status: 415,
    zh: '文件 {name} 是旧格式或加密的 Office 文件，请取消密码并另存为 .docx、.xlsx 或 PDF 后再上传',
    en: 'The file {name} is of an old Office format or encrypted; remove the password, save it as .docx, .xlsx or PDF and upload that',
  },
  'file-bomb': {
    status: 422,
    zh: '文件 {name} 解压后过大，疑似压缩炸弹，不予保存',
    en: 'The file {name} expands far beyond its size, as a zip bomb does, and is not kept',
  },
  'picture-too-large': {
    status: 422,
    zh: '图片 {name} 为 {size} 像素，超过上限 {limit} 百万像素，请缩小后再上传',
    en: 'The picture {name} has {size} pixels, over the limit of {limit} megapixels; make it smaller and upload again',
  },
  'picture-heic': {
    status: 415,
    zh: '本机不能读取 HEIC 图片 {name}，请在手机上改存为 JPG 后再上传',
    en: 'This machine cannot read the HEIC picture {name}; save it as JPG and upload that',
  },
  'file-missing': {
    status: 404,
    zh: '文件库中找不到 {name} 的内容，请联系管理员',
    en: 'The content of {name} is not in the file store; tell an administrator',
  },
  'files-unavailable': {
    status: 503,
    zh: '文件库暂时连接不上，文件未保存，请稍后重试',
    en: 'The file store cannot be reached; nothing was saved, try again shortly',
  },
  'address-refused': {
    status: 422,
    zh: '推送地址 {url} 不被允许：{why}',
    en: 'The address {url} is not allowed: {why}',
  },
  'classified-file': {
    status: 422,
    zh: '文件 {name} 标有密级，本系统为非涉密系统，不予保存',
    en: 'The file {name} bears a secrecy mark; this is a non-secret system and does not keep it',
  },
  'sheet-unreadable': {
    status: 422,
    zh: '表格 {name} 无法读取：{why}',
    en: 'The sheet file {name} cannot be read: {why}',
  },
  'no-header': {
    status: 422,
    zh: '工作表“{sheet}”中没有找到表头。请确认前 30 行内有“存在问题”“责任单位”等列名，或改选工作表',
    en: 'No header was found in the sheet {sheet}; its first 30 rows should name columns such as 存在问题, or choose another sheet',
  },
  'window-backwards': {
    status: 422,
    zh: '截止日期 {to} 早于开始日期 {from}，或已经过去',
    en: 'The last day {to} lies before the first day {from}, or is past',
  },
  'mapping-needed': {
    status: 422,
    zh: '请先确认表头对应关系：{columns}',
    en: 'Confirm the column mapping first: {columns}',
  },
  'password-length': {
    status: 422,
    zh: '密码须为 12 至 128 个字符',
    en: 'A password has 12 to 128 characters',
  },
  'password-common': {
    status: 422,
    zh: '密码过于常见或有规律，请换一个更难猜的',
    en: 'The password is too common or regular; choose one that is harder to guess',
  },
  'password-personal': {
    status: 422,
    zh: '密码主要由账号、姓名或本地名称组成，请换一个更难猜的',
    en: 'The password is mostly the login, a name or the city; choose one that is harder to guess',
  },
  'password-same': {
    status: 422,
    zh: '新密码不得与原密码相同',
    en: 'The new password must differ from the old one',
  },
  'views-full': {
    status: 409,
    zh: '保存的视图已有 {most} 个，请先删去不用的',
    en: 'You have {most} views; delete one you do not use first',
  },
  'link-over': {
    status: 403,
    zh: '这个链接已经用过或已过期，请在电脑上重新打开二维码',
    en: 'This link has been used or is over; open a new code on the computer',
  },
  'name-taken': { status: 409, zh: '“{name}”已被使用', en: '{name} is already taken' },
  'already-set-up': {
    status: 409,
    zh: '系统已完成初始设置',
    en: 'The system has already been set up',
  },
  'own-post': {
    status: 403,
    zh: '不得为本人任免岗位或调整本人账号',
    en: 'Nobody may appoint himself or change his own account’s standing',
  },
  'already-held': {
    status: 409,
    zh: '该人员在此期间已任此岗位',
    en: 'The person already holds this post in that time',
  },
  'unit-closed': { status: 422, zh: '“{unit}”已撤销', en: '{unit} is closed' },
  'post-closed': { status: 422, zh: '岗位“{post}”已撤销', en: 'The post {post} is closed' },
  'moves-into-itself': {
    status: 422,
    zh: '“{unit}”不能移入其自身或下级单位',
    en: '{unit} cannot be moved into itself or a unit below it',
  },
  'link-cycle': {
    status: 422,
    zh: '“{upper}”与“{lower}”的关系会形成循环',
    en: 'A link from {upper} to {lower} would close a circle',
  },
  'date-order': {
    status: 422,
    zh: '终止日期 {to} 早于起始日期 {from}',
    en: 'The end {to} lies before the start {from}',
  },
  'admin-disjoint': {
    status: 422,
    zh: '系统、安全、审计管理员须由不同的人担任，且不得兼任业务岗位',
    en: 'The three administrators must be different people and hold no business post',
  },
  'cap-reached': {
    status: 422,
    zh: '动作数已达上限 {cap} 项；为基层减负，请合并或替换已有动作',
    en: 'The cap of {cap} actions is reached; join or replace existing ones',
  },
  'outside-window': {
    status: 422,
    zh: '“{what}”须在 {from} 至 {to} 之内，且按起始日期先后排列',
    en: '{what} must lie between {from} and {to}, in the order of the first days',
  },
  'bad-facets': {
    status: 422,
    zh: '口径有误：{codes} 重复、上级不存在、互为循环或超过四级',
    en: 'The facets {codes} are repeated, lack their parent, form a circle or go deeper than four levels',
  },
  'taxonomy-in-use': {
    status: 409,
    zh: '台账中已使用的分类 {codes} 在新口径中没有对应编码，请先保留或对照',
    en: 'The ledger uses the categories {codes}, which the new taxonomy lacks; keep their codes',
  },
  'unit-in-use': {
    status: 409,
    zh: '“{unit}”尚有未办结事项或下级单位，不能撤销',
    en: '{unit} still has open items or units below it',
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
    zh: '磁盘空间不足，系统暂为只读，请联系管理员',
    en: 'Disk space is low; the system is read-only for now',
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
  return REFUSALS[code][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (Array.isArray(value)) return value.join(lang === 'zh' ? '、' : ', ');
    if (typeof value === 'string') return spokenOf(name, value, lang) ?? (value || '—');
    return typeof value === 'number' ? String(value) : '—';
  });
}
