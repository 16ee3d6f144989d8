import { randomUUID } from 'node:crypto';
import type { Database } from '#platform/db/open.ts';
import { measureImport } from './bulk.ts';
import { bodyOf, type Client, clientOf } from './client.ts';
import { ANSWERED, type Directus, startDirectus } from './directus-server.ts';
import { quantile, table, timed, timesOf } from './measure.ts';
import { type Served, unitIds } from './place.ts';
import { listPath } from './reads.ts';
import { SEARCHES } from './searches.ts';
import { measureMoves } from './writes.ts';

const ROUNDS = 9;
/** So many rows are imported by both; all of them would take Directus too long to wait for. */
const IMPORTED = 20_000;

/** The same work on Directus and here, one after the other in one run; how many times as fast we are. */
export async function measureDirectus(
  served: Served,
  database: Database,
  url: string,
): Promise<string> {
  const directus = await startDirectus(database, url);
  const theirs = clientOf(directus.url, { authorization: `Bearer ${directus.token}` });
  try {
    const lines = [
      ...(await compareReads(served, database, theirs)),
      await compareMove(served, database, directus),
      await compareImport(served, directus),
    ];
    const rows = lines.map(([what, a, b, unit]) => [what, a, b, unit, b / a]);
    return `\nagainst Directus (aim: at least 5 times as fast)\n\n${table([['what', 'ours', 'Directus', '', 'times'], ...rows])}`;
  } finally {
    theirs.close();
    await directus.stop();
  }
}

type Line = readonly [what: string, ours: number, theirs: number, unit: string];

async function compareReads(served: Served, database: Database, theirs: Client): Promise<Line[]> {
  const office = await served.as('office');
  const ids = await unitIds(database);
  const county = ids.get('03') ?? '';
  const { org_path: path } = await database.db
    .selectFrom('unit')
    .where('id', '=', county)
    .select('org_path')
    .executeTakeFirstOrThrow();
  const items = (query: Record<string, string>): string =>
    `/items/entry?${new URLSearchParams(query).toString()}`;
  const lines = { fields: ANSWERED };
  const page = { ...lines, limit: '50', sort: 'due_sort,id' };
  const within = { org_path: { _starts_with: path } };
  const underway = JSON.stringify({ _and: [within, { state: { _eq: 'underway' } }] });
  const counted = { 'aggregate[count]': '*', 'groupBy[]': 'state', filter: JSON.stringify(within) };
  const words = SEARCHES.slice(0, 10);
  const line = async (
    what: string,
    ours: readonly string[],
    others: readonly string[],
  ): Promise<Line> => [what, await median(office, ours), await median(theirs, others), 'ms'];
  return [
    await line('list, top 50', [listPath('')], [items(page)]),
    await line(
      'filter: a county, underway',
      [listPath(`unit=${county}&state=underway`)],
      [items({ ...page, filter: underway })],
    ),
    await line(
      'aggregate: a county by state',
      [`/api/v1/entries/tally?unit=${county}`],
      [items(counted)],
    ),
    await line(
      'text search, top 50',
      words.map((word) => listPath(`text=${word}&sort=newest`)),
      words.map((word) => items({ ...lines, limit: '50', sort: '-id', search: word })),
    ),
  ];
}

async function median(client: Client, paths: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const path of paths) {
      const ms = await timed(async () => bodyOf(await client.get(path)));
      if (round > 0) times.push(ms);
    }
    // A peer that takes seconds is not asked nine times.
    if (round > 2 && times.reduce((sum, ms) => sum + ms, 0) > 20_000) break;
  }
  return quantile(timesOf(times), 0.5);
}

/** A move (rules, row, event, counts) against a plain field update with its revision. */
async function compareMove(served: Served, database: Database, directus: Directus): Promise<Line> {
  const [ours] = await measureMoves(served, database);
  const rows = await directus.database.db.selectFrom('entry').select('id').limit(60).execute();
  const times: number[] = [];
  for (const [at, { id }] of rows.entries()) {
    const ms = await timed(() => patched(directus, id, at));
    if (at >= 10) times.push(ms);
  }
  return ['single update', ours?.value ?? Number.NaN, quantile(timesOf(times), 0.5), 'ms'];
}

async function patched(directus: Directus, id: string, progress: number): Promise<void> {
  const answer = await fetch(`${directus.url}/items/entry/${id}?fields=${ANSWERED}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${directus.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ progress }),
  });
  if (!answer.ok) throw new Error(`Directus update: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function compareImport(served: Served, directus: Directus): Promise<Line> {
  const figures = await measureImport(served, IMPORTED);
  const ours = figures.find((figure) => figure.what === 'import, with upload and preview');
  const form = new FormData();
  form.append('file', new Blob([await sheetText(directus)], { type: 'text/csv' }), 'entries.csv');
  const theirs = await timed(async () => {
    const answer = await fetch(`${directus.url}/utils/import/entry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${directus.token}` },
      body: form,
      signal: AbortSignal.timeout(1_800_000),
    });
    if (!answer.ok) throw new Error(`Directus import: ${await answer.text()}`);
  });
  return [`import of ${IMPORTED} rows`, ours?.value ?? Number.NaN, theirs / 1000, 's'];
}

/** Rows of its own table under new ids, as CSV; Directus reads no ledger, so it gets its columns ready-made. */
async function sheetText(directus: Directus): Promise<string> {
  const rows = await directus.database.db
    .selectFrom('entry')
    .select([
      'city_id',
      'version',
      'kind',
      'campaign_id',
      'title',
      'state',
      'level',
      'source',
      'origin_unit',
      'origin_path',
      'org_path',
      'due_sort',
      'created_at',
      'updated_at',
    ])
    .limit(IMPORTED)
    .execute();
  const columns = Object.keys(rows[0] ?? {});
  const run = randomUUID().slice(0, 8);
  const cell = (value: unknown): string => {
    const text = value instanceof Date ? value.toISOString() : String(value);
    return `"${text.replaceAll('"', '""')}"`;
  };
  const lines = rows.map((row, at) =>
    [randomUUID(), `${run}-${at}`, ...Object.values(row).map(cell)].join(','),
  );
  return [['id', 'no', ...columns].join(','), ...lines].join('\n');
}
