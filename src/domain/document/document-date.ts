/** A calendar date of a document; month and day are absent when only the year is known. */
export interface DocumentDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

const FULL = /(20\d\d|19\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?/;
const HAN_FULL =
  /二〇([〇一二三四五六七八九])([〇一二三四五六七八九])年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日/;
const YEAR = /(20\d\d)年/;
const DIGITS = '〇一二三四五六七八九';
/** The dateline of a report stands near its head; that of an official letter at its foot. */
const HEAD = 700;
const FOOT = 300;

/** The date (日期) of a document from its head or foot: the dateline, else the year of the title. */
export function documentDate(text: string): DocumentDate | undefined {
  const head = text.slice(0, HEAD);
  const dateline = FULL.exec(head) ?? FULL.exec(text.slice(-FOOT));
  if (dateline !== null) {
    return { year: Number(dateline[1]), month: Number(dateline[2]), day: Number(dateline[3]) };
  }
  const han = HAN_FULL.exec(head) ?? HAN_FULL.exec(text.slice(-FOOT));
  if (han !== null) {
    const year = 2000 + DIGITS.indexOf(han[1] ?? '') * 10 + DIGITS.indexOf(han[2] ?? '');
    return { year };
  }
  const year = YEAR.exec(head)?.[1];
  return year === undefined ? undefined : { year: Number(year) };
}
