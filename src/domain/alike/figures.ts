/**
 * Numbers that say which one is meant (编号): 3栋, 204路, 东六路, 5组, 二期, 110kv. Amounts, dates, ages and
 * counts of people are left out: two tellings of one matter seldom agree on them.
 */
export type Figures = ReadonlyMap<string, ReadonlySet<string>>;

// Of so many characters at most: a run without end would be walked anew from each of them.
const NUMBER = '[0-9a-z]{0,15}[0-9]|[一二三四五六七八九十百零]{1,9}';
const COUNTER = '号楼|栋|幢|座|单元|号线|路|组|队|期|号|层|楼|室|班|标段|kv|千伏|中|小';
const FIGURE = new RegExp(`(?<![0-9.:年月第])(${NUMBER})(${COUNTER})`, 'gu');
/** 幢, 座 and 号楼 count the same houses as 栋. */
const SAME_COUNTER: Readonly<Record<string, string>> = {
  号楼: '栋',
  幢: '栋',
  座: '栋',
  千伏: 'kv',
};
const HAN_DIGITS = '零一二三四五六七八九';

/** The numbers of identity in folded text, by what they count. */
export function figuresOf(folded: string): Figures {
  const found = new Map<string, Set<string>>();
  for (const [, number = '', counter = ''] of folded.matchAll(FIGURE)) {
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
function plainNumber(written: string): string {
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(written);
  if (!match) return written;
  const [, first, ten, last] = match;
  const digit = (han: string | undefined): number => (han ? HAN_DIGITS.indexOf(han) : 0);
  if (!ten) return last && first ? written : String(digit(first ?? last));
  return String((first ? digit(first) : 1) * 10 + digit(last));
}
