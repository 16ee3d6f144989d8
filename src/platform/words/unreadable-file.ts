/** Why a document cannot be read; the sentences are for the person who gave the file. */
const REASONS = {
  empty: ['文件是空的，没有可读的内容。', 'The file is empty.'],
  large: [
    '文件超过 {limit} MB。请拆分后再读，或只留正文。',
    'The file has more than {limit} MB. Split it, or keep the text only.',
  ],
  long: [
    '文件有 {count}，上限 {limit}。请拆成几份再读。',
    'The file has {count}; the limit is {limit}. Split it and read the parts.',
  ],
  encrypted: [
    '文件设了打开密码。请在 WPS 或 Word 中取消密码后再交来。',
    'The file is protected by a password. Remove it and give the file again.',
  ],
  scanned: [
    '文件里没有文字，多半是扫描件或图片。请交来可复制文字的版本。',
    'The file holds no text; it is probably a scan. Give a version whose text can be copied.',
  ],
  damaged: [
    '文件不完整或已损坏。请用 WPS 或 Word 打开后另存一份再交来。',
    'The file is cut short or damaged. Open it, save it anew and give that.',
  ],
  bomb: [
    '文件解压后异常巨大，疑似压缩炸弹，已拒绝。',
    'The file expands far beyond its size, as a zip bomb does, and is refused.',
  ],
  foreign: [
    '这不是文稿（内容像是{kind}）。可读 .docx .doc .wps .pdf .ofd .html .txt。',
    'This is no document (it looks like {kind}). Readable are .docx .doc .wps .pdf .ofd .html .txt.',
  ],
  table: [
    '文件几乎只有表格。请到“导入”处按表格读入。',
    'The file is almost only a table. Use the import of sheets for it.',
  ],
  language: [
    '文件不是中文文稿，无法提取任务和指标。',
    'The document is not in Chinese; no tasks or targets can be drawn from it.',
  ],
  encoding: [
    '无法识别文本编码。请另存为 UTF-8 的文本再交来。',
    'The text encoding cannot be told. Save it as UTF-8 and give that.',
  ],
  secret: [
    '文件首部标有“{mark}”。本系统是非涉密系统，不接收、不保存涉密文件。',
    'The head of the file is marked {mark}. This system holds no classified files; it was not kept.',
  ],
  exhausted: [
    '文件过大或过于复杂，读了很久仍读不完，已停止。请拆成几份，或另存为文本再交来。',
    'The file is too large or complex to be read in the time and memory there is. Split it, or give its text.',
  ],
  missing: ['找不到这个文件。', 'There is no such file.'],
} as const satisfies Record<string, readonly [string, string]>;

export type UnreadableReason = keyof typeof REASONS;

/** A file that cannot be read as a document. `message` is Chinese, `english` the same in English. */
export class UnreadableFile extends Error {
  readonly reason: UnreadableReason;
  readonly english: string;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(reason: UnreadableReason, details: Readonly<Record<string, string | number>> = {}) {
    const [zh, en] = REASONS[reason];
    super(fill(zh, details));
    this.name = 'UnreadableFile';
    this.reason = reason;
    this.details = details;
    this.english = fill(en, details);
  }
}

function fill(sentence: string, details: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(details[name] ?? ''));
}
