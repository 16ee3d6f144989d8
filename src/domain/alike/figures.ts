/**
 * Numbers that say which one is meant (编号): 3栋, 204路, 东六路, 5组, 二期, 110kv. Amounts, dates, ages and
 * counts of people are left out: two tellings of one matter seldom agree on them.
 */
export type Figures = ReadonlyMap<string, ReadonlySet<string>>;

// Of so many characters at most: a run without end would be walked anew from each of them.
const NUMBER = '[0-9a-z]{0,15}[0-9]|[一二三四五六七八九十百零壹贰叁肆伍陆柒捌玖拾两]{1,9}';
const COUNTER = '号楼|栋|幢|座|单元|号线|路|组|队|期|号|层|楼|室|班|标段|kv|千伏|中|小';
const FIGURE = new RegExp(`(?<![0-9.:年月第])(${NUMBER})(${COUNTER})`, 'gu');
/** 第2栋 is house 2; 第二小学 is a name. */
const HOUSE = /第(?=[0-9一二三四五六七八九十]{1,3}(?:栋|幢|座|号楼|单元))/gu;
/** 幢, 座 and 号楼 count the same houses as 栋. */
const SAME_COUNTER: Readonly<Record<string, string>> = {
  号楼: '栋',
  幢: '栋',
  座: '栋',
  千伏: 'kv',
};
const HAN_DIGITS = '零一二三四五六七八九';
const CAPITALS = '零壹贰叁肆伍陆柒捌玖';

/** The numbers of identity in folded text, by what they count. */
export function figuresOf(folded: string): Figures {
  const found = new Map<string, Set<string>>();
  for (const [, number = '', counter = ''] of folded.replaceAll(HOUSE, ' ').matchAll(FIGURE)) {
    const kind = SAME_COUNTER[counter] ?? counter;
    const known = found.get(kind) ?? new Set();
    known.add(plainNumber(number));
    found.set(kind, known);
  }
  return found;
}

/** True when both name a number of the same kind and none of them is the same (3栋 and 5栋). */
export function figuresDisagree(a: Figures, b: Figures): boolean {
  for (const [kind, numbers] of a) {
    const others = b.get(kind);
    if (others && ![...numbers].some((number) => others.has(number))) return true;
  }
  return false;
}

/** 三 and 十二 as digits; anything larger stays as written. */
function plainNumber(capital: string): string {
  const written = capital
    .replaceAll('两', '二')
    .replaceAll('拾', '十')
    .replaceAll(/[壹贰叁肆伍陆柒捌玖]/gu, (one) => HAN_DIGITS.charAt(CAPITALS.indexOf(one)));
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(written);
  if (!match) return written;
  const [, first, ten, last] = match;
  const digit = (han: string | undefined): number => (han ? HAN_DIGITS.indexOf(han) : 0);
  if (!ten) return last && first ? written : String(digit(first ?? last));
  return String((first ? digit(first) : 1) * 10 + digit(last));
}

const HOUSES = /第?([0-9]{1,4}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})(?:号楼|栋|幢)/gu;

/** Folded text with house numbers all written alike: 叁号楼, 三幢 and 第3栋 as 3栋. */
export function plainHouses(folded: string): string {
  return folded.replace(HOUSES, (_, number: string) => `${plainNumber(number)}栋`);
}
