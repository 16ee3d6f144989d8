import type { Lang } from '#web/words/lang.ts';
import type { Candidate } from './reading-model.ts';

export type Figure = NonNullable<Candidate['figure']>;

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 });

/** The words around figures that a language needs. */
interface FigureWords {
  readonly ops: Readonly<Record<string, string>>;
  readonly bounds: Readonly<Record<NonNullable<Figure['bound']>, (amount: string) => string>>;
  readonly withheld: string;
  readonly sides: Readonly<Record<'above' | 'below', string>>;
}

/** What a figure asks, in the order it is said: 增长 8% 左右, 增长 6% 以上, 12 → 20亿元. A withheld one is said to be so, never 0. */
export function sayFigure(figure: Figure, r: FigureWords, lang: Lang): string {
  const { op, value, max, members, unit, base, relative } = figure;
  if (figure.withheld) return r.withheld;
  const number =
    members !== undefined
      ? members.map((one) => sayNumber(one, lang)).join(':')
      : [value, max].flatMap((one) => (one === undefined ? [] : [sayNumber(one, lang)])).join('–');
  const from = base === undefined ? '' : `${sayNumber(base, lang)} → `;
  const against = relative === undefined ? '' : `${r.sides[relative.side]}${relative.yardstick}`;
  const amount = `${from}${number}${unit}`;
  const { bound } = figure;
  const bounded = bound === undefined ? amount : r.bounds[bound](amount);
  // 近 and 以上 are said by the bound already.
  const approximation = bound === 'approach' ? '' : (figure.approximation ?? '');
  return [r.ops[op] ?? '', bounded, approximation, against]
    .filter((part) => part.trim() !== '')
    .join(' ');
}

/** A number as people write it; in Chinese a large one in 亿 or 万. */
export function sayNumber(n: number, lang: Lang): string {
  if (lang !== 'zh') return NUMBER.format(n);
  if (Math.abs(n) >= 1e8) return `${NUMBER.format(n / 1e8)}亿`;
  if (Math.abs(n) >= 1e5) return `${NUMBER.format(n / 1e4)}万`;
  return NUMBER.format(n);
}
