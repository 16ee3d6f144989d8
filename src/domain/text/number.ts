/** A number found in text: `end` is the index after its last character. */
export interface NumberRead {
  readonly end: number;
  readonly value: number;
  /** The multiplier written after the digits (万 = 10⁴, 亿 = 10⁸ …), 1 when there is none. */
  readonly magnitude: number;
  /** 余, 多, 几 or 来 put between number and magnitude or after it (1000余, 3万多). */
  readonly approximation?: string;
  /** Written with Han numerals only (三十五), not with digits. */
  readonly han: boolean;
}

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...Array.from('零一二三四五六七八九', (c, n): [string, number] => [c, n]),
  ...Array.from('〇壹贰叁肆伍陆柒捌玖', (c, n): [string, number] => [c, n]),
  ['两', 2],
]);
const SMALL: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
  ['拾', 10],
  ['佰', 100],
  ['仟', 1000],
]);
const BIG: ReadonlyMap<string, number> = new Map([
  ['万', 1e4],
  ['亿', 1e8],
  ['兆', 1e12],
]);

const ARABIC = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/y;
const HAN =
  /半|[零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿]+(?:点[零〇一二三四五六七八九]+)?/y;
const APPROXIMATION = /[余多几来]/y;
const MAGNITUDE = /(?:[十百万亿]|千(?![瓦米克伏卡焦]))+/y;

/**
 * The number (数) that starts exactly at `at` in normalised text: digits with thousands commas and
 * decimals, a magnitude of 百 千 万 亿 and their compounds, Han numerals, and an inserted 余/多/几/来.
 * `undefined` when no number starts there.
 */
export function readNumber(text: string, at: number): NumberRead | undefined {
  const arabic = take(ARABIC, text, at);
  const written = arabic ?? take(HAN, text, at);
  if (written === undefined) return undefined;
  const han = arabic === undefined;
  const base = han ? hanValue(written) : Number(written.replaceAll(',', ''));
  if (base === undefined) return undefined;
  let end = at + written.length;
  const before = take(APPROXIMATION, text, end);
  const skip = before === undefined ? 0 : 1;
  const scale = take(MAGNITUDE, text, end + skip);
  const magnitude = scale === undefined ? 1 : magnitudeOf(scale);
  end += skip + (scale?.length ?? 0);
  const after = before === undefined ? take(APPROXIMATION, text, end) : undefined;
  if (after !== undefined) end += 1;
  const approximation = before ?? after;
  return {
    end,
    value: round(base * magnitude),
    magnitude: han ? hanMagnitude(written) * magnitude : magnitude,
    han,
    ...(approximation === undefined ? {} : { approximation }),
  };
}

/** The value of a whole string that is one number (“3.5万”, “一百二十三”, “半”), else `undefined`. */
export function numberValue(text: string): number | undefined {
  const read = readNumber(text, 0);
  return read !== undefined && read.end === text.length ? read.value : undefined;
}

/** The value of Han numerals (三百零五, 两万三, 二〇二六, 半); `undefined` when they make no number. */
export function hanValue(text: string): number | undefined {
  if (text === '半') return 0.5;
  const [whole = '', fraction] = text.split('点');
  const left = /^[零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖]{2,}$/u.test(whole)
    ? positional(whole)
    : additive(whole);
  if (left === undefined || fraction === undefined) return left;
  const right = positional(fraction);
  return right === undefined ? undefined : left + right / 10 ** fraction.length;
}

function positional(text: string): number | undefined {
  let value = 0;
  for (const character of text) {
    const digit = DIGITS.get(character);
    if (digit === undefined) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function additive(text: string): number {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 1;
  for (const character of text) {
    const small = SMALL.get(character);
    const big = BIG.get(character);
    if (small !== undefined) {
      section += (digit ?? 1) * small;
      digit = undefined;
      lastUnit = small;
    } else if (big !== undefined) {
      section += digit ?? (section === 0 && total === 0 ? 1 : 0);
      total = (total + section) * big;
      section = 0;
      digit = undefined;
      lastUnit = big;
    } else {
      digit = DIGITS.get(character) ?? 0;
      if (digit === 0) lastUnit = 10;
    }
  }
  // 两万三 means 23,000: a last digit counts tenths of the unit before it, except after 零 or 十.
  return total + section + (digit ?? 0) * (lastUnit > 10 ? lastUnit / 10 : 1);
}

function magnitudeOf(text: string): number {
  let value = 1;
  for (const character of text) value *= SMALL.get(character) ?? BIG.get(character) ?? 1;
  return value;
}

function hanMagnitude(text: string): number {
  const tail = /[万亿]+$/u.exec(text)?.[0];
  return tail === undefined ? 1 : magnitudeOf(tail);
}

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function round(value: number): number {
  return Number(value.toPrecision(15));
}
