import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Choice } from '#web/kit/select-field.tsx';
import { type Answer, call } from './call.ts';
import { calls } from './calls.ts';

export type Campaign = Answer<typeof calls.listCampaigns>['campaigns'][number];

type Told = Answer<typeof calls.getCampaign>;

const LONG = 600_000;

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => call(calls.listCampaigns, {}, { signal }),
  staleTime: LONG,
});

/** One campaign with its categories. */
export function campaignQuery(id: string) {
  return queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => call(calls.getCampaign, { id }, { signal }),
    staleTime: LONG,
  });
}

export interface CampaignInUse {
  /** What lists and figures are limited to; undefined: all campaigns. */
  readonly chosen: Campaign | undefined;
  /** The one whose categories and dates apply: the chosen one, else the present one. */
  readonly campaign: Campaign | undefined;
  readonly all: readonly Campaign[];
  /** Were all campaigns asked for, rather than none named? */
  readonly chosenAll: boolean;
  /** Has the server said which there are? */
  readonly known: boolean;
}

/** What the address says where all campaigns are meant. */
export const ALL_CAMPAIGNS = 'all';

/** The campaign in use: `?c=` in the address, by its code. */
export function useCampaign(): CampaignInUse {
  // Only this much of the address: what else changes there is no matter of everybody who asks.
  const c = useSearch({ strict: false, select: ({ c: code }: { c?: string }) => code });
  const { data } = useQuery(campaignsQuery);
  const all = data?.campaigns ?? [];
  const chosen = all.find((one) => one.code === c);
  const present = all.find((one) => one.id === data?.current) ?? all[0];
  return {
    chosen,
    campaign: chosen ?? present,
    all,
    chosenAll: c === ALL_CAMPAIGNS,
    known: data !== undefined,
  };
}

export interface Categories {
  readonly choices: readonly Choice[];
  readonly nameOf: (code: string) => string;
}

/**
 * The categories of a campaign (分类口径), the one in use unless another is named. While all campaigns are in
 * sight the names of the others are known too.
 */
export function useCategories(of?: string): Categories {
  const { chosen, campaign, all } = useCampaign();
  const own = of ?? campaign?.id;
  const others = of === undefined && chosen === undefined ? all.map((one) => one.id) : [];
  const ids = [...new Set([...(own === undefined ? [] : [own]), ...others])];
  const { choices, names } = useQueries({
    queries: ids.map((id) => campaignQuery(id)),
    combine: categoriesOf,
  });
  // The same function while the names are the same, or every row of a list would be drawn anew.
  const nameOf = useCallback((code: string) => names[code] ?? code, [names]);
  return { choices, nameOf };
}

function categoriesOf(lists: readonly { readonly data: Told | undefined }[]): {
  readonly choices: readonly Choice[];
  readonly names: Readonly<Record<string, string>>;
} {
  const known = lists.flatMap((list) => list.data?.categories ?? []);
  return {
    choices: (lists[0]?.data?.categories ?? []).map(({ code, name }) => ({
      value: code,
      label: name,
    })),
    names: Object.fromEntries(known.toReversed().map(({ code, name }) => [code, name])),
  };
}
