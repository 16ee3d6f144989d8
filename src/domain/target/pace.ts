import { elapsedShare, type ElapsedBy } from './calendar.ts';
import { progressOf, wantedAt, type Target } from './path.ts';

/** Where a target stands against time (序时进度); shares as 0–1, the gap in percentage points. */
export interface Pace {
  readonly progress: number;
  /** What the path wants by this date, as a share of the whole way. */
  readonly wanted: number;
  readonly elapsed: number;
  /** progress − wanted, in percentage points; above zero is ahead. */
  readonly gap: number;
}

/**
 * The pace (进度差) of a reading at a date: its share of the way from baseline to target, less the share
 * the path wants. At 30 June of a linear year this is 双过半. `undefined` when the target equals its
 * baseline, since there is no way to go.
 */
export function paceOf(
  target: Target,
  reading: number,
  date: string,
  by: ElapsedBy,
): Pace | undefined {
  const progress = progressOf(target, reading);
  const wanted = target.path.kind === 'held' ? 1 : progressOf(target, wantedAt(target, date, by));
  if (progress === undefined || wanted === undefined) return undefined;
  return {
    progress,
    wanted,
    elapsed: elapsedShare(target.range, date, by),
    gap: (progress - wanted) * 100,
  };
}
