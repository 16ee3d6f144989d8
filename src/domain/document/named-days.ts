/**
 * Days of the year that deadlines are named by (节点): the last day before them, month and day. Without a fixed
 * day (春节, 汛期, 党代会) words name no date, and somebody sets it.
 */
const BEFORE: readonly (readonly [name: RegExp, last: string, yearsBack: number])[] = [
  [/元旦/, '12-31', 1],
  [/五一|劳动节/, '04-30', 0],
  [/七一/, '06-30', 0],
  [/八一/, '07-31', 0],
  [/十一(?!月|五|个)|国庆/, '09-30', 0],
];
const NAMED =
  /汛|入夏|入冬|供暖|采暖|封冻|春耕|春播|夏收|秋收|春节|元旦|五一|七一|八一|十一(?!月|五|个)|国庆|劳动节|中秋|开学|党代会|两会|全会|高考|中考|考核|换届/;

/** Do these words set a day by the name of a season, a feast or a meeting? */
export function isNamedDay(words: string): boolean {
  return NAMED.test(words);
}

/** The last day before a feast of fixed date (国庆节前 → 09-30), as an ISO date; `undefined` for others. */
export function namedDay(words: string, year: number | undefined): string | undefined {
  const found = BEFORE.find(([name]) => name.test(words));
  if (found === undefined || year === undefined) return undefined;
  const [, last, yearsBack] = found;
  return `${/20\d\d年|明年/.test(words) ? year - yearsBack : year}-${last}`;
}
