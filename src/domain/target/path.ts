import { elapsedShare, type DayRange, type ElapsedBy } from './calendar.ts';

/** Is a higher reading better (产值) or a lower one (能耗, 失业率)? */
export type Direction = 'up' | 'down';

/**
 * How a target is to be reached (目标路径) from its baseline:
 * - `linear`: equal steps in time
 * - `compound`: equal growth rates, as for targets over years (能耗五年下降17%)
 * - `seasonal`: by the planned share of each period of the year (季节性)
 * - `quarterly`: values fixed for the end of each period (形象进度)
 */
export type TargetPath =
  | { readonly kind: 'linear' }
  | { readonly kind: 'compound' }
  | { readonly kind: 'seasonal'; readonly shares: readonly number[] }
  | { readonly kind: 'quarterly'; readonly values: readonly number[] };

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

/** How much of the way from baseline to target a reading has gone; 1 is reached, more is beyond. */
export function progressOf(target: Target, reading: number): number | undefined {
  const way = target.value - target.baseline;
  return way === 0 ? undefined : (reading - target.baseline) / way;
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
