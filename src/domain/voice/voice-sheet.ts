import { parseDay } from '../text/deadline.ts';
import { filled } from '../text/filled.ts';
import { cellText, type Cell, type SheetRow } from '../sheet/cell.ts';
import type { FieldWords } from '../sheet/ledger-fields.ts';
import { isNothing } from '../sheet/values.ts';
import { type Channel, SUBJECTS, type Subject } from './voice.ts';
import { saysSomething } from './watch-words.ts';

function field<const F extends string>(
  name: F,
  kind: FieldWords['kind'],
  label: string,
  words: string,
): FieldWords & { readonly field: F } {
  return { field: name, label, kind, words: [label, ...words.split(' ')] };
}

/** What a sheet of opinions can say (意见征集表、工单导出表). Only `words` is indispensable. */
export const VOICE_FIELDS = [
  field(
    'key',
    'key',
    '工单编号',
    '编号 诉求编号 受理编号 意见编号 事项编号 单号 流水号 工单号 登记编号 序列号',
  ),
  field(
    'words',
    'text',
    '诉求内容',
    '意见建议 意见建议内容 意见内容 建议内容 反映内容 反映问题 反映事项 反映的问题 诉求 诉求事项 诉求描述 工单内容 来电内容 来信内容 ' +
      '问题描述 问题内容 存在问题 主要问题 群众意见 群众诉求 群众反映问题 意见和建议 内容 事项内容 留言内容 具体内容 困难问题 企业诉求',
  ),
  field(
    'place',
    'text',
    '地点',
    '事发地点 发生地点 具体地点 问题地点 反映地点 地址 事发地址 详细地址 位置 所在位置',
  ),
  field(
    'unit',
    'unit',
    '所属单位',
    '所属县区 所属区县 所属乡镇 县区 区县 县市区 乡镇 乡镇街道 街道乡镇 镇街 所在乡镇 所在县区 所在区县 所属区域 区域 属地 涉及单位 辖区 所属街道',
  ),
  field(
    'subject',
    'choice',
    '诉求类别',
    '类别 分类 问题类别 问题分类 一级分类 所属领域 领域 诉求分类 事项分类 涉及领域',
  ),
  field('kind', 'choice', '诉求类型', '类型 诉求性质 工单类型 性质 意见类型 事项类型'),
  field('channel', 'choice', '来源渠道', '渠道 来源 征集渠道 反映渠道 受理渠道 诉求来源 征集方式'),
  field(
    'on',
    'day',
    '受理时间',
    '受理日期 登记时间 登记日期 来电时间 反映时间 反映日期 提交时间 收到时间 收到日期 征集时间 日期 时间',
  ),
  field(
    'name',
    'people',
    '诉求人',
    '姓名 反映人 来电人 联系人 诉求人姓名 反映人姓名 群众姓名 来电人姓名 来信人 意见人',
  ),
  field(
    'contact',
    'phone',
    '联系电话',
    '电话 联系方式 手机 手机号 手机号码 来电号码 联系人电话 诉求人电话 反映人电话',
  ),
] as const;
export type VoiceField = (typeof VOICE_FIELDS)[number]['field'];

/** Faults of a row: an `error` keeps it out, a `warning` leaves something open. */
export const VOICE_FAULTS = {
  'says-nothing': {
    level: 'error',
    zh: '没有写明是什么事。请补填。',
    en: 'The row does not say what it is about. Fill it in.',
  },
  'too-long': {
    level: 'error',
    zh: '内容有 {n} 字，上限 10000 字。请分成几行。',
    en: 'The text has {n} characters; the limit is 10,000. Split it.',
  },
  'damaged-text': {
    level: 'error',
    zh: '文字含有无法辨认的字符（文件生成时已损坏）。请对照原文重填。',
    en: 'The text holds characters already lost in the file. Type it again from the original.',
  },
  accusation: {
    level: 'error',
    zh: '检举控告不导入、不保存。请将原件转纪检监察机关（12388）。',
    en: 'Accusations are neither taken in nor kept. Hand the original to the discipline body (12388).',
  },
  complaint: {
    level: 'error',
    zh: '反映单位或干部作风的不由工作人员导入。请本人从“提意见”页面提交，系统会对被反映单位封存。',
    en: 'Complaints about conduct are not brought in by officers. Their writer sends them by the public form, which seals them from the unit.',
  },
  'key-changed': {
    level: 'error',
    zh: '编号“{key}”以前导入过，内容不一样。确是另一件的，请改编号。',
    en: 'The number {key} was taken in before with other words. If it is another matter, change the number.',
  },
  'key-twice': {
    level: 'error',
    zh: '编号“{key}”与第 {first} 行相同，内容不一样。请核对。',
    en: 'The number {key} stands in row {first} already with other words. Check both.',
  },
  'out-of-reach': {
    level: 'error',
    zh: '“{name}”不在您的管辖范围内。',
    en: '{name} lies outside your reach.',
  },
  'unit-unknown': {
    level: 'warning',
    zh: '组织树中没有“{name}”，按上面选的单位导入。[最接近的名称：{nearest}。]',
    en: 'There is no unit {name}; the row is taken for the unit chosen above.[ Nearest names: {nearest}.]',
  },
  'unit-ambiguous': {
    level: 'warning',
    zh: '“{name}”不止一个，按上面选的单位导入；请写全称。',
    en: 'There are several units named {name}; the row is taken for the unit chosen above. Give the full name.',
  },
  'day-unreadable': {
    level: 'warning',
    zh: '日期“{text}”无法识别，按今天导入。可写成 2026-06-30。',
    en: 'The date {text} cannot be read; today is taken. Write 2026-06-30.',
  },
  'day-ahead': {
    level: 'warning',
    zh: '日期 {day} 还没有到，按今天导入。',
    en: 'The day {day} has not come yet; today is taken.',
  },
} as const satisfies Record<
  string,
  { readonly level: 'error' | 'warning'; readonly zh: string; readonly en: string }
>;
export type VoiceFaultCode = keyof typeof VOICE_FAULTS;

export interface VoiceFault {
  readonly row: number;
  readonly code: VoiceFaultCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The sentence for a person, its places filled. */
export function voiceFaultSentence({ code, details }: VoiceFault, lang: 'zh' | 'en'): string {
  return filled(VOICE_FAULTS[code][lang], details);
}

/** Does it keep the row out? The others are remarks on a row that comes in. */
export function isVoiceError({ code }: VoiceFault): boolean {
  return VOICE_FAULTS[code].level === 'error';
}

/** One opinion of a sheet as far as it can be read without the city's tables. */
export interface VoiceRowRead {
  readonly row: number;
  readonly key: string;
  readonly words: string;
  readonly place: string;
  readonly unitName: string;
  readonly subject: Subject | undefined;
  readonly kind: 'request' | 'opinion';
  readonly channel: Channel | undefined;
  readonly on: string;
  /** Sealed as soon as it is taken in; in no answer, fault or log. */
  readonly name: string;
  readonly contact: string;
  readonly faults: readonly VoiceFault[];
}

export interface VoiceColumn {
  readonly column: number;
  readonly field: VoiceField;
}

const LONGEST = 10_000;

/** Read one row; `lent` gives what a vertical merge lends to a blank cell. `today` stands where no day is given. */
export function readVoiceRow(
  row: SheetRow,
  columns: readonly VoiceColumn[],
  today: string,
  lent: (column: number) => Cell | undefined = () => undefined,
): VoiceRowRead {
  const faults: VoiceFault[] = [];
  const fault = (code: VoiceFaultCode, details: VoiceFault['details'] = {}): void =>
    void faults.push({ row: row.row, code, details });
  const text = (wanted: VoiceField, most = LONGEST): string => {
    const found = columns
      .filter((one) => one.field === wanted)
      .map((one) => cellText(row, one.column) || (lent(one.column)?.text.trim() ?? ''))
      .filter((one) => one !== '' && (wanted === 'words' || !isNothing(one)));
    return found.join('\n').slice(0, most);
  };
  const words = text('words', LONGEST + 1);
  if (!saysSomething(words) || isNothing(words)) fault('says-nothing');
  else if (words.length > LONGEST) fault('too-long', { n: words.length });
  else if (words.includes('\uFFFD')) fault('damaged-text');
  const nature = text('kind', 60);
  if (/检举|控告|举报.*(违纪|违法|腐败)|违纪违法/.test(nature)) fault('accusation');
  else if (/作风|效能投诉/.test(nature)) fault('complaint');
  return {
    row: row.row,
    key: text('key', 120),
    words,
    place: text('place', 200),
    unitName: text('unit', 120),
    subject: subjectIn(text('subject', 60)),
    kind: /意见|建议/.test(nature) && !/投诉|求助/.test(nature) ? 'opinion' : 'request',
    channel: channelIn(text('channel', 60)),
    on: dayIn(row, columns, text('on', 40), today, fault),
    name: text('name', 60),
    contact: text('contact', 120),
    faults,
  };
}

function dayIn(
  row: SheetRow,
  columns: readonly VoiceColumn[],
  text: string,
  today: string,
  fault: (code: VoiceFaultCode, details: VoiceFault['details']) => void,
): string {
  const at = columns.find((one) => one.field === 'on')?.column;
  const cell = at === undefined ? undefined : row.cells[at];
  if (text === '') return today;
  const day = cell?.date ?? parseDay(text, today);
  if (day === undefined) fault('day-unreadable', { text: text.slice(0, 40) });
  else if (day > today) fault('day-ahead', { day });
  return day === undefined || day > today ? today : day;
}

/** Words by which offices name our subjects; the first that is found decides. */
const SUBJECT_WORDS: readonly (readonly [Subject, RegExp])[] = [
  ['lighting', /路灯|照明|亮化/],
  ['roads', /道路|交通|公路|停车|出行|公交|客运/],
  ['cleanliness', /环境|卫生|垃圾|环保|污染|噪音|噪声|污水|市容|城管|绿化/],
  ['water', /供水|用水|供暖|供热|燃气|供气|供电|用电|停水|停电|暖气/],
  ['housing', /住房|物业|房屋|房产|小区|拆迁|征收|不动产|住建/],
  ['school', /教育|学校|入学|学生|幼儿园|校园/],
  ['health', /医疗|卫健|社保|医保|养老|就医|医院|低保|民政|救助|残疾/],
  ['farming', /农业|农村|三农|土地|耕地|水利|乡村|林业|畜牧|补贴/],
  ['business', /企业|营商|工商|招商|融资|经营|市场|税/],
  ['service', /办事|政务|服务|窗口|证照|户籍|审批|户口/],
];

/** Our subject for what a sheet calls the category: its own name in our list, else the first word that tells. */
export function subjectIn(text: string): Subject | undefined {
  const own = SUBJECTS.find((subject) => subject === text);
  return own ?? SUBJECT_WORDS.find(([, words]) => words.test(text))?.[0];
}

const CHANNEL_WORDS: readonly (readonly [Channel, RegExp])[] = [
  ['enterprise', /企业|商会|民企/],
  ['hotline', /热线|12345|来电|电话/],
  ['box', /意见箱|信箱/],
  ['visit', /走访|入户|调研|下访|座谈/],
  ['letter', /来信|来访|信访/],
  ['survey', /问卷|调查/],
  ['email', /邮件|邮箱/],
];

function channelIn(text: string): Channel | undefined {
  return CHANNEL_WORDS.find(([, words]) => words.test(text))?.[0];
}
