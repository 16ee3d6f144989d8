import type { QueryClient } from '@tanstack/react-query';
import type { Answer } from './api/call.ts';
import type { calls } from './api/calls.ts';
import { campaignQuery, campaignsQuery } from './api/campaigns.ts';
import { parseSearch } from './api/search-params.ts';
import { filterOf, limitedTo, readLedgerSearch } from './ledger/ledger-search.ts';
import { ledgerQuery, tallyQuery } from './ledger/use-ledger.ts';
import { type LedgerView, VIEWS } from './ledger/views.ts';
import { meQuery } from './session/use-me.ts';

const LONGEST_MS = 400;

/**
 * Ask for what the first screen needs while it is still being put together, so that it stands at once and
 * is drawn once. Done when the answers are here, or when waiting any longer would show: what comes later,
 * or fails, the screen asks and says itself.
 */
export async function readAhead(
  queries: QueryClient,
  { pathname, search }: Location,
): Promise<void> {
  if (pathname === '/sign-in') return;
  const me = queries.prefetchQuery(meQuery);
  const campaigns = queries.fetchQuery(campaignsQuery).catch(() => undefined);
  const view = Object.values(VIEWS).find(({ path }) => path === pathname);
  const rows = view === undefined ? undefined : readLedger(queries, view, search, campaigns);
  // The overview heads its columns with names: coming later, they would push the rows down.
  const isHeaded = rows !== undefined || pathname === '/';
  const names = isHeaded ? readNames(queries, search, campaigns) : undefined;
  const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_MS));
  await Promise.race([Promise.all([me, campaigns, rows, names]), late]);
}

type Campaigns = Promise<Answer<typeof calls.listCampaigns> | undefined>;

/** What the categories are called in the campaign of the address, or in each. */
async function readNames(
  queries: QueryClient,
  address: string,
  campaigns: Campaigns,
): Promise<void> {
  const all = (await campaigns)?.campaigns ?? [];
  const code = parseSearch(address)['c'];
  const chosen = all.find((one) => one.code === code);
  const known = chosen === undefined ? all : [chosen];
  await Promise.all(known.map(({ id }) => queries.prefetchQuery(campaignQuery(id))));
}

async function readLedger(
  queries: QueryClient,
  view: LedgerView,
  address: string,
  campaigns: Campaigns,
): Promise<void> {
  const raw = parseSearch(address);
  const search = readLedgerSearch(raw);
  const code = raw['c'];
  // A campaign stands in the address by its code, and is asked for by its id.
  const all = code === undefined ? undefined : await campaigns;
  const campaign = all?.campaigns.find((one) => one.code === code)?.id;
  const filter = filterOf(limitedTo(search, view.states), view.kind, campaign);
  await Promise.all([
    queries.prefetchInfiniteQuery(ledgerQuery(filter, search.sort ?? view.sort)),
    queries.prefetchQuery(tallyQuery({ kind: view.kind, campaign, unit: search.unit })),
  ]);
}
