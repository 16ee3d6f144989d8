import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { EntryKind } from '#domain/entry/entry.ts';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import {
  type Filter,
  filterOf,
  type LedgerSearch,
  narrowing,
  type SORTS,
} from './ledger-search.ts';

export type Row = Answer<typeof calls.listEntries>['items'][number];
export type Detail = Answer<typeof calls.readEntry>;
export type Tally = Answer<typeof calls.tallyEntries>;

const PAGE = 100;

export interface Ledger {
  readonly rows: readonly Row[];
  readonly asOf: string | undefined;
  readonly error: Error | undefined;
  readonly pending: boolean;
  /** Older rows are shown while newer ones come. */
  readonly stale: boolean;
  readonly complete: boolean;
  readonly more: () => void;
  readonly retry: () => void;
}

/** The rows of a filter, a page at a time, by the cursor the server hands out. */
export function ledgerQuery(filter: Filter, sort: (typeof SORTS)[number]) {
  return infiniteQueryOptions({
    queryKey: ['entries', filter, sort],
    queryFn: ({ pageParam, signal }) =>
      call(calls.listEntries, { ...filter, sort, limit: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useLedger(filter: Filter, sort: (typeof SORTS)[number]): Ledger {
  const list = useInfiniteQuery(ledgerQuery(filter, sort));
  const { fetchNextPage, hasNextPage, refetch } = list;
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const queries = useQueryClient();
  const asking = useRef(false);
  // Whether a page is under way is asked here and not watched: the screen would be drawn for it twice.
  const more = useCallback(() => {
    if (!hasNextPage || asking.current) return;
    asking.current = true;
    const { queryKey } = ledgerQuery(filter, sort);
    // Rows that are being read anew are waited for, not broken off.
    const before = queries.isFetching({ queryKey, exact: true }) > 0;
    void (before ? refetch({ cancelRefetch: false }) : Promise.resolve())
      .then(() => fetchNextPage())
      .finally(() => {
        asking.current = false;
      });
  }, [queries, filter, sort, fetchNextPage, hasNextPage, refetch]);
  return {
    rows,
    asOf: list.data?.pages[0]?.asOf,
    error: list.error ?? undefined,
    pending: list.isPending,
    stale: list.isPlaceholderData,
    complete: !hasNextPage,
    more,
    retry: useCallback(() => void refetch(), [refetch]),
  };
}

/** How many match; `capped`: that many at least. */
export interface Total {
  readonly n: number;
  readonly capped: boolean;
}

/** How many match: exact from the kept counts where they can answer, else counted up to a thousand. */
export function useTotal(
  search: LedgerSearch,
  kind: EntryKind,
  campaign: string | undefined,
  tally: Tally | undefined,
): Total | undefined {
  const { state, unit: _unit, ...others } = narrowing(search);
  // The kept counts know unit, state and kind; anything else has to be counted.
  const kept = Object.keys(others).length === 0;
  const counted = useQuery({
    queryKey: ['entries', 'count', filterOf(search, kind, campaign)],
    queryFn: ({ signal }) => call(calls.countEntries, filterOf(search, kind, campaign), { signal }),
    enabled: !kept,
    placeholderData: keepPreviousData,
  });
  const n = tally?.states
    .filter(
      (one) =>
        one.state !== 'merged' && (state === undefined || (state as string[]).includes(one.state)),
    )
    .reduce((sum, one) => sum + one.n, 0);
  // The same object while the number is the same, or what shows it would be drawn anew at every step.
  const exact = useMemo(() => (n === undefined ? undefined : { n, capped: false }), [n]);
  return kept ? exact : counted.data;
}

interface TallyOf {
  readonly kind: EntryKind;
  readonly campaign: string | undefined;
  readonly unit: string | undefined;
  readonly below?: boolean;
}

export function tallyQuery({ kind, campaign, unit, below = false }: TallyOf) {
  return queryOptions({
    queryKey: ['entries', 'tally', kind, campaign, unit, below],
    queryFn: ({ signal }) =>
      call(
        calls.tallyEntries,
        { kind, campaign, unit, ...(below ? { below: true } : {}) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
}

export function entryQuery(id: string) {
  return queryOptions({
    queryKey: ['entry', id],
    queryFn: ({ signal }) => call(calls.readEntry, { id }, { signal }),
  });
}

export function eventsQuery(id: string) {
  return queryOptions({
    queryKey: ['entry', id, 'events'],
    queryFn: ({ signal }) => call(calls.readEvents, { id }, { signal }),
  });
}

/** After a move: the new entry is shown at once; lists, counts and the queue are asked anew. */
export function useEntryChanged(): (entry: Detail) => void {
  const queries = useQueryClient();
  return useCallback(
    (entry) => {
      queries.setQueryData(entryQuery(entry.id).queryKey, entry);
      void queries.invalidateQueries({ queryKey: eventsQuery(entry.id).queryKey });
      void queries.invalidateQueries({ queryKey: ['entries'] });
      void queries.invalidateQueries({ queryKey: ['work'] });
    },
    [queries],
  );
}
