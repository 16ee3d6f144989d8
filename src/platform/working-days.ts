import chineseDays from 'chinese-days';

/** Is this calendar day worked in China, 调休 days among that? Known from 2004 to the last published year. */
export function isWorkingDay(day: string): boolean {
  return chineseDays.isWorkday(day);
}
