import type { CSSProperties, ReactElement } from 'react';
import { useWords, type Words } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './pace-bar.module.css';

export interface Pace {
  readonly progress: number | undefined;
  /** Share of the time gone, 0–100; undefined where there is no date to measure against. */
  readonly elapsed: number | undefined;
  readonly done?: boolean;
  /** Whether it lies behind, where a published rule has said so. */
  readonly behind?: boolean;
}

/**
 * Progress against time (序时进度): the fill is what was reported, the tick the share of time gone. It is
 * red only when the work lies behind; nothing reported yet is grey with a dash, not zero.
 */
export function PaceBar(pace: Pace): ReactElement {
  return paceBar(pace, useWords().w);
}

/** The same for the rows of a long list: one element, drawn by its style. */
export function paceBar(
  { progress, elapsed, done = false, behind: judged }: Pace,
  w: Words['w'],
): ReactElement {
  const lags = progress !== undefined && elapsed !== undefined && progress + 5 < elapsed;
  const behind = judged ?? (!done && lags);
  const said = progress === undefined ? '—' : `${progress}%`;
  const time =
    elapsed === undefined || done
      ? undefined
      : behind
        ? w.kit.behind(elapsed)
        : w.kit.timeGone(elapsed);
  const measures = {
    '--done': Math.min(100, Math.max(0, progress ?? 0)),
    ...(elapsed === undefined ? {} : { '--gone': elapsed }),
  } as CSSProperties;
  return (
    <span
      className={cx(css['pace'], done && css['done'], behind && css['behind'])}
      style={measures}
      role="img"
      aria-label={[progress === undefined ? w.kit.noProgress : said, time]
        .filter(Boolean)
        .join(' ')}
    >
      {said}
    </span>
  );
}
