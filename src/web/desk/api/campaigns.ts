import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { Choice } from '#web/kit/select-field.tsx';
import { type Answer, call } from './call.ts';
import { calls } from './calls.ts';

export type Campaign = Answer<typeof calls.listCampaigns>['campaigns'][number];

const LONG = 600_000;

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => call(calls.listCampaigns, {}, { signal }),
  staleTime: LONG,
});

function campaignQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => call(calls.getCampaign, { id: id ?? '' }, { signal }),
    enabled: id !== undefined,
    staleTime: LONG,
  });
}

export interface CampaignInUse {
  /** What lists and figures are limited to; undefined: all campaigns. */
  readonly chosen: Campaign | undefined;
  /** The one whose categories and dates apply: the chosen one, else the present one. */
  readonly campaign: Campaign | undefined;
  readonly all: readonly Campaign[];
}

/** The campaign in use: `?c=` in the address, by its code. */
export function useCampaign(): CampaignInUse {
  const { c }: { c?: string | undefined } = useSearch({ strict: false });
  const { data } = useQuery(campaignsQuery);
  const all = data?.campaigns ?? [];
  const chosen = all.find((one) => one.code === c);
  const present = all.find((one) => one.id === data?.current) ?? all[0];
  return { chosen, campaign: chosen ?? present, all };
}

export interface Categories {
  readonly choices: readonly Choice[];
  readonly nameOf: (code: string) => string;
}

/** The categories of a campaign (分类口径), the one in use unless another is named. */
export function useCategories(of?: string): Categories {
  const { campaign } = useCampaign();
  const { data } = useQuery(campaignQuery(of ?? campaign?.id));
  const list = data?.categories ?? [];
  return {
    choices: list.map(({ code, name }) => ({ value: code, label: name })),
    nameOf: (code) => list.find((one) => one.code === code)?.name ?? code,
  };
}
