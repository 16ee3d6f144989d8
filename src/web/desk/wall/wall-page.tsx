import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCampaign } from '../api/campaigns.ts';
import { overviewWords } from '../overview/overview-words.ts';
import { meQuery, seesBusiness } from '../session/use-me.ts';
import { useLiveOverview } from './use-live-overview.ts';
import { WallFigures } from './wall-figures.tsx';
import { WallPanels } from './wall-panels.tsx';
import css from './wall.module.css';

/** Figures older than so many minutes are called old over the whole width. */
const OLD = 2;

/** 驾驶舱: the overview on one dark page for a screen on the wall; nothing moves but what changes. */
export function WallPage(): ReactElement {
  const me = useSuspenseQuery(meQuery).data;
  return seesBusiness(me) ? <Wall city={me.cityName} /> : <Navigate to="/org" replace />;
}

function Wall({ city }: { readonly city: string }): ReactElement {
  const { w, moment, exact } = useWords();
  const r = useRoomWords(overviewWords);
  const { campaign, chosenAll, known } = useCampaign();
  // A city without any campaign has figures all the same, once that is known.
  const live = useLiveOverview(chosenAll ? undefined : campaign?.id, chosenAll || known);
  const { seen } = live;
  useEffect(() => {
    document.title = `${r.wall.title} · ${w.app.name}`;
  }, [r, w]);
  return (
    <div className={css['wall']} data-theme="wall">
      <header className={css['head']}>
        <h1>{seen?.window?.campaign ?? city}</h1>
        {seen?.window !== undefined && (
          <p className={css['phase']}>
            {seen.window.phase !== undefined && <span>{seen.window.phase}</span>}
            <span>{r.wall.day(exact(seen.window.day), exact(seen.window.days))}</span>
          </p>
        )}
        {seen !== undefined && <p className={css['asOf']}>{r.wall.asOf(moment(seen.asOf))}</p>}
      </header>
      <div role="status" className={css['notice']}>
        <Notice live={live} />
      </div>
      {seen === undefined ? (
        <main className={css['loading']}>{r.wall.loading}</main>
      ) : (
        <main className={css['body']}>
          <WallFigures seen={seen} />
          <WallPanels seen={seen} />
        </main>
      )}
      <footer className={css['foot']}>
        <span>{r.wall.everyHalfMinute}</span>
        <span>{r.wall.rule}</span>
        <Link to="/" className={css['leave']}>
          {r.wall.leave}
        </Link>
      </footer>
    </div>
  );
}

function Notice({
  live,
}: {
  readonly live: ReturnType<typeof useLiveOverview>;
}): ReactElement | undefined {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  if (live.line === 'ended')
    return (
      <p className={css['bad']}>
        {r.wall.ended}{' '}
        <Link to="/sign-in" search={{ to: '/wall' }}>
          {r.wall.signIn}
        </Link>
      </p>
    );
  if (live.age >= OLD) return <p className={css['bad']}>{r.wall.stale(exact(live.age))}</p>;
  if (live.line === 'lost') return <p className={css['bad']}>{r.wall.lost}</p>;
  return undefined;
}
