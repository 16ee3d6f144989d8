import { filled } from '../text/filled.ts';

/** Faults of single cells and rows: none stops the others. An `error` keeps its row out of the ledger. */
export const ROW_FAULTS = {
  'title-missing': {
    level: 'error',
    zh: '没有填写问题（或任务）内容。请补填。',
    en: 'The problem (or task) is not stated. Fill it in.',
  },
  'damaged-text': {
    level: 'error',
    zh: '文字“{text}”含有无法辨认的字符（文件生成时已损坏）。请对照原文重填。',
    en: 'The text "{text}" holds characters already lost in the file. Type it again from the original.',
  },
  'deadline-before-start': {
    level: 'error',
    zh: '时限 {deadline} 早于开始时间 {start}。请核对。',
    en: 'The deadline {deadline} is before the start {start}. Check both.',
  },
  'id-twice': {
    level: 'error',
    zh: '系统编号 {id} 在第 {first} 行已出现。复制的行请清空系统编号。',
    en: 'The system id {id} stands in row {first} already. Clear it in a copied row.',
  },
  'code-twice': {
    level: 'warning',
    zh: '编号“{code}”与第 {first} 行相同。',
    en: 'The number "{code}" is the same as in row {first}.',
  },
  'deadline-unreadable': {
    level: 'warning',
    zh: '时限“{text}”无法识别，按未定时限导入。可写成 2026年6月30日、2026年6月底、立行立改、长期坚持。',
    en: 'The deadline "{text}" cannot be read and is left open. Write 2026-06-30, 2026年6月底, 立行立改 or 长期坚持.',
  },
  'deadline-missing': { level: 'info', zh: '没有填写时限。', en: 'No deadline is given.' },
  'day-unreadable': {
    level: 'warning',
    zh: '日期“{text}”无法识别，未导入。可写成 2026-06-30。',
    en: 'The date "{text}" cannot be read and is left out. Write 2026-06-30.',
  },
  'money-unreadable': {
    level: 'warning',
    zh: '金额“{text}”无法识别，未导入。请只填一个数。',
    en: 'The amount "{text}" cannot be read and is left out. Give one number.',
  },
  'status-unreadable': {
    level: 'warning',
    zh: '状态“{text}”无法识别，未导入。',
    en: 'The state "{text}" is not known and is left out.',
  },
  'formula-without-value': {
    level: 'warning',
    zh: '单元格是公式但没有计算结果。请用 Excel 或 WPS 打开并保存一次再导入。',
    en: 'The cell holds a formula without a result. Open and save the file in Excel or WPS, then import it again.',
  },
  'cell-error': {
    level: 'warning',
    zh: '单元格是公式错误 {text}，未导入。',
    en: 'The cell holds the formula error {text} and is left out.',
  },
  'several-people': {
    level: 'warning',
    zh: '一格里有多人：{names}。第一人作为责任人，请确认。',
    en: 'Several people in one cell: {names}. The first is taken as the person responsible; confirm it.',
  },
  'group-leads': {
    level: 'warning',
    zh: '“{name}”不是一个具体单位，不能作为牵头单位。请填写一个单位。',
    en: '"{name}" is a group, not one unit, and cannot lead. Name one unit.',
  },
  'several-leads': {
    level: 'info',
    zh: '各条措施的牵头单位不同（{names}）；首个为牵头单位，其余作为配合单位。',
    en: 'The measures have different leads ({names}); the first leads, the others take part.',
  },
  'continues-above': {
    level: 'warning',
    zh: '本行没有序号和问题内容，按第 {first} 行的又一条措施导入。若是另一个问题，请补填问题内容。',
    en: 'The row states no problem and is taken as a further measure of row {first}. If it is another problem, state it.',
  },
  'section-count-differs': {
    level: 'warning',
    zh: '“{section}”注明 {stated} 个，实际读到 {counted} 个。',
    en: 'Section "{section}" says {stated} entries; {counted} were read.',
  },
  'unit-unknown': {
    level: 'warning',
    zh: '组织树中没有“{name}”，草稿先不带该单位。[最接近的名称：{nearest}。]',
    en: 'There is no unit "{name}"; the draft comes in without it.[ Nearest names: {nearest}.]',
  },
  'unit-ambiguous': {
    level: 'warning',
    zh: '“{name}”不止一个，草稿先不带该单位；请写全称或单位编码。',
    en: 'There are several units named "{name}"; the draft comes in without it. Give the full name or the code.',
  },
  'lead-outside': {
    level: 'warning',
    zh: '牵头单位“{name}”不在本单位之下，草稿先不带牵头单位，交办时由上级确定。',
    en: 'The lead unit "{name}" is not below yours; the draft comes in without it, for the office above to assign.',
  },
  'co-unknown': {
    level: 'warning',
    zh: '配合单位“{name}”在组织树中找不到，未导入。[最接近的名称：{nearest}。]',
    en: 'The co-unit "{name}" is not in the tree and is left out.[ Nearest names: {nearest}.]',
  },
  'category-unknown': {
    level: 'warning',
    zh: '分类“{name}”不在本专项的口径中，未导入。',
    en: 'The category "{name}" is not in this campaign and is left out.',
  },
  'out-of-reach': {
    level: 'error',
    zh: '“{name}”不在您的管辖范围内。',
    en: '"{name}" lies outside your reach.',
  },
  'total-differs': {
    level: 'warning',
    zh: '合计行写 {stated}，各行相加为 {counted}。',
    en: 'The total row says {stated}; the rows add up to {counted}.',
  },
} as const satisfies Record<
  string,
  { readonly level: 'error' | 'warning' | 'info'; readonly zh: string; readonly en: string }
>;

export type RowFaultCode = keyof typeof ROW_FAULTS;

/** What is wrong in one place of a sheet. */
export interface RowFault {
  /** Counted from 1, as in the margin of the sheet. */
  readonly row: number;
  /** Counted from 0; absent when the whole row is meant. */
  readonly column?: number;
  readonly label?: string;
  readonly code: RowFaultCode;
  readonly details: Readonly<Record<string, string | number>>;
  readonly level: 'error' | 'warning' | 'info';
}

/** The sentence for a person, its places filled from the fault's details. */
export function rowFaultSentence(
  fault: Pick<RowFault, 'code' | 'details'>,
  language: 'zh' | 'en',
): string {
  return filled(ROW_FAULTS[fault.code][language], fault.details);
}
