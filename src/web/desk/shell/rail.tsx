import { useLocation, useRouter } from '@tanstack/react-router';
import { type MouseEvent, type ReactElement, useState } from 'react';
import { cx } from '#web/kit/cx.ts';
import { useWords } from '#web/words/use-words.tsx';
import { writeSearch } from '../api/search-params.ts';
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
  const router = useRouter();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const campaign = useLocation({ select: ({ search }) => search.c });
  const search = writeSearch({ c: campaign });
  const raising = useLocation({ select: ({ search: asked }) => asked.kind });
  const here = useHere(places, path === '/new' ? listOf(raising) : path);
  // Seventeen links of the router's own cost the first screen as much as its rows: these know all they need.
  const go = (event: MouseEvent, to: Place['to']): void => {
    onGo();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to });
  };
  const look = (to: Place['to']) => (): void => {
    void router.preloadRoute({ to }).catch(() => undefined);
  };
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
                <a
                  href={`${place.to}${search}`}
                  className={cx(css['place'], place.to === here && css['here'])}
                  aria-current={place.to === here ? 'page' : undefined}
                  onClick={(event) => go(event, place.to)}
                  onMouseEnter={look(place.to)}
                  onFocus={look(place.to)}
                >
                  <span className={css['mark']} aria-hidden="true">
                    {place.mark}
                  </span>
                  <span className={css['placeLabel']}>{place.label}</span>
                  {place.to === '/work' && work !== undefined && work > 0 && (
                    <span className={css['count']}>{brief(work)}</span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        );
      })}
      <a href="/m" className={cx(css['place'], css['toPhone'])}>
        {w.signIn.phone}
      </a>
    </nav>
  );
}

/** The list that what is being raised will stand in. */
function listOf(kind: string | undefined): Place['to'] {
  return kind === 'task' ? '/tasks' : '/problems';
}

/** The place one is in. An entry stands in several lists: it is in the one it was opened from. */
function useHere(places: readonly Place[], path: string): Place['to'] | undefined {
  const inside = places.find((place) => isIn(path, place.to))?.to;
  const [from, setFrom] = useState(inside);
  if (inside !== undefined && inside !== from) setFrom(inside);
  return inside ?? (path.startsWith('/entries/') ? from : undefined);
}

/** Does a page stand in a place of the loop, or below it? */
function isIn(path: string, place: string): boolean {
  return path === place || (place !== '/' && path.startsWith(`${place}/`));
}
