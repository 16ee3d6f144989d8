/** Why a whole file or sheet cannot be read or written: what is wrong, where, and what to do. */
export const SHEET_FAULTS = {
  'empty-file': { zh: '文件是空的。', en: 'The file is empty.' },
  'not-a-sheet': {
    zh: '这不是表格文件（内容像是 {kind}）。请上传 .xlsx、.xls、.et、.ods 或 .csv。',
    en: 'This is not a sheet (it looks like {kind}). Give an .xlsx, .xls, .et, .ods or .csv file.',
  },
  encrypted: {
    zh: '文件设了打开密码。请在 Excel 或 WPS 中取消密码后重新上传。',
    en: 'The file is protected by a password. Remove it in Excel or WPS and upload again.',
  },
  damaged: {
    zh: '文件已损坏（{part}）。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。',
    en: 'The file is damaged ({part}). Open it in Excel or WPS, save it as .xlsx and upload that.',
  },
  'file-too-large': {
    zh: '文件有 {size} MB，上限 {limit} MB。请拆分，或将旧格式另存为 .xlsx。',
    en: 'The file has {size} MB; the limit is {limit} MB. Split it, or save an old format as .xlsx.',
  },
  'too-many-parts': {
    zh: '压缩包内有 {count} 个部件，上限 {limit} 个，不像正常表格。',
    en: 'The package holds {count} parts (limit {limit}); that is no ordinary sheet.',
  },
  'expands-too-much': {
    zh: '部件 {part} 解压后过大，疑似压缩炸弹，已拒绝。请另存为新文件，只保留有内容的行。',
    en: 'Part {part} expands far beyond its size, as a zip bomb does, and is refused. Save the sheet anew with only the rows that hold something.',
  },
  'row-too-large': {
    zh: '工作表“{sheet}”第 {row} 行附近一行超过 {limit} MB，无法读取。',
    en: 'A row near row {row} of sheet "{sheet}" has more than {limit} MB.',
  },
  'too-many-columns': {
    zh: '工作表“{sheet}”第 {row} 行用到第 {count} 列，上限 {limit} 列。请删除右侧多余的列。',
    en: 'Row {row} of sheet "{sheet}" uses column {count}; the limit is {limit}. Delete the columns not needed.',
  },
  'cell-too-long': {
    zh: '工作表“{sheet}”第 {row} 行第 {column} 列的文字超过 {limit} 个字符。',
    en: 'The text in row {row}, column {column} of sheet "{sheet}" is longer than {limit} characters.',
  },
  'too-many-rows': {
    zh: '工作表“{sheet}”超过 {limit} 行。请分成几个文件。',
    en: 'Sheet "{sheet}" has more than {limit} rows. Split it into several files.',
  },
  'unknown-encoding': {
    zh: '无法识别文本编码。请另存为“CSV UTF-8”或 .xlsx 再上传。',
    en: 'The text encoding cannot be told. Save it as "CSV UTF-8" or .xlsx and upload that.',
  },
  'unclosed-quote': {
    zh: '第 {row} 行的双引号没有配对，其后的内容无法分列。请检查该行。',
    en: 'A double quote opened in row {row} is never closed, so the rest cannot be split. Check that row.',
  },
  'sheet-not-found': {
    zh: '文件里没有工作表“{sheet}”。现有：{names}。',
    en: 'There is no sheet "{sheet}" in the file. There are: {names}.',
  },
  'too-heavy': {
    zh: '读取这个文件需要的内存或时间超过上限。请另存为 .xlsx，或拆分后再上传。',
    en: 'Reading this file needs more memory or time than allowed. Save it as .xlsx or split it.',
  },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

export type SheetFaultCode = keyof typeof SHEET_FAULTS;
export type SheetFaultDetails = Readonly<Record<string, string | number>>;

/** A file or sheet that is refused as a whole. Faults of single cells are not thrown but reported. */
export class SheetFault extends Error {
  readonly code: SheetFaultCode;
  readonly details: SheetFaultDetails;

  constructor(code: SheetFaultCode, details: SheetFaultDetails = {}) {
    super(faultSentence({ code, details }, 'en'));
    this.name = 'SheetFault';
    this.code = code;
    this.details = details;
  }
}

/** The sentence for a person, its places filled from the fault's details. */
export function faultSentence(
  { code, details }: Pick<SheetFault, 'code' | 'details'>,
  language: 'zh' | 'en',
): string {
  return SHEET_FAULTS[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(details[name] ?? '?'),
  );
}
