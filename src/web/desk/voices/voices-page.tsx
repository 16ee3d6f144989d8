import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useCallback, useEffect } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useFirst } from '#web/kit/use-first.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { doorsWords } from './door-words.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { isChoosable, useChosen } from './chosen.ts';
import { draftsWords } from './draft-words.ts';
import { voiceCalls } from './voice-calls.ts';
import { JudgeHeld } from './judge-held.tsx';
import { type Put, VoiceFilters } from './voice-filters.tsx';
import { VoicePanel } from './voice-panel.tsx';
import { filterOf, VIEWS, viewOf, type VoiceSearch } from './voice-search.ts';
import { VoiceListRow } from './voice-list-row.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

const PAGE = 50;

/** 听: voices on the left, one of them beside the list with what may be done; J and K walk. */
export function VoicesPage(): ReactElement {
  const { w, today } = useWords();
  const r = useRoomWords(voicesWords);
  const search = useSearch({ from: '/inside/voices' });
  const put = usePut();
  const d = useRoomWords(draftsWords);
  const chosen = useChosen();
  const list = useVoices(search);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = useCallback((id: string) => put({ id }), [put]);
  useFirst(search.id, rows[0]?.id, open);
  const at = rows.findIndex((row) => row.id === search.id);
  const step = (by: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next === undefined) return;
    put({ id: next.id });
    document.querySelector(`[data-voice="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const current = rows[at];
  useCommands([
    {
      id: 'voice-choose',
      label: d.chooseThis,
      group: r.title,
      keys: 'x',
      run: () => {
        if (current !== undefined && isChoosable(current)) chosen.toggle(current);
      },
    },
    { id: 'voice-down', label: r.next, group: r.title, keys: 'j', run: () => step(1) },
    { id: 'voice-up', label: r.previous, group: r.title, keys: 'k', run: () => step(-1) },
    {
      id: 'voice-close',
      label: r.back,
      group: r.title,
      keys: 'Escape',
      run: () => (chosen.rows.length > 0 ? chosen.clear() : put({ id: undefined })),
    },
  ]);
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  return (
    <div className={cx(css['page'], search.id !== undefined && css['open'])}>
      <Head search={search} put={put} />
      <VoiceFilters search={search} put={put} />
      <ChosenBar chosen={chosen} filter={askedBy(search, today)} />
      <div className={css['columns']}>
        <nav className={css['list']} aria-label={r.list}>
          {list.error !== null && (
            <ProblemState error={list.error} retry={() => void list.refetch()} />
          )}
          {list.isPending && <Skeleton rows={8} />}
          {viewOf(search) === 'held' && <JudgeHeld rows={rows} />}
          {list.data !== undefined && rows.length === 0 && <Nothing search={search} />}
          <ul aria-busy={list.isFetching || undefined}>
            {rows.map((row) => (
              <VoiceListRow
                key={row.id}
                row={row}
                isOpen={row.id === search.id}
                isChosen={chosen.has(row.id)}
                onOpen={() => put({ id: row.id })}
                onChoose={() => chosen.toggle(row)}
              />
            ))}
          </ul>
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
              {r.more}
            </Button>
          )}
        </nav>
        <section className={css['panel']} aria-label={r.title}>
          {search.id !== undefined && (
            <VoicePanel key={search.id} id={search.id} onBack={() => put({ id: undefined })} />
          )}
        </section>
      </div>
    </div>
  );
}

function usePut(): Put {
  const navigate = useNavigate();
  return useCallback(
    (change) =>
      void navigate({
        to: '/voices',
        search: (before: Record<string, unknown>) =>
          Object.fromEntries(
            Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
          ),
        replace: true,
      }),
    [navigate],
  );
}

/** What is asked for; the voice that stands open beside the list is no part of it. */
function askedBy({ id: _id, ...asked }: VoiceSearch, today: string): Record<string, unknown> {
  return filterOf(asked, today);
}

function useVoices(search: VoiceSearch) {
  const { today } = useWords();
  const filter = askedBy(search, today);
  return useInfiniteQuery({
    queryKey: ['voices', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      call(
        voiceCalls.listVoices,
        { ...filter, limit: PAGE, ...(pageParam !== '' && { after: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** The heading, the ways on, the views, and the two counters side by side. */
function Head({ search, put }: { readonly search: VoiceSearch; readonly put: Put }): ReactElement {
  const { exact, today } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const me = useMe();
  const filter = askedBy(search, today);
  const { data } = useQuery({
    queryKey: ['voices', 'count', filter],
    queryFn: ({ signal }) => call(voiceCalls.countVoices, filter, { signal }),
  });
  const view = viewOf(search);
  return (
    <>
      <header className={css['head']}>
        <h1>{r.title}</h1>
        <div className={css['bar']}>
          <Link to="/voices/rates" className={buttonClass()}>
            {r.rates}
          </Link>
          <Link to="/voices/collections" className={buttonClass()}>
            {r.collections}
          </Link>
          <Link to="/voices/surveys" className={buttonClass()}>
            {r.surveys}
          </Link>
          <Link to="/voices/visits" className={buttonClass()}>
            {r.visits}
          </Link>
          <Link to="/voices/guard" className={buttonClass()}>
            {r.guard}
          </Link>
          {holdsAny(me, ['office', 'liaison', 'handler']) && (
            <Link to="/voices/enter" className={buttonClass('primary')}>
              {r.enter}
            </Link>
          )}
        </div>
      </header>
      <div className={css['views']}>
        {VIEWS.map((one) => (
          <button
            key={one}
            type="button"
            className={cx(css['view'], one === view && css['chosen'])}
            aria-pressed={one === view}
            onClick={() =>
              put({ view: one === 'all' ? undefined : one, stage: undefined, id: undefined })
            }
          >
            {r.views[one]}
          </button>
        ))}
      </div>
      {(search.counted !== undefined || search.collection !== undefined) && (
        <p className={css['tags']}>
          <Tag tone="azure">
            {search.counted === undefined
              ? d.ofCollection
              : d.countedOnly(d.countedAs[search.counted] ?? search.counted)}
          </Tag>
          <Button
            look="quiet"
            onClick={() =>
              put({ counted: undefined, collection: undefined, from: undefined, to: undefined })
            }
          >
            {r.clear}
          </Button>
        </p>
      )}
      {data !== undefined && (
        <p className={cx(css['sub'], css['counted'])}>
          {r.counted(exact(data.received), exact(data.adopted))}
        </p>
      )}
    </>
  );
}

function Nothing({ search }: { readonly search: VoiceSearch }): ReactElement {
  const r = useRoomWords(voicesWords);
  const filtered = Object.keys(search).some((name) => !['c', 'id'].includes(name));
  if (!filtered) return <Empty title={r.empty}>{r.emptyHint}</Empty>;
  return (
    <Empty title={r.nothing}>
      <Link to="/voices" search={{}} className={buttonClass()}>
        {r.clear}
      </Link>
    </Empty>
  );
}
