import type { Database } from '#platform/db/open.ts';
import { bodyOf } from './client.ts';
import { FILTERS } from './filters.ts';
import { type Figure, quantile, type Times, timed, timesOf } from './measure.ts';
import { addressed, type Served, unitIds } from './place.ts';
import { SEARCHES } from './searches.ts';

/** Rounds over all filters and searches, after those that only warm: every path is compiled, every page is cached. */
const ROUNDS = 5;
const WARMING = 5;

/** One measured read by name, with its own times. */
export interface Read {
  readonly name: string;
  readonly times: Times;
  readonly rows: number;
}

/** One kind of reading, measured. */
export interface Part {
  readonly reads: readonly Read[];
  /** CPU time of the server's main thread for one request, in milliseconds. */
  readonly cpuMs: number;
}

interface Ask {
  readonly name: string;
  readonly who: string;
  readonly path: string;
}

export function listPath(query: string): string {
  const fields = query.split('&').filter((part) => part !== '');
  const encoded = fields.map((part) => {
    const [name = '', value = ''] = part.split('=');
    return `${name}=${encodeURIComponent(value)}`;
  });
  return `/api/v1/entries?${[...encoded, 'limit=50'].join('&')}`;
}

export async function measureLists(served: Served, database: Database): Promise<Part> {
  const ids = await unitIds(database);
  return measureAll(
    served,
    FILTERS.map(({ who, query }) => ({
      name: `${who}: ${query === '' ? '(all)' : query}`,
      who,
      path: listPath(addressed(query, ids)),
    })),
  );
}

export async function measureSearches(served: Served): Promise<Part> {
  return measureAll(
    served,
    SEARCHES.map((text) => ({
      name: text,
      who: 'office',
      path: listPath(`text=${text}&sort=newest`),
    })),
  );
}

/** 按单位、状态、分类的计数: of the city, a county, a town, a department, with a line for each unit below. */
export async function measureCounts(served: Served, database: Database): Promise<Part> {
  const ids = await unitIds(database);
  return measureAll(
    served,
    ['00', '01', '03', '09', '03-T03', '04-T02', '00-ZJ', '03-ZJ'].map((code) => ({
      name: code,
      who: 'office',
      path: `/api/v1/entries/tally?unit=${ids.get(code) ?? ''}&below=true`,
    })),
  );
}

/** The capped count of what a filter finds. */
export async function measureCappedCounts(served: Served, database: Database): Promise<Part> {
  const ids = await unitIds(database);
  const asked = FILTERS.filter(({ query }) => !query.includes('sort='));
  return measureAll(
    served,
    asked.map(({ who, query }) => ({
      name: query,
      who,
      path: listPath(addressed(query, ids))
        .replace('/entries?', '/entries/count?')
        .replace(/[?&]limit=50/, (m) => (m.startsWith('?') ? '?' : '')),
    })),
  );
}

async function measureAll(served: Served, asks: readonly Ask[]): Promise<Part> {
  const times = asks.map((): number[] => []);
  const rows = asks.map(() => 0);
  for (let round = -WARMING; round < ROUNDS; round += 1) {
    if (round === 0) await served.strain();
    for (const [at, { who, path }] of asks.entries()) {
      const client = await served.as(who);
      const ms = await timed(async () => {
        const answer = await client.get(path);
        rows[at] = bodyOf<{ items?: unknown[] }>(answer).items?.length ?? 0;
      });
      if (round >= 0) times[at]?.push(ms);
    }
  }
  const { cpuMs } = await served.strain();
  const reads = asks.map(({ name }, at) => ({
    name,
    times: timesOf(times[at] ?? []),
    rows: rows[at] ?? 0,
  }));
  return { reads, cpuMs: cpuMs / (asks.length * ROUNDS) };
}

export function readFigures(what: string, { reads, cpuMs }: Part, limit: number): Figure[] {
  const all = timesOf(reads.flatMap((read) => read.times.sorted));
  const slowest = reads.toSorted((a, b) => quantile(b.times, 0.5) - quantile(a.times, 0.5))[0];
  return [
    {
      what: `${what}, p50`,
      value: quantile(all, 0.5),
      unit: 'ms',
      note: `${WARMING} rounds to warm, ${ROUNDS} measured; the server's own CPU ${cpuMs.toFixed(1)} ms`,
    },
    {
      what: `${what}, p95`,
      value: quantile(all, 0.95),
      unit: 'ms',
      limit,
      note: `slowest: ${slowest?.name ?? ''} ${quantile(slowest?.times ?? all, 0.5).toFixed(1)} ms`,
    },
  ];
}
