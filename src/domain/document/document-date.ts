import { hanValue } from '../text/number.ts';

/** A calendar date of a document; month and day are absent when only the year is known. */
export interface DocumentDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

const FULL = /(20\d\d|19\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?/;
const HAN_FULL =
  /(二〇[〇一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日/;
const YEAR = /(20\d\d)年/;
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
    const [year = 0, month = 1, day = 1] = han.slice(1).map(hanValue);
    return { year, month, day };
  }
  const year = YEAR.exec(head)?.[1];
  return year === undefined ? undefined : { year: Number(year) };
}
