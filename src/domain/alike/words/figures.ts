/**
 * Numbers by what they count (编号与数量): 3栋, 204路, 东六路, 5组, 二期, 110kv, 6个月, 80元. Where both tell a number of one
 * kind and none of them is the same, nobody but a person should say that it is one matter. What is told roughly (20多年,
 * 几个月, 一个) separates nothing.
 */
export type Figures = ReadonlyMap<string, ReadonlySet<string>>;

// Of so many characters at most: a run without end would be walked anew from each of them.
const NUMBER =
  '[0-9a-z]{0,15}[0-9](?:\\.[0-9]{1,4})?|[二三四五六七八九十百零壹贰叁肆伍陆柒捌玖拾两][一二三四五六七八九十百零壹贰叁肆伍陆柒捌玖拾]{0,8}|[一二三四五六七八九十百]{2,9}|一(?=[栋幢座期组队])';
const COUNTER = '号楼|#楼?|单元|号线|标段|千伏|kv|个?月|小时|小学|[\\u4e00-\\u9fff%]';
const FIGURE = new RegExp(
  `(?<![0-9第几数近约]|[0-9][.:])(${NUMBER})(?:个(?!月))?(${COUNTER})`,
  'gu',
);
/** 第2栋 is house 2; 第二小学 is a name. */
const HOUSE = /第(?=[0-9一二三四五六七八九十]{1,3}(?:栋|幢|座|号楼|单元|组|队|期))/gu;
/** 锦湾里a区, b栋, 东苑 and 西区 tell quarters apart as numbers do. */
const QUARTER = /(?<![0-9a-z])([a-d])(?=[区栋座幢])|([东西南北])(?=[区苑院])/gu;
/** Told roughly, or no number at all. */
const ROUGH = new Set('多余几来十百千万亿一第点：');
/** 幢, 座 and 号楼 count the same houses as 栋. */
const SAME_COUNTER: Readonly<Record<string, string>> = {
  号楼: '栋',
  '#': '栋',
  '#楼': '栋',
  幢: '栋',
  座: '栋',
  千伏: 'kv',
  社: '组',
  个月: '月',
  名: '人',
  位: '人',
};
const HAN_DIGITS = '零一二三四五六七八九';
const CAPITALS = '零壹贰叁肆伍陆柒捌玖';

/** The numbers of identity in folded text, by what they count. */
export function figuresOf(folded: string): Figures {
  const found = new Map<string, Set<string>>();
  for (const [, number = '', counter = ''] of folded.replaceAll(HOUSE, ' ').matchAll(FIGURE)) {
    if (ROUGH.has(counter)) continue;
    const kind = SAME_COUNTER[counter] ?? counter;
    const known = found.get(kind) ?? new Set();
    known.add(plainNumber(number));
    found.set(kind, known);
  }
  const quarters = Array.from(folded.matchAll(QUARTER), ([told]) => told);
  if (quarters.length > 0) found.set('分区', new Set(quarters));
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

const HOUSES =
  /第?([0-9]{1,4}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})(号楼|#楼?|栋|幢|组|单元|社(?![区会保员团]))/gu;

/** Folded text with house numbers all written alike: 叁号楼, 三幢 and 第3栋 as 3栋, 第十三组 as 13组. */
export function plainHouses(folded: string): string {
  return folded.replace(
    HOUSES,
    (_, number: string, counter: string) =>
      `${plainNumber(number)}${SAME_COUNTER[counter] ?? counter}`,
  );
}
