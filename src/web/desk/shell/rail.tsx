import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Place } from './places.ts';
import css from './shell.module.css';

/** The navigation is the loop itself, a character each. */
export function Rail({
  places,
  work,
  open,
  onGo,
}: {
  readonly places: readonly Place[];
  readonly work: number | undefined;
  readonly open: boolean;
  readonly onGo: () => void;
}): ReactElement {
  const { w, brief } = useWords();
  const groups = [
    { key: 'top', title: undefined },
    { key: 'loop', title: w.app.loop },
    { key: 'places', title: w.app.places },
  ] as const;
  return (
    <nav id="rail" className={cx(css['rail'], open && css['railOpen'])} aria-label={w.app.nav}>
      {groups.map(({ key, title }) => {
        const inGroup = places.filter((place) => place.group === key);
        if (inGroup.length === 0) return undefined;
        return (
          <ul key={key} aria-label={title}>
            {title !== undefined && (
              <li className={css['railTitle']} aria-hidden="true">
                {title}
              </li>
            )}
            {inGroup.map((place) => (
              <li key={place.to}>
                <Link
                  to={place.to}
                  className={css['place']}
                  activeProps={{ className: cx(css['place'], css['here']), 'aria-current': 'page' }}
                  activeOptions={{ exact: place.to === '/', includeSearch: false }}
                  onClick={onGo}
                >
                  <span className={css['mark']} aria-hidden="true">
                    {place.mark}
                  </span>
                  <span className={css['placeLabel']}>{place.label}</span>
                  {place.to === '/work' && work !== undefined && work > 0 && (
                    <span className={css['count']}>{brief(work)}</span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        );
      })}
    </nav>
  );
}
