import type { ReactElement } from 'react';
import { PaceBar } from '#web/kit/pace-bar.tsx';
import type { TargetRow } from './light-tag.tsx';

/** How far a target is, the tick at what its path wants by then; without a figure a dash. */
export function TargetBar({
  row,
}: {
  readonly row: Pick<TargetRow, 'pace' | 'light' | 'outcome'>;
}): ReactElement {
  const { pace } = row;
  return (
    <PaceBar
      progress={pace === null ? undefined : Math.round(pace.progress * 1000) / 10}
      elapsed={pace === null ? undefined : Math.round(pace.wanted * 1000) / 10}
      done={row.outcome === 'achieved'}
      behind={row.light === 'red'}
    />
  );
}
