import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';

export type Overview = Answer<typeof calls.readOverview>;
export type UnitLine = Overview['units'][number];

export function overviewQuery(campaign: string | undefined) {
  return queryOptions({
    queryKey: ['entries', 'overview', campaign],
    queryFn: ({ signal }) => call(calls.readOverview, { campaign }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The same with what others found of each entry: takes longer, so nothing else waits for it. */
export function verdictsQuery(campaign: string | undefined) {
  return queryOptions({
    queryKey: ['entries', 'overview', campaign, 'verdicts'],
    queryFn: ({ signal }) => call(calls.readOverview, { campaign, verdicts: true }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The units that are compared with time: the counties where there are any, else all that have something listed. */
export function comparedUnits(all: readonly UnitLine[]): readonly UnitLine[] {
  const listed = all.filter((one) => one.tally.listed > 0);
  const counties = listed.filter((one) => one.kind === 'county');
  return counties.length > 0 ? counties : listed;
}

/** Does even what was handed in lag behind time? */
export function isBehind({ tally }: UnitLine, elapsed: number | undefined): boolean {
  return elapsed !== undefined && tally.listed > 0 && tally.claimed / tally.listed < elapsed;
}

/** The verified rate (核实整改率) and its interval: the claimed rate times what checks upheld of it; all 0–1. */
export function verifiedOf({
  tally,
  checked,
}: Overview): { readonly share: number; readonly low: number; readonly high: number } | undefined {
  const { share, low, high } = checked;
  if (share === undefined || low === undefined || high === undefined || tally.listed === 0)
    return undefined;
  const claimed = tally.claimed / tally.listed;
  return { share: claimed * share, low: claimed * low, high: claimed * high };
}
