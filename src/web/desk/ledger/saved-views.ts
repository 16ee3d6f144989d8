import { queryOptions, useQuery } from '@tanstack/react-query';
import { useIdle } from '#web/kit/use-idle.ts';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { type LedgerSearch, readLedgerSearch } from './ledger-search.ts';

type Kept = Answer<typeof calls.listViews>['views'][number];

/** A view somebody saved: where it leads, and which columns it puts away. */
export interface SavedView extends Kept {
  readonly search: LedgerSearch;
}

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => call(calls.listViews, {}, { signal }),
  staleTime: 300_000,
});

/** One's own views of a list, and those of one's unit. */
export function useSavedViews(path: string): readonly SavedView[] {
  const { data } = useQuery({ ...viewsQuery, enabled: useIdle() });
  return (data?.views ?? [])
    .filter((one) => `/${one.place}` === path)
    .map((one) => ({ ...one, search: readLedgerSearch(one.query.search) }));
}
