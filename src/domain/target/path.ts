import { elapsedShare, type DayRange, type ElapsedBy } from './calendar.ts';

/** Is a higher reading better (产值), a lower one (能耗, 失业率), or one that stays (保持)? */
export const DIRECTIONS = ['up', 'down', 'keep'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PATH_KINDS = ['linear', 'compound', 'seasonal', 'quarterly', 'held'] as const;

/**
 * How a target is to be reached (目标路径) from its baseline:
 * - `linear`: equal steps in time
 * - `compound`: equal growth rates, as for targets over years (能耗五年下降17%)
 * - `seasonal`: by the planned share of each period of the year (季节性)
 * - `quarterly`: values fixed for the end of each period (形象进度)
 * - `held`: the same value at every date, for rates and what is to be kept (全程达标: 增速, 优良率)
 */
export type TargetPath =
  | { readonly kind: 'linear' }
  | { readonly kind: 'compound' }
  | { readonly kind: 'seasonal'; readonly shares: readonly number[] }
  | { readonly kind: 'quarterly'; readonly values: readonly number[] }
  | { readonly kind: 'held' };

export interface Target {
  readonly baseline: number;
  readonly value: number;
  readonly direction: Direction;
  readonly range: DayRange;
  readonly path: TargetPath;
}

/** The value the path wants at the end of `date`. Between fixed points of a profile it runs straight. */
export function wantedAt(target: Target, date: string, by: ElapsedBy): number {
  const elapsed = elapsedShare(target.range, date, by);
  const { baseline, value, path } = target;
  if (path.kind === 'held') return value;
  if (path.kind === 'linear') return baseline + (value - baseline) * elapsed;
  if (path.kind === 'compound') {
    // A baseline or value of zero or below has no growth rate; equal steps are the nearest honest path.
    if (baseline <= 0 || value <= 0) return baseline + (value - baseline) * elapsed;
    return baseline * (value / baseline) ** elapsed;
  }
  if (path.kind === 'quarterly') return between([baseline, ...path.values], elapsed);
  const total = path.shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return baseline + (value - baseline) * elapsed;
  let gone = 0;
  const steps = [0, ...path.shares.map((share) => (gone += share) / total)];
  return baseline + (value - baseline) * between(steps, elapsed);
}

/**
 * How much of the way from baseline to target a reading has gone; 1 is reached, more is beyond. Of a held
 * target it is how much of the value is met: reading ÷ value, the other way round where lower is better,
 * and for what is to be kept 1 less the share it is off.
 */
export function progressOf(target: Target, reading: number): number | undefined {
  if (target.path.kind === 'held') return shareMet(target, reading);
  const way = target.value - target.baseline;
  return way === 0 ? undefined : (reading - target.baseline) / way;
}

function shareMet({ value, direction }: Target, reading: number): number | undefined {
  if (direction === 'down')
    return reading <= value ? 1 : reading <= 0 ? undefined : value / reading;
  if (value <= 0) return reading >= value ? 1 : undefined;
  return direction === 'up' ? reading / value : 1 - Math.abs(reading - value) / value;
}

/**
 * What is wrong with a path (路径); `undefined` when it is sound. A profile has a point for each period, at
 * least one share is above zero, and fixed values end at the goal and never turn back.
 */
export function pathFault(
  path: TargetPath,
  baseline: number | undefined,
  value: number,
): 'no_baseline' | 'no_profile' | 'negative_share' | 'turns_back' | 'not_at_goal' | undefined {
  if (path.kind === 'held') return undefined;
  if (baseline === undefined) return 'no_baseline';
  if (path.kind === 'seasonal') {
    if (path.shares.some((share) => share < 0)) return 'negative_share';
    return path.shares.every((share) => share === 0) ? 'no_profile' : undefined;
  }
  if (path.kind !== 'quarterly') return undefined;
  if (path.values.length === 0) return 'no_profile';
  if (path.values.at(-1) !== value) return 'not_at_goal';
  const way = Math.sign(value - baseline);
  const points = [baseline, ...path.values];
  const back = points.some((point, i) => i > 0 && (point - (points[i - 1] ?? 0)) * way < 0);
  return back ? 'turns_back' : undefined;
}

/**
 * The fixed values of a whole, scaled to one of its parts (形象进度分解): each is as far on the part's way from
 * baseline to goal as it is on the whole's. `undefined` when the whole has no way to go.
 */
export function scaledValues(
  values: readonly number[],
  whole: { readonly baseline: number; readonly goal: number },
  part: { readonly baseline: number; readonly goal: number },
): number[] | undefined {
  const way = whole.goal - whole.baseline;
  if (way === 0) return undefined;
  return values.map((value) => {
    const share = (value - whole.baseline) / way;
    // Binary noise of the division is no figure: 12 digits are more than any sheet carries.
    return Number((part.baseline + share * (part.goal - part.baseline)).toPrecision(12));
  });
}

/** The yearly growth rate that leads from one value to another in `years`; `undefined` for values ≤ 0. */
export function compoundRate(from: number, to: number, years: number): number | undefined {
  if (from <= 0 || to <= 0 || years <= 0) return undefined;
  return (to / from) ** (1 / years) - 1;
}

function between(points: readonly number[], share: number): number {
  const place = share * (points.length - 1);
  const low = Math.min(Math.floor(place), Math.max(0, points.length - 2));
  const from = points[low] ?? 0;
  const to = points[low + 1] ?? from;
  return from + (to - from) * (place - low);
}
