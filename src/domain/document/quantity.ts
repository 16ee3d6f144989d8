import { exec, rankAt, ratioAt, shareAt, timesAt } from './special-figures.ts';
import { bounded, wordBefore, type Bound } from './bound.ts';
import { startFinder } from '../text/word-finder.ts';
import { readNumber, type NumberRead } from '../text/number.ts';
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
/** After 个: 3个月, 5个工作日. */
const SPANS_OF_TIME = /^(?:多?月|多?小时|工作日|季度|年头|周|星期|世纪)/;
/** 重点抓好以下八个方面: the text counts its own parts. */
const NAMES_PARTS = /^方面(?:的?(?:工作|任务|内容|举措|要求))?[：:，。！]/;
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

function redactedAt(text: string, at: number): Quantity | undefined {
  const match = exec(REDACTED, text, at);
  if (match === undefined) return undefined;
  const percent = match[0].endsWith('%');
  const unitAt = at + match[0].length;
  if (text[at - 1] === '“') return undefined;
  const unit = percent ? '%' : text.startsWith('倍', unitAt) ? '倍' : unitAtOf(text, unitAt);
  if (unit === undefined || PLACE_UNITS.has(unit)) return undefined;
  if (unit === '人' && !/^人(?:以上|左右|次|、|，|。)/.test(text.slice(unitAt))) return undefined;
  if (/每一?[个名位]$/.test(text.slice(0, at))) return undefined;
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

function plainAt(text: string, at: number): Quantity | undefined {
  if (/[A-Za-z+\d.“第]/.test(text[at - 1] ?? '')) return undefined;
  const read = readNumber(text, at);
  if (read === undefined) return undefined;
  const compared = wordBefore(text, at) !== undefined;
  if (read.han && !isHanFigure(text, at, read, compared)) return undefined;
  const amount = rangeFrom(text, read);
  const measured = unitFor(text, at, amount);
  if (measured === undefined) return undefined;
  const written = isTowards(text, at, amount.end) ? 1 : measured.unit.length;
  const end = amount.end + (measured.implied && !isTowards(text, at, amount.end) ? 0 : written);
  if (isTimeOrName(text, at, amount.end, measured.unit, end)) return undefined;
  const { unit, implied } = measured;
  return bounded(text, {
    start: at,
    end,
    at,
    form: 'plain',
    value: amount.value,
    unit: unit === '大' ? '个' : unit.replace(/^个?[位名]次$/, '位'),
    magnitude: amount.magnitude,
    ...(amount.max === undefined ? {} : { max: amount.max }),
    ...(implied ? { unitImplied: true } : {}),
    ...(read.approximation === undefined ? {} : { approximation: read.approximation }),
  });
}

/** Years and days that measure (受教育年限11.3年, 优良天数318天, 2500多年建城史), not date or last. */
const LASTING: readonly (readonly [string, RegExp, RegExp])[] = [
  ['年', /(?:年限|学制)[^，。；]{0,8}$/, /^年/],
  ['年', /(?:有[着著]?|拥有|具有)$/, /^年的?[^，。；]{0,4}史/],
  ['天', /天数[^，。；]{0,8}$/, /^天/],
];

interface Amount {
  readonly value: number;
  readonly max: number | undefined;
  readonly magnitude: number;
  /** Where the unit begins. */
  readonly end: number;
}

/** 2—4家, 6.0%至6.5%, 3–5万户: a range takes magnitude and unit from its upper end. */
function rangeFrom(text: string, read: NumberRead): Amount {
  const single = { value: read.value, max: undefined, magnitude: read.magnitude, end: read.end };
  const unit = unitAtOf(text, read.end);
  const dashAt = read.end + (unit?.length ?? 0);
  const dash = RANGE.exec(text.slice(dashAt, dashAt + 2))?.[0];
  if (dash === undefined) return single;
  const upper = readNumber(text, dashAt + dash.length);
  if (upper === undefined || upper.han || unitAtOf(text, upper.end) === undefined) return single;
  const scale = unit === undefined && read.magnitude === 1 ? upper.magnitude : 1;
  const { value: max, magnitude, end } = upper;
  return { value: read.value * scale, max, magnitude, end };
}

/** The unit written after a number, or understood from the words around it; none, and it is no figure. */
function unitFor(
  text: string,
  at: number,
  amount: Amount,
): { readonly unit: string; readonly implied: boolean } | undefined {
  const { end } = amount;
  const after = text.slice(end, end + 24);
  const lasting = LASTING.find(
    ([unit, before, behind]) =>
      after.startsWith(unit) &&
      before.test(text.slice(Math.max(0, at - 16), at)) &&
      behind.test(after),
  );
  if (lasting !== undefined) return { unit: lasting[0], implied: false };
  const unit = unitAtOf(text, end);
  if (unit !== undefined) return { unit, implied: false };
  if (isIndexValue(text, at, end)) return { unit: '', implied: true };
  if (isTowards(text, at, end)) return { unit: '元', implied: true };
  if (amount.magnitude < 1e4) return undefined;
  if (PEOPLE_AFTER.test(after)) return { unit: '人', implied: true };
  const isRound = amount.magnitude >= 1e8 && wordBefore(text, at) !== undefined;
  if (isRound && after.startsWith('规模')) return { unit: '元', implied: true };
  if (
    !/^(?:[、，。；！和]|大关|，?(?:达到?|增至)|(?:增加|减少|增长|下降|扩大|提高|上升|缩减|压减|降)[到至])/.test(
      after,
    )
  )
    return undefined;
  return { unit: countedBefore(text.slice(Math.max(0, at - 24), at)), implied: true };
}

/** 举办培训班10期: what is held in courses is counted by them. */
const HELD = /(?:班|培训|讲座|沙龙|讲堂|课堂|论坛|专栏|简报|刊物|直播)[^，。；、\d]{0,4}$/;

/** 2026年, 15分钟, 3个月, 5G, 世界500强: numbers that date, last, name or order. */
function isTimeOrName(
  text: string,
  at: number,
  unitStart: number,
  unit: string,
  end: number,
): boolean {
  if (unit === '年' || unit === '天' || isTowards(text, at, unitStart)) return false;
  const isCourse =
    unit === '期' &&
    (wordBefore(text, at) !== undefined || HELD.test(text.slice(Math.max(0, at - 12), at)));
  if (unit === '期' && !isCourse) return true;
  const certain = isCourse || /^[A-Za-z]/.test(unit) || unit === '分' || unit === '天';
  if (!certain && NOT_A_FIGURE_AFTER.test(text.slice(unitStart))) return true;
  if (unit === '个' && SPANS_OF_TIME.test(text.slice(unitStart + 1))) return true;
  if (unit === '个' && NAMES_PARTS.test(text.slice(unitStart + 1))) return true;
  if (unit === '次' && /(?:连续|第|届)$/.test(text.slice(Math.max(0, at - 2), at))) return true;
  return isPartOfName(text, at, end);
}

/** 百万亩森林: a round amount of land or goods, unless it only names a programme. */
const ROUND_AMOUNT =
  /^(?:亩|吨|千瓦|立方米)(?!级|大|强|[^，。；、]{0,12}(?:行动|工程|计划|攻坚|”))[\u4e00-\u9fff]/;

/** 超万亿元, 百余家, 向万亿元迈进: Han magnitudes are figures only when bounded; counts (三项) are not. */
function isHanFigure(text: string, at: number, read: NumberRead, compared: boolean): boolean {
  if (read.approximation !== undefined && read.value >= 10)
    return /[余多]/.test(read.approximation);
  if (read.magnitude <= 1) return false;
  const rest = text.slice(read.end);
  return (
    compared ||
    (text[at - 1] === '向' && /^元?级?(?:规模)?(?:迈进|进军|冲刺|跨越)/.test(rest)) ||
    /^[^，。；、\d]{1,3}(?:以上|左右|以内)(?:[，。；、]|$)/.test(rest) ||
    (read.value >= 1e6 && text[at - 1] !== '“' && ROUND_AMOUNT.test(rest))
  );
}

/** 向万亿级迈进: the size that is made for, in money unless the text says otherwise. */
function isTowards(text: string, at: number, end: number): boolean {
  return text[at - 1] === '向' && /^级(?:规模)?(?:迈进|进军|跨越)/.test(text.slice(end));
}

/** 第3批, “5个一”, 24小时, 5A级: digits that name or order, not measure. */
function isPartOfName(text: string, at: number, end: number): boolean {
  if (/[第A-Za-z]/.test(text[at - 1] ?? '')) return true;
  if (
    /^(?:人口)?抽样|^论坛|^(?:级|强(?![降对震风冷])|一(?![般批定体些])|[A-Za-z]|\+)/.test(
      text.slice(end),
    )
  )
    return true;
  return text[at - 1] === '“' && /^[”]/.test(text.slice(end));
}

/** 收入比由2.16缩小到2.01, 指数达69.6: an index or ratio has no unit. */
function isIndexValue(text: string, at: number, end: number): boolean {
  if (!/^\d+\.\d+$/.test(text.slice(at, end))) return false;
  const named = /(?:收入比|指数|系数|倍差|得分|评分)[^，。；：]{0,12}$/.test(
    text.slice(Math.max(0, at - 16), at),
  );
  return (
    named &&
    /^(?:$|[，。；、）]|以上|以内|左右|缩小|提高|提升|下降|降|上升|增|扩大|调整|分)/.test(
      text.slice(end),
    )
  );
}

const COUNTED_BY: readonly (readonly [string, RegExp])[] = [
  ['人次', /(?:旅客吞吐量|客流量|接待量|人次)[^，。；]{0,5}$/],
  [
    '元',
    /(?:总额|总值|产值|收入|营收|投资|增加值|GDP|税收|利润|[交易销售成]额|[贷存]款)[^，。；\d]{0,14}$/,
  ],
  ['人', /(?:人数|人口|人员|用户|游客)[^，。；]{0,5}$/],
];

/** 参保人数突破5100万: the words before tell what is counted. */
function countedBefore(before: string): string {
  const [unit] = COUNTED_BY.find(([, words]) => words.test(before)) ?? [''];
  return unit;
}

function unitAtOf(text: string, at: number): string | undefined {
  if (text.startsWith('倍', at)) return '倍';
  const unit = unitAt(text, at);
  if (unit === undefined) return undefined;
  if (unit === '分' && /^分(?:之|钟|别|类|批|期)/.test(text.slice(at))) return undefined;
  if (unit === '方' && /^方(?:面|式|向|案|略)/.test(text.slice(at))) return undefined;
  if (unit === '大' && /^大[学型众规关]/.test(text.slice(at))) return undefined;
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
    if (!/^(?:[、和]|[、，]?(?:达到?|增至|站稳))$/.test(text.slice(one.end, next.start))) continue;
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
