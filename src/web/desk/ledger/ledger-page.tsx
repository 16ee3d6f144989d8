import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { useCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { DataGrid } from '#web/kit/data-grid.tsx';
import { useLater, whenStanding } from '#web/kit/use-idle.ts';
import { useMedia } from '#web/kit/use-media.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCampaign, useCategories } from '../api/campaigns.ts';
import { AppliedFilters } from './applied-filters.tsx';
import { BulkBar, type Selection } from './bulk-bar.tsx';
import { useColumnChoice } from './column-choice.tsx';
import { cardColumn, ledgerColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { LedgerBody, LedgerFoot } from './ledger-body.tsx';
import css from './ledger.module.css';
import { filterOf, isFiltered, type LedgerSearch, limitedTo } from './ledger-search.ts';
import { LedgerSays } from './ledger-says.tsx';
import { LedgerTitle } from './ledger-title.tsx';
import { fetchPeek, Peek } from './peek.tsx';
import { StateStrip } from './state-strip.tsx';
import { useKeptCursor } from './kept-cursor.ts';
import { type Row, tallyQuery, useLedger, useTotal } from './use-ledger.ts';
import { usePeek } from './use-peek.ts';
import { ViewTabs } from './view-tabs.tsx';
import type { LedgerView } from './views.ts';

const NOTHING: ReadonlySet<string> = new Set();
const ROW = { normal: 44, compact: 34, card: 88 } as const;

/** The ledger as a list: filter, run down it by keys, look beside, act on one or many. */
export function LedgerPage({ view }: { readonly view: LedgerView }): ReactElement {
  const words = useWords();
  const { w } = words;
  const { search, address } = useLedgerSearch();
  const navigate = useNavigate();
  const { nameOf } = useCategories();
  const campaign = useCampaign().chosen?.id;
  const narrow = useMedia('(max-width: 760px)');
  const wide = useMedia('(min-width: 1400px)');
  const choice = useColumnChoice();
  const cursor = useKeptCursor();
  const [selected, setSelected] = useState(NOTHING);
  const [matching, setMatching] = useState<number>();

  const limited = useMemo(() => limitedTo(search, view.states), [search, view.states]);
  const filter = useMemo(
    () => filterOf(limited, view.kind, campaign),
    [limited, view.kind, campaign],
  );
  const ledger = useLedger(filter, search.sort ?? view.sort);
  // Rows that have left the list take the cursor along to the last that stands.
  const last = ledger.rows.length - 1;
  useEffect(() => {
    if (last >= 0 && cursor.at() > last) cursor.moveTo(last);
  }, [last, cursor]);
  const tally = useQuery(tallyQuery({ kind: view.kind, campaign, unit: search.unit })).data;
  const total = useTotal(limited, view.kind, campaign, tally);
  const among = tally?.states.reduce((sum, { state, n }) => sum + (state === 'merged' ? 0 : n), 0);

  const title = view.title(w);
  useEffect(() => {
    document.title = `${title} · ${w.app.name}`;
  }, [title, w]);

  useEffect(() => whenStanding(fetchPeek), []);

  const select = useCallback((ids: ReadonlySet<string>) => {
    setSelected(ids);
    setMatching(undefined);
  }, []);
  const put = useCallback(
    (change: Partial<LedgerSearch>, replace = false) => {
      if (!('peek' in change)) {
        select(NOTHING);
        cursor.moveTo(0);
      }
      void navigate({ to: view.path, search: (now) => ({ ...now, ...change }), replace });
    },
    [navigate, view.path, select, cursor],
  );
  const chooseStates = useCallback(
    (state: readonly EntryState[] | undefined) => put({ state }),
    [put],
  );
  const clearFilters = useCallback(
    () => void navigate({ to: view.path, search: {} }),
    [navigate, view.path],
  );
  const { peek, openAt, closePeek, step } = usePeek({
    cursor,
    rows: ledger.rows,
    address,
    narrow,
    put,
  });

  const chosenRows = useMemo(
    () => ledger.rows.filter((row) => selected.has(row.id)),
    [ledger.rows, selected],
  );
  const selection: Selection = { rows: chosenRows, matching };
  const takeActive = (): void => {
    const row = ledger.rows[cursor.at()];
    if (row === undefined) return;
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    select(next);
  };
  useCommands([
    { id: 'down', label: w.ledger.next, group: title, keys: 'j', run: () => step(1) },
    { id: 'up', label: w.ledger.previous, group: title, keys: 'k', run: () => step(-1) },
    { id: 'take', label: w.ledger.selectKey, group: title, keys: 'x', run: takeActive },
    {
      id: 'peek',
      label: w.ledger.peek,
      group: title,
      keys: 'Enter',
      run: () => openAt(cursor.at()),
    },
    {
      id: 'full',
      label: w.ledger.fullPage,
      group: title,
      keys: 'o',
      run: () => {
        const row = ledger.rows[cursor.at()];
        if (row !== undefined) void navigate({ to: '/entries/$id', params: { id: row.id } });
      },
    },
    ...(peek === undefined
      ? []
      : [{ id: 'close', label: w.ledger.closePeek, group: title, keys: 'Escape', run: closePeek }]),
  ]);

  // The preview stands over the list first; then the list makes room, which costs the more.
  const beside = useLater(peek !== undefined);
  const columns = useMemo(() => {
    if (narrow) return [cardColumn(words, nameOf)];
    const hidden = new Set<string>(choice.hidden);
    return ledgerColumns(words, nameOf, wide).filter((column) => !hidden.has(column.key));
  }, [narrow, wide, words, nameOf, choice.hidden]);

  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <LedgerTitle
          view={view}
          title={title}
          total={total}
          asOf={ledger.asOf}
          filter={filter}
          sort={search.sort ?? view.sort}
          brief={narrow}
        />
        <ViewTabs view={view} search={search} choice={choice} />
        <StateStrip
          tally={tally}
          kind={view.kind}
          limit={view.states}
          chosen={search.state}
          onChoose={chooseStates}
        />
        {selected.size > 0 ? (
          <BulkBar
            selection={selection}
            total={total}
            filter={filter}
            onAll={setMatching}
            onClear={() => select(NOTHING)}
          />
        ) : (
          <FilterBar
            search={search}
            sort={search.sort ?? view.sort}
            onPut={put}
            columns={narrow ? undefined : choice}
          />
        )}
        <AppliedFilters search={search} onPut={put} onClear={clearFilters} />
        <LedgerSays selection={selection} peeking={peek !== undefined} />
      </header>
      <div className={css['split']}>
        <div className={cx(css['list'], beside && css['beside'])}>
          <LedgerBody
            error={ledger.error}
            pending={ledger.pending}
            rows={ledger.rows}
            filtered={isFiltered(search) || view.states !== undefined}
            among={among}
            retry={ledger.retry}
            onClear={clearFilters}
          >
            <DataGrid<Row>
              label={title}
              rows={ledger.rows}
              columns={columns}
              rowHeight={narrow ? ROW.card : choice.compact ? ROW.compact : ROW.normal}
              idOf={rowId}
              total={total?.capped === false ? total.n : undefined}
              selected={selected}
              onSelect={select}
              brief={beside}
              cursor={cursor}
              onOpen={openAt}
              openId={peek}
              onNearEnd={ledger.more}
              busy={ledger.stale}
              selectable={!narrow}
            />
          </LedgerBody>
          <LedgerFoot
            loaded={ledger.rows.length}
            complete={ledger.complete}
            total={total}
            error={ledger.error}
            onMore={ledger.more}
          />
        </div>
        {peek !== undefined && (
          <Peek
            id={peek}
            known={ledger.rows.find((row) => row.id === peek)}
            onClose={closePeek}
            onStep={step}
          />
        )}
      </div>
    </div>
  );
}

/** The address: what is listed, apart from what is looked at, so that a look draws no filter anew. */
function useLedgerSearch(): { search: LedgerSearch; address: string | undefined } {
  const search = useSearch({ strict: false, select: listed, structuralSharing: true });
  return { search, address: useSearch({ strict: false, select: lookedAt }) };
}

function listed({ peek: _peek, ...rest }: LedgerSearch): LedgerSearch {
  return rest;
}

function lookedAt({ peek }: LedgerSearch): string | undefined {
  return peek;
}

function rowId(row: Row): string {
  return row.id;
}
