import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useCallback, useEffect, useState } from 'react';
import { LIGHTS } from '#domain/target/light.ts';
import { TARGET_STATES } from '#domain/target/lifecycle.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { cx } from '#web/kit/cx.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { searchUnits, unitQuery } from '../api/units.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { targetCalls } from './target-calls.ts';
import type { TargetSearch } from './target-search.ts';
import { TargetsTable } from './targets-table.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

const ImportDialog = lazy(() =>
  import('./import-dialog.tsx').then((m) => ({ default: m.ImportDialog })),
);
const ProposeDialog = lazy(() =>
  import('./propose-dialog.tsx').then((m) => ({ default: m.ProposeDialog })),
);

/** 指标目标: every target in reach, at any date, with its light and the way to its figures. */
export function TargetsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const client = useQueryClient();
  const search = useSearch({ from: '/inside/targets' });
  const [open, setOpen] = useState<'propose' | 'import'>();
  const list = useInfiniteQuery({
    queryKey: ['targets', search],
    queryFn: ({ pageParam, signal }) =>
      call(targetCalls.listTargets, { ...asked(search), cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = list.data?.pages ?? [];
  const can = first?.can ?? [];
  const refresh = useCallback(
    () => void client.invalidateQueries({ queryKey: ['targets'] }),
    [client],
  );
  const filtered = Object.keys(search).some((name) => name !== 'c');
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <h1>{r.title}</h1>
        <div className={css['deeds']}>
          <Link to="/targets/progress" className={buttonClass()}>
            {r.progress}
          </Link>
          {can.includes('import') && (
            <Button onClick={() => setOpen('import')}>{r.importSheet}</Button>
          )}
          {can.includes('propose') && (
            <Button look="primary" onClick={() => setOpen('propose')}>
              {r.propose}
            </Button>
          )}
        </div>
      </div>
      <Filters search={search} />
      {list.error !== null && <ProblemState error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={10} />}
      {list.data !== undefined && rows.length === 0 && (
        <Empty title={filtered ? r.nothing : r.empty} />
      )}
      {rows.length > 0 && <TargetsTable rows={rows} rules={first?.rules ?? []} at={search.at} />}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} busy={list.isFetching}>
          {r.more}
        </Button>
      )}
      <Suspense>
        {open === 'import' && <ImportDialog onClose={() => setOpen(undefined)} onDone={refresh} />}
        {open === 'propose' && (
          <ProposeDialog onClose={() => setOpen(undefined)} onDone={refresh} />
        )}
      </Suspense>
    </div>
  );
}

/** What the server is asked for by this address. */
function asked({ text, light, stage, unit, indicator, at }: TargetSearch) {
  return clean({ text, light, state: stage, unit, indicator, at });
}

function Filters({ search }: { readonly search: TargetSearch }): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const navigate = useNavigate();
  const { data } = useQuery(unitQuery(search.unit));
  const put = useCallback(
    (change: Partial<Record<keyof TargetSearch, string | undefined>>) =>
      void navigate({
        to: '/targets',
        search: (before: Record<string, unknown>) => clean({ ...before, ...change }),
        replace: true,
      }),
    [navigate],
  );
  const choose = useCallback((found: Found | undefined) => put({ unit: found?.id }), [put]);
  return (
    <search className={css['filters']}>
      <label className={css['wide']}>
        {r.search}
        <input
          type="search"
          defaultValue={search.text ?? ''}
          maxLength={60}
          onKeyDown={(event) => {
            if (event.key === 'Enter') put({ text: event.currentTarget.value.trim() });
          }}
          onBlur={(event) => {
            if (event.target.value.trim() !== (search.text ?? ''))
              put({ text: event.target.value.trim() });
          }}
        />
      </label>
      <div className={cx(css['labelled'], css['wide'])}>
        <span aria-hidden="true">{r.unit}</span>
        <Combobox
          name={r.unit}
          placeholder={w.kit.searchUnit}
          chosen={data?.unit}
          search={searchUnits}
          onChoose={choose}
        />
      </div>
      <label>
        {r.light}
        <select value={search.light ?? ''} onChange={(event) => put({ light: event.target.value })}>
          <option value="">{r.allLights}</option>
          {LIGHTS.map((light) => (
            <option key={light} value={light}>
              {r.lights[light]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {r.state}
        <select value={search.stage ?? ''} onChange={(event) => put({ stage: event.target.value })}>
          <option value="">{r.allStates}</option>
          {TARGET_STATES.map((state) => (
            <option key={state} value={state}>
              {r.states[state]}
            </option>
          ))}
        </select>
      </label>
      <DateField label={r.at} value={search.at ?? ''} onDay={(at) => put({ at })} />
    </search>
  );
}

function clean(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}
