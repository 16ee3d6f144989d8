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
  'returned-new': {
    level: 'error',
    zh: '本行没有系统编号，是新添的行，不由导回的表导入。新问题请另用一张表导入。',
    en: 'The row has no system id: it was added, and a returned export takes in no new rows. Import new problems with a sheet of their own.',
  },
  'returned-twice': {
    level: 'error',
    zh: '本行的系统编号在第 {first} 行已出现（复制的行），只按第 {first} 行处理。',
    en: 'The system id of this row stands in row {first} already (a copied row); only row {first} counts.',
  },
  'returned-unknown': {
    level: 'error',
    zh: '系统编号“{id}”查无此事项（可能被改动，或不在您的管辖范围内），本行未处理。请重新导出后再改。',
    en: 'There is no entry with the system id "{id}" (it was altered, or lies outside your reach); the row is left. Export anew and edit that.',
  },
  'returned-unreadable': {
    level: 'error',
    zh: '隐藏的“版本”或“校验”列被改动，无法判断本行改了什么，未处理。请重新导出后再改。',
    en: 'The hidden columns 版本 or 校验 were altered, so what changed in the row cannot be told; it is left. Export anew and edit that.',
  },
  'returned-mixed': {
    level: 'error',
    zh: '本行写的编号是 {no}，隐藏的系统编号却是 {own} 的：多半是排序时只选了部分列，行已错位，未处理。请重新导出，选中整张表再排序。',
    en: 'The row says {no}, but its hidden system id is that of {own}: probably only some columns were sorted and the rows are mixed up. It is left. Export anew and sort the whole sheet.',
  },
  'returned-stale': {
    level: 'error',
    zh: '导出之后该事项已被他人更新，本行未处理。请重新导出后再改。',
    en: 'The entry was changed by others after the export; the row is left. Export anew and edit that.',
  },
  'returned-locked': {
    level: 'warning',
    zh: '“{columns}”不能由表格改动，这些改动没有导入。请在该事项的页面办理。',
    en: '{columns} cannot be changed by a sheet, and what was changed there is left. Make the move on the page of the entry.',
  },
  'returned-columns-missing': {
    level: 'warning',
    zh: '表中没有“{columns}”列（删去了，或改了表头），这些内容不作改动。',
    en: 'The sheet has no column {columns} any more (deleted or renamed); that content stays as it is.',
  },
  'returned-columns-twice': {
    level: 'warning',
    zh: '“{columns}”列出现了不止一次，只看最左边的一列。',
    en: 'The column {columns} stands there more than once; only the leftmost counts.',
  },
  'export-stripped': {
    level: 'warning',
    zh: '这像是从本系统导出的表，但隐藏的“系统编号”“版本”“校验”列不全：照此导入会新建一批草稿，与台账里原有的重复。要改动原有事项，请重新导出，改好后整张表导回。',
    en: 'This looks like an export of ours without all of its hidden columns 系统编号, 版本 and 校验: imported like this it makes new drafts beside the entries that are there. To change those, export anew, edit, and bring the whole sheet back.',
  },
  'percent-unreadable': {
    level: 'error',
    zh: '完成进度“{text}”应为 0 到 100 的整数。',
    en: 'The progress "{text}" should be a whole number from 0 to 100.',
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
