import { hanValue } from '../text/number.ts';
import { bounded } from './bound.ts';
import type { Quantity } from './quantity.ts';

const HAN_NUMERAL = '[一二两三四五六七八九十百千万]+';
const TIMES = new RegExp(`翻(?:了)?(${HAN_NUMERAL}|\\d+)?番|倍增(?![长计])|翻倍`, 'y');
const HAN_SHARE = new RegExp(
  `(${HAN_NUMERAL}|\\d+)成(?:(${HAN_NUMERAL}))?(?![为立员果长功就熟本效都品份了交片林]|型)|(${HAN_NUMERAL})分之(${HAN_NUMERAL})|(\\d{1,2})/(\\d{1,3})(?![\\d/])|一半`,
  'y',
);
const HAN_TIMES = new RegExp(`(${HAN_NUMERAL})倍`, 'y');
const RATIO = /\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+(?!\d)/y;
/** 3月3日 09:37: the time a page was published. */
const CLOCK = /^[012]?\d[:：][0-5]\d(?:[:：][0-5]\d)?$/;
const RANK = /第([一二三四五六七八九十]{1,3}|\d{1,3})(位|名)?/y;
const TOP = /前([一二三四五六七八九十]{1,3}|\d{1,3})(位|名)/y;
const RANK_VERB =
  /(?:居|列|位|排|跻身|升|跃|进入|保持|进位|挺进|获|夺得|全国|全省|全市|全区|全县|全州|全盟|全球|世界|亚洲|国际|地区|省份|城市|中部|西部|东部|国内|同类|同行业|总量|规模)[^，。；、]{0,16}$/;
const RANK_STOP = /^(?:$|[，。；！、）”]|的|且|，|和|位|名)/;

/** 翻番, 翻两番, 倍增. */
export function timesAt(text: string, at: number): Quantity | undefined {
  const match = exec(TIMES, text, at);
  if (match === undefined || isQuoted(text, at) || /[大项]$/.test(text.slice(0, at)))
    return undefined;
  const folds = match[1] === undefined ? 1 : (hanValue(match[1]) ?? Number(match[1]));
  const end = at + match[0].length;
  return { start: at, end, at, form: 'times', value: 2 ** folds, unit: '倍', magnitude: 1 };
}

/** Within “…”: part of the name of a programme. */
function isQuoted(text: string, at: number): boolean {
  return text.lastIndexOf('“', at) > text.lastIndexOf('”', at);
}

/** 居全国第二, 前十位: a rank, where a verb or a region says so. */
export function rankAt(text: string, at: number): Quantity | undefined {
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

/** 近三成, 三分之一, 1/10, 一半, 两倍: shares and multiples written in Han numerals. */
export function shareAt(text: string, at: number): Quantity | undefined {
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
  if (numerator !== undefined && !/占|约|近|超|有/.test(before)) return undefined;
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

/** 8:40:52, 2.3:1. */
export function ratioAt(text: string, at: number): Quantity | undefined {
  const match = exec(RATIO, text, at);
  if (match === undefined || /^(?:时|分)/.test(text.slice(at + match[0].length))) return undefined;
  if (CLOCK.test(match[0]) && /[\d日午晚晨 ]$/.test(text.slice(0, at))) return undefined;
  const members = match[0].split(/[:：]/).map(Number);
  const [first] = members;
  const end = at + match[0].length;
  return { start: at, end, at, form: 'ratio', value: first, members, unit: '比', magnitude: 1 };
}

/** A sticky pattern tried at one place. */
export function exec(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
