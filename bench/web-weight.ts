import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright-core';
import type { Figure } from './measure.ts';
import { KB, newSeat, seatOf } from './web-seat.ts';

/** What the browser fetched of one kind, by address, in bytes gzipped as the strongest proxy would. */
type Fetched = Map<string, number>;

/** The desk's screens beside the ledger, each of which is loaded when it is gone to. */
const ROUTES = [
  '/',
  '/work',
  '/distil',
  '/targets',
  '/import',
  '/org',
  '/jobs',
  '/account',
  '/new?kind=problem',
  '/wall',
] as const;

const LITE = ['/m/sign-in', '/m', '/m/list', '/m/mend'] as const;

/** How much comes over the line: the desk up to its ledger, then what every other screen adds. */
export async function measureWeight(browser: Browser, url: string): Promise<Figure[]> {
  const ledger = await fetchedBy(browser, url, '/problems');
  const figures: Figure[] = [
    {
      what: 'desk entry with ledger, script',
      value: sum(ledger, '.js'),
      unit: 'kB gz',
      limit: 170,
    },
    { what: 'desk entry with ledger, style', value: sum(ledger, '.css'), unit: 'kB gz', limit: 15 },
  ];
  for (const route of ROUTES) {
    const all = await fetchedBy(browser, url, route);
    for (const name of ledger.keys()) all.delete(name);
    const value = sum(all, '.js');
    figures.push({ what: `${route} adds, script`, value, unit: 'kB gz', limit: 40 });
  }
  for (const path of LITE) {
    const { page, close } = await newSeat(browser, url, 'liaison');
    const fetched = listen(page);
    await page.goto(url + path);
    await page.waitForLoadState('load');
    const value = sum(await fetched(), '');
    await close();
    figures.push({ what: `${path} whole page`, value, unit: 'kB gz', limit: 14 });
  }
  return figures;
}

async function fetchedBy(browser: Browser, url: string, route: string): Promise<Fetched> {
  const { page, close } = await seatOf(browser, url, 'office');
  const fetched = listen(page);
  await page.goto(url + route);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Rows bring nothing more; what a screen asks for when it stands is loaded with its heading.
  await page.waitForLoadState('load');
  const found = await fetched();
  await close();
  return found;
}

/** Note what a page fetches of this site's own files; the pages' own text counts, data does not. */
function listen(page: Page): () => Promise<Fetched> {
  const answers: Response[] = [];
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (!pathname.startsWith('/api/') && !pathname.endsWith('.svg')) answers.push(answer);
  });
  return async () => {
    const found: Fetched = new Map();
    for (const answer of answers) {
      const body = await answer.body().catch(() => Buffer.alloc(0));
      found.set(new URL(answer.url()).pathname, gzipSync(body, { level: 9 }).length);
    }
    return found;
  };
}

function sum(found: Fetched, ending: string): number {
  let bytes = 0;
  for (const [name, size] of found) if (name.endsWith(ending)) bytes += size;
  return bytes / KB;
}
