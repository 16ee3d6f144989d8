import type { ReactElement } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './pace-bar.module.css';

/**
 * Progress against time (序时进度): the fill is what was reported, the tick the share of time gone. It is
 * red only when the work lies behind; nothing reported yet is grey with a dash, not zero.
 */
export function PaceBar({
  progress,
  elapsed,
  done = false,
  behind: judged,
}: {
  readonly progress: number | undefined;
  /** Share of the time gone, 0–100; undefined where there is no date to measure against. */
  readonly elapsed: number | undefined;
  readonly done?: boolean;
  /** Whether it lies behind, where a published rule has said so. */
  readonly behind?: boolean;
}): ReactElement {
  const { w } = useWords();
  const lags = progress !== undefined && elapsed !== undefined && progress + 5 < elapsed;
  const behind = judged ?? (!done && lags);
  const said = progress === undefined ? '—' : `${progress}%`;
  return (
    <span className={css['pace']}>
      <svg
        className={css['bar']}
        viewBox="0 0 100 14"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className={css['track']} y="4" width="100" height="6" rx="2" />
        <rect
          className={cx(css['fill'], done && css['done'], behind && css['behind'])}
          y="4"
          width={Math.min(100, Math.max(0, progress ?? 0))}
          height="6"
          rx="2"
        />
        {elapsed !== undefined && (
          <rect className={css['tick']} x={Math.min(98, elapsed)} y="0" width="2" height="14" />
        )}
      </svg>
      <span className={css['figure']}>{said}</span>
      {elapsed !== undefined && !done && (
        <span className={css['spoken']}>
          {behind ? w.kit.behind(elapsed) : w.kit.timeGone(elapsed)}
        </span>
      )}
    </span>
  );
}
