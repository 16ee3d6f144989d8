import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import {
  lazy,
  type ReactElement,
  Suspense,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { useCommands } from '#web/kit/commands.tsx';
import { Empty } from '#web/kit/states.tsx';
import { useIdle, whenStanding } from '#web/kit/use-idle.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, readReadOnly, watchReadOnly } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { type Me, meQuery, seesBusiness } from '../session/use-me.ts';
import { mayRaise, placesOf } from './places.ts';
import { Rail } from './rail.tsx';
import css from './shell.module.css';
import { TopBar } from './top-bar.tsx';

const fetchPalette = () => import('./palette.tsx');
const fetchKeys = () => import('./keys-sheet.tsx');
const Palette = lazy(() => fetchPalette().then((m) => ({ default: m.Palette })));
const KeysSheet = lazy(() => fetchKeys().then((m) => ({ default: m.KeysSheet })));
const FirstPassword = lazy(() =>
  import('../session/first-password.tsx').then((m) => ({ default: m.FirstPassword })),
);

/** Everything inside the door: the bar, the loop, and the page between them. */
export function Shell(): ReactElement {
  const me = useSuspenseQuery(meQuery).data;
  if (me.mustChangePassword)
    return (
      <Suspense>
        <FirstPassword city={me.cityName} />
      </Suspense>
    );
  return <Frame me={me} />;
}

function Frame({ me }: { readonly me: Me }): ReactElement {
  const { w } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'keys' | 'nav'>();
  const places = placesOf(me, w);
  // Whoever lives by keys waits for neither.
  useEffect(
    () =>
      whenStanding(() => void Promise.all([fetchPalette(), fetchKeys()]).catch(() => undefined)),
    [],
  );
  const work = useWorkCount(useIdle() && seesBusiness(me));
  useCommands([
    ...places.map((place) => ({
      id: `go${place.to}`,
      label: place.label,
      group: w.app.goTo,
      keys: place.keys,
      run: () => void navigate({ to: place.to }),
    })),
    ...(mayRaise(me)
      ? [
          {
            id: 'raise',
            label: w.ledger.raise,
            group: w.app.general,
            keys: 'c',
            run: () => void navigate({ to: '/new', search: { kind: 'problem' } }),
          },
        ]
      : []),
    {
      id: 'palette',
      label: w.app.search,
      group: w.app.general,
      keys: 'mod+k',
      run: () => setOpen('palette'),
    },
    {
      id: 'keys',
      label: w.app.keys,
      group: w.app.general,
      keys: '?',
      run: () => setOpen('keys'),
    },
  ]);
  return (
    <div className={css['frame']}>
      <a className={css['skip']} href="#main">
        {w.app.skip}
      </a>
      <TopBar
        me={me}
        work={work}
        onSearch={() => setOpen('palette')}
        onKeys={() => setOpen('keys')}
        onNav={() => setOpen(open === 'nav' ? undefined : 'nav')}
        navOpen={open === 'nav'}
      />
      <Rail places={places} work={work} open={open === 'nav'} onGo={() => setOpen(undefined)} />
      <main id="main" className={css['main']} tabIndex={-1}>
        <ReadOnlyNotice />
        {me.posts.length === 0 ? <Empty title={w.app.noPost} page /> : <Outlet />}
      </main>
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
        {open === 'keys' && <KeysSheet onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}

/** 只读: said before anybody types what cannot be kept. The region stands from the start, so that it is heard. */
function ReadOnlyNotice(): ReactElement {
  const { w } = useWords();
  const isReadOnly = useSyncExternalStore(watchReadOnly, readReadOnly);
  return (
    <div role="status" className={css['readOnly']}>
      {isReadOnly && w.app.readOnly}
    </div>
  );
}

/** How much waits for this person; kept fresh while the page is open. */
function useWorkCount(enabled: boolean): number | undefined {
  const { data } = useQuery({
    queryKey: ['work'],
    queryFn: ({ signal }) => call(calls.myWork, {}, { signal }),
    enabled,
    refetchInterval: 120_000,
  });
  return data === undefined ? undefined : Object.values(data.counts).reduce((sum, n) => sum + n, 0);
}
