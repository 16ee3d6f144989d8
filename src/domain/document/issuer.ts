/** Who issued a document and under what number, as far as its head and foot say. */
export interface Issuer {
  /** 发文机关; empty when nothing names it. */
  readonly organ: string;
  /** 发文字号; empty when there is none. */
  readonly no: string;
}

const HEAD = 600;
const FOOT = 200;
const NUMBER =
  /[\u4e00-\u9fff]{1,12}(?:发|办|字|函|政|党|委|令|规)[\u4e00-\u9fff]{0,4}[〔[（]20\d\d[〕\]）](?:第)?\d{1,4}号/;
const BODY =
  '(?:人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|(?:市|县|区|省)委(?:办公厅|办公室)?|办公厅|办公室|领导小组|[局厅委])';
const SIGNED = new RegExp(`^[\\u4e00-\\u9fff]{2,24}${BODY}$`);
const ISSUES = new RegExp(`^([\\u4e00-\\u9fff]{1,24}?${BODY})(?:关于|文件$|政府工作报告)`);

/** Looks at the red head (…文件), the title (…关于…) and the signature line before the date, in that order. */
export function issuerOf(text: string, title: string): Issuer {
  const head = text
    .slice(0, HEAD)
    .split('\n')
    .map((line) => line.trim());
  const no = NUMBER.exec(text.slice(0, HEAD))?.[0] ?? '';
  const red = head.map((line) => ISSUES.exec(line)?.[1]).find((found) => found !== undefined);
  const foot = text
    .slice(-FOOT)
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => SIGNED.test(line));
  const organ = ISSUES.exec(title)?.[1] ?? red ?? foot ?? '';
  return { organ, no };
}
