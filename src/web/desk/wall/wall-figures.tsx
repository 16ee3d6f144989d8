import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Overview, verifiedOf } from '../overview/overview-query.ts';
import { overviewWords } from '../overview/overview-words.ts';
import css from './wall.module.css';

/** The five figures one reads from the back of the room; claimed and verified side by side. */
export function WallFigures({ seen }: { readonly seen: Overview }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  const { listed, claimed, closed } = seen.tally;
  const verified = verifiedOf(seen);
  const one = (share: number): string => (share * 100).toFixed(1);
  const elapsed = seen.window?.elapsed;
  return (
    <dl className={css['figures']}>
      <Big name={r.wall.listed} value={exact(listed)} />
      <Big
        name={r.claimed}
        value={percent(claimed, listed)}
        under={elapsed === undefined ? undefined : r.wall.ofTime(percent(elapsed, 1))}
      />
      <Big
        name={r.verified}
        value={verified === undefined ? r.notVerified : `${one(verified.share)}%`}
        tone={verified === undefined ? 'none' : 'good'}
        under={
          verified === undefined
            ? undefined
            : r.wall.sample(one(verified.low), one(verified.high), exact(seen.checked.n))
        }
      />
      <Big name={r.closedShort} value={percent(closed, listed)} under={exact(closed)} />
      <Big
        name={r.overdue}
        value={exact(seen.overdue)}
        tone={seen.overdue > 0 ? 'bad' : undefined}
        under={
          seen.overdue === 0 ? r.wall.noOverdue : r.wall.ofListed(percent(seen.overdue, listed))
        }
      />
    </dl>
  );
}

function Big({
  name,
  value,
  under,
  tone,
}: {
  readonly name: string;
  readonly value: string;
  readonly under?: string | undefined;
  readonly tone?: 'good' | 'bad' | 'none' | undefined;
}): ReactElement {
  return (
    <div className={cx(css['figure'], tone !== undefined && css[`${tone}Figure`])}>
      <dt>{name}</dt>
      <dd className={css['value']}>{value}</dd>
      <dd className={css['under']}>{under}</dd>
    </div>
  );
}
