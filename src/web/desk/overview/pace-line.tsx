import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { isBehind, type UnitLine } from './overview-query.ts';
import css from './pace-line.module.css';

/** One unit as a line from time gone to what it has claimed; a ring for what is closed. Said in numbers beside it. */
export function PaceLine({
  one,
  elapsed,
  scale,
}: {
  readonly one: UnitLine;
  readonly elapsed: number | undefined;
  readonly scale: (share: number) => string;
}): ReactElement {
  const { claimed, closed, listed } = one.tally;
  const at = scale(claimed / listed);
  const tone = isBehind(one, elapsed) ? css['behind'] : css['ahead'];
  return (
    <svg className={css['line']} width="100%" height="22" aria-hidden="true">
      <line className={css['axis']} x1="0%" x2="100%" y1="11" y2="11" />
      {elapsed !== undefined && (
        <line className={cx(css['gap'], tone)} x1={scale(elapsed)} x2={at} y1="11" y2="11" />
      )}
      {elapsed !== undefined && (
        <line className={css['time']} x1={scale(elapsed)} x2={scale(elapsed)} y1="0" y2="22" />
      )}
      <circle className={css['ring']} cx={scale(closed / listed)} cy="11" r="4" />
      <circle className={cx(css['dot'], tone)} cx={at} cy="11" r="6" />
    </svg>
  );
}

/** A stretch of 0–100 % that holds every dot and the time, with room at both ends. */
export function paceScale(
  units: readonly UnitLine[],
  elapsed: number | undefined,
): (share: number) => string {
  const shares = units.flatMap(({ tally }) => [
    tally.claimed / tally.listed,
    tally.closed / tally.listed,
  ]);
  if (elapsed !== undefined) shares.push(elapsed);
  const low = Math.max(0, Math.floor(Math.min(...shares) * 10 - 0.3) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...shares) * 10 + 0.3) / 10);
  return (share) => `${(3 + ((share - low) / (high - low)) * 94).toFixed(2)}%`;
}
