import { bounded, wordBefore, type Bound } from './bound.ts';
import { startFinder } from '../text/word-finder.ts';
import { hanValue, readNumber, type NumberRead } from '../text/number.ts';
import { NOT_A_FIGURE_AFTER, PEOPLE_AFTER, UNITS } from './units.ts';

/** A figure (数量) as written: where, how much, of what unit, how bounded. */
export interface Quantity {
  /** With the comparator words that touch the number. */
  readonly start: number;
  readonly end: number;
  /** Where the number itself begins. */
  readonly at: number;
  readonly form: 'plain' | 'rank' | 'ratio' | 'times';
  /** Multiplied out (3万 → 30000); `undefined` when the source masks the figure. */
  readonly value: number | undefined;
  readonly max?: number;
  /** Every member of a ratio (7:40:53). */
  readonly members?: readonly number[];
  readonly unit: string;
  /** The unit is not written; it was understood from what follows. */
  readonly unitImplied?: boolean;
  readonly magnitude: number;
  readonly approximation?: string;
  readonly bound?: Bound;
}

/** After a masked name (X人民, X段) these are no units. */
const PLACE_UNITS: ReadonlySet<string> = new Set(['大', '分', '段', '片', '组', '方', '度', '道']);
const unitAt = startFinder(UNITS);
const RANGE = /^(?:——|[-—~至到])/;
const STARTS = /\d|(?<![A-Za-z])X|[一二两三四五六七八九十百千万亿半]|翻|倍增|第|前/g;
const HAN_NUMERAL = '[一二两三四五六七八九十百千万]+';
const TIMES = new RegExp(`翻(?:了)?(${HAN_NUMERAL}|\\d+)?番|倍增(?![长计])|翻倍`, 'y');
const HAN_SHARE = new RegExp(
  `(${HAN_NUMERAL}|\\d+)成(?:(${HAN_NUMERAL}))?(?![为立员果长功就熟本效都品份了交片林]|型)|(${HAN_NUMERAL})分之(${HAN_NUMERAL})|(\\d{1,2})/(\\d{1,3})(?![\\d/])|一半`,
  'y',
);
const HAN_TIMES = new RegExp(`(${HAN_NUMERAL})倍`, 'y');
const RATIO = /\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+(?!\d)/y;
const RANK = /第([一二三四五六七八九十]{1,3}|\d{1,3})(位|名)?/y;
const TOP = /前([一二三四五六七八九十]{1,3}|\d{1,3})(位|名)/y;
const RANK_VERB =
  /(?:居|列|位|排|跻身|升|跃|进入|保持|进位|挺进|获|夺得|全国|全省|全球|世界|亚洲|国际|地区|省份|城市|中部|西部|东部|国内|同类|同行业|总量|规模)[^，。；、]{0,16}$/;
const RANK_STOP = /^(?:$|[，。；！、）”]|的|且|，|和|位|名)/;
const REDACTED = /X(?:[+-]X)*(?:\.X+)?(?:%|(?:[余多几])?[百千万亿]*)/y;

/** Every figure of a stretch of normalised text, in order, none overlapping. Offsets are within it. */
export function quantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  let from = 0;
  for (const { index } of text.matchAll(STARTS)) {
    if (index < from) continue;
    const quantity = quantityAt(text, index);
    if (quantity === undefined) {
      from = Math.max(from, skipNumber(text, index));
      continue;
    }
    found.push(quantity);
    from = quantity.end;
  }
  return shareUnits(found, text);
}

function quantityAt(text: string, at: number): Quantity | undefined {
  const first = text[at] ?? '';
  if (first === '翻' || first === '倍') return timesAt(text, at);
  if (first === '第' || first === '前') return rankAt(text, at);
  if (first === 'X') return redactedAt(text, at);
  return shareAt(text, at) ?? ratioAt(text, at) ?? plainAt(text, at);
}

function timesAt(text: string, at: number): Quantity | undefined {
  const match = exec(TIMES, text, at);
  if (match === undefined || isQuoted(text, at)) return undefined;
  const folds = match[1] === undefined ? 1 : (hanValue(match[1]) ?? Number(match[1]));
  const end = at + match[0].length;
  return { start: at, end, at, form: 'times', value: 2 ** folds, unit: '倍', magnitude: 1 };
}

/** Within “…”: part of the name of a programme. */
function isQuoted(text: string, at: number): boolean {
  return text.lastIndexOf('“', at) > text.lastIndexOf('”', at);
}

function rankAt(text: string, at: number): Quantity | undefined {
  const top = text[at] === '前';
  const match = exec(top ? TOP : RANK, text, at);
  if (match === undefined) return undefined;
  const end = at + match[0].length;
  const before = text.slice(Math.max(0, at - 22), at);
  if (/(?:作为[^，。]{0,6}|放在|摆在|置于|是)$/.test(before)) return undefined;
  const certain = match[2] !== undefined && !top;
  if (!RANK_STOP.test(text.slice(end)) && !certain) return undefined;
  if (!RANK_VERB.test(before) && !certain) return undefined;
  const value = /^\d/.test(match[1] ?? '') ? Number(match[1]) : hanValue(match[1] ?? '');
  if (value === undefined) return undefined;
  return { start: at, end, at, form: 'rank', value, unit: match[2] ?? '位', magnitude: 1 };
}

function redactedAt(text: string, at: number): Quantity | undefined {
  const match = exec(REDACTED, text, at);
  if (match === undefined) return undefined;
  const percent = match[0].endsWith('%');
  const unitAt = at + match[0].length;
  if (text[at - 1] === '“') return undefined;
  const unit = percent ? '%' : text.startsWith('倍', unitAt) ? '倍' : unitAtOf(text, unitAt);
  if (unit === undefined || PLACE_UNITS.has(unit)) return undefined;
  if (unit === '人' && !/^人(?:以上|左右|次|、|，|。)/.test(text.slice(unitAt))) return undefined;
  if (/^[个类届]?(?:年|月|日|省|市|县|区)/.test(text.slice(unitAt))) return undefined;
  const approximation = /[余多几]/.exec(match[0])?.[0];
  const end = unitAt + (percent ? 0 : unit.length);
  return bounded(text, {
    start: at,
    end,
    at,
    form: 'plain',
    value: undefined,
    unit,
    magnitude: 1,
    ...(approximation === undefined ? {} : { approximation }),
  });
}

function shareAt(text: string, at: number): Quantity | undefined {
  const times = exec(HAN_TIMES, text, at);
  if (times !== undefined) {
    const value = hanValue(times[1] ?? '');
    const end = at + times[0].length;
    if (value === undefined || text.startsWith('增', end)) return undefined;
    return bounded(text, { start: at, end, at, form: 'plain', value, unit: '倍', magnitude: 1 });
  }
  const match = exec(HAN_SHARE, text, at);
  if (match === undefined) return undefined;
  const before = text.slice(Math.max(0, at - 8), at);
  const [whole, tens, ones, below, above, numerator, denominator] = match;
  const isShare =
    /占[^，。；、]{0,6}$|(?:占|近|超|过|约|逾|达|到|足|有|的|长|高|降|升|破|分别)$/.test(before);
  if (
    whole === '一半' &&
    !/(?:占|近|超过|过|约|足|降低|减少)$/.test(before) &&
    !text.startsWith('一半以上', at)
  ) {
    return undefined;
  }
  if (numerator !== undefined && !/占|约|近|超/.test(before)) return undefined;
  if (tens !== undefined && !isShare && !/^以上|^左右|^多/.test(text.slice(at + whole.length))) {
    return undefined;
  }
  const value =
    whole === '一半'
      ? 50
      : numerator !== undefined
        ? (Number(numerator) / Number(denominator)) * 100
        : tens !== undefined
          ? (/^\d/.test(tens) ? Number(tens) : (hanValue(tens) ?? 0)) * 10 +
            (hanValue(ones ?? '') ?? 0)
          : ((hanValue(above ?? '') ?? 0) / (hanValue(below ?? '') ?? 1)) * 100;
  const end = at + whole.length;
  return bounded(text, { start: at, end, at, form: 'plain', value, unit: '%', magnitude: 1 });
}

function ratioAt(text: string, at: number): Quantity | undefined {
  const match = exec(RATIO, text, at);
  if (match === undefined || /^(?:时|分)/.test(text.slice(at + match[0].length))) return undefined;
  const members = match[0].split(/[:：]/).map(Number);
  const [first] = members;
  const end = at + match[0].length;
  return { start: at, end, at, form: 'ratio', value: first, members, unit: '比', magnitude: 1 };
}

function plainAt(text: string, at: number): Quantity | undefined {
  if (/[A-Za-z+\d.“第]$/.test(text.slice(Math.max(0, at - 1), at))) return undefined;
  const read = readNumber(text, at);
  if (read === undefined) return undefined;
  const before = wordBefore(text, at);
  if (read.han && !isHanFigure(text, at, read, before !== undefined)) return undefined;
  let { end, value: top } = read;
  let max: number | undefined;
  let magnitude = read.magnitude;
  let unit = unitAtOf(text, end);
  const dash = RANGE.exec(text.slice(end + (unit?.length ?? 0)))?.[0];
  if (dash !== undefined) {
    const second = readNumber(text, end + (unit?.length ?? 0) + dash.length);
    const spaced = second === undefined ? undefined : unitAtOf(text, second.end);
    if (second !== undefined && !second.han && spaced !== undefined) {
      max = second.value;
      if (unit === undefined && read.magnitude === 1) top *= second.magnitude;
      magnitude = second.magnitude;
      end = second.end;
      unit = spaced;
    }
  }
  let unitImplied = false;
  if (unit === undefined && text.startsWith('年', end) && /年限|学制/.test(text.slice(0, at)))
    unit = '年';
  if (unit === undefined) {
    const after = text.slice(end);
    const index = isIndexValue(text, at, end);
    if (read.magnitude < 1e4 && !index) return undefined;
    if (index)
      return bounded(text, { start: at, end, at, form: 'plain', value: top, unit: '', magnitude });
    if (!PEOPLE_AFTER.test(after) && !/^[、，。；！和]/.test(after)) return undefined;
    unit = PEOPLE_AFTER.test(after) ? '人' : '';
    unitImplied = true;
  }
  const length = unitImplied ? 0 : unit.length;
  const after = text.slice(end);
  if (after.startsWith('年') && /(?:年限|学制)[^，。；]{0,8}$/.test(text.slice(0, at))) {
    return bounded(text, {
      start: at,
      end: end + 1,
      at,
      form: 'plain',
      value: top,
      unit: '年',
      magnitude,
    });
  }
  if (NOT_A_FIGURE_AFTER.test(after) && !/^[A-Za-z]/.test(unit) && unit !== '分' && unit !== '天')
    return undefined;
  if (
    unit === '个' &&
    /^(?:多?月|多?小时|工作日|季度|年头|周|星期|世纪)/.test(text.slice(end + 1))
  ) {
    return undefined;
  }
  if (isPartOfName(text, at, end + length)) return undefined;
  if (unitImplied && unit === '') unit = countedBefore(text.slice(Math.max(0, at - 12), at));
  return bounded(text, {
    start: at,
    end: end + length,
    at,
    form: 'plain',
    value: top,
    unit: unit === '大' ? '个' : unit,
    magnitude,
    ...(max === undefined ? {} : { max }),
    ...(unitImplied ? { unitImplied } : {}),
    ...(read.approximation === undefined ? {} : { approximation: read.approximation }),
  });
}

/** 超万亿元, 百余家, 向万亿元迈进: Han magnitudes are figures only when bounded; counts (三项) are not. */
function isHanFigure(text: string, at: number, read: NumberRead, compared: boolean): boolean {
  if (read.approximation !== undefined && read.value >= 10)
    return /[余多]/.test(read.approximation);
  if (read.magnitude <= 1) return false;
  return (
    compared ||
    (text[at - 1] === '向' && /^元?(?:规模)?(?:迈进|进军|冲刺|跨越)/.test(text.slice(read.end)))
  );
}

/** 第3批, “5个一”, 24小时, 5A级: digits that name or order, not measure. */
function isPartOfName(text: string, at: number, end: number): boolean {
  if (/[第A-Za-z]$/.test(text.slice(0, at))) return true;
  if (/^(?:人口)?抽样|^论坛|^(?:级|强|一(?![般批定体些])|[A-Za-z]|\+)/.test(text.slice(end)))
    return true;
  return text[at - 1] === '“' && /^[”]/.test(text.slice(end));
}

/** 收入比由2.16缩小到2.01, 指数达69.6: an index or ratio has no unit. */
function isIndexValue(text: string, at: number, end: number): boolean {
  if (!/^\d+\.\d+$/.test(text.slice(at, end))) return false;
  const named = /(?:收入比|指数|系数|倍差|得分|评分)[^，。；：]{0,12}$/.test(text.slice(0, at));
  return (
    named &&
    /^(?:$|[，。；、）]|以上|以内|左右|缩小|提高|提升|下降|降|上升|增|扩大|调整|分)/.test(
      text.slice(end),
    )
  );
}

/** 参保人数突破5100万: the words before tell what is counted. */
function countedBefore(before: string): string {
  if (/(?:人数|人口|人员|用户|游客)[^，。；]{0,5}$/.test(before)) return '人';
  return '';
}

function unitAtOf(text: string, at: number): string | undefined {
  if (text.startsWith('倍', at)) return '倍';
  const unit = unitAt(text, at);
  if (unit === undefined) return undefined;
  if (unit === '分' && /^分(?:之|钟|别|类|批|期)/.test(text.slice(at))) return undefined;
  if (unit === '方' && /^方(?:面|式|向|案|略)/.test(text.slice(at))) return undefined;
  if (unit === '大' && /^大[学型众规]/.test(text.slice(at))) return undefined;
  const per = /^\/(?:日|天|年|月|人|户|亩|秒|小时|平方米|平方公里|千克|公斤|万人|吨)/.exec(
    text.slice(at + unit.length),
  );
  return unit + (per?.[0] ?? '');
}

/** In a list the unit may be written once, at its end: 1.2万亿、9000亿元; 3.4个、1个百分点. */
function shareUnits(found: readonly Quantity[], text: string): Quantity[] {
  const shared = [...found];
  for (let i = shared.length - 2; i >= 0; i -= 1) {
    const one = shared[i];
    const next = shared[i + 1];
    if (one === undefined || next === undefined) continue;
    if (!/^[、和]$/.test(text.slice(one.end, next.start))) continue;
    const halfPoint = one.unit === '个' && next.unit === '个百分点';
    if (halfPoint || (one.unitImplied === true && one.unit === '')) {
      shared[i] = { ...one, unit: next.unit, unitImplied: true };
    }
  }
  return shared;
}

function skipNumber(text: string, at: number): number {
  return readNumber(text, at)?.end ?? at + 1;
}

function exec(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
