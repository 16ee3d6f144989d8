import { parseArgs } from 'node:util';
import { forgetSince, measureExport, measureImport, renewIndexes } from './bulk.ts';
import { type Floor, measureFloor } from './floor.ts';
import { type Figure, figureTable, met, quantile, table, type Times, timesOf } from './measure.ts';
import { openCity, serve, type Served } from './place.ts';
import {
  measureCappedCounts,
  measureCounts,
  measureLists,
  measureSearches,
  type Part as ReadPart,
  readFigures,
} from './reads.ts';
import { measureMoves, measureReplay, measureWriters } from './writes.ts';
import { measureDirectus } from './directus.ts';
import { forgetVoices, measureVoices } from './voices.ts';

const PARTS = [
  'voices',
  'reads',
  'floor',
  'writes',
  'replay',
  'export',
  'import',
  'directus',
] as const;
type Part = (typeof PARTS)[number];

const HELP = `npm run bench -- [--only ${PARTS.join(',')}] [--port N] [--rows 270000] [--verbose]
Measures a city of 270,000 problems at HTTP. DATABASE_URL names the PostgreSQL server and an empty
database of the bench's own; without it the embedded one is measured (no floor and no Directus then).`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      port: { type: 'string', default: '0' },
      rows: { type: 'string', default: '270000' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP);
  const parts = new Set<Part>(
    values.only === undefined ? PARTS : (values.only.split(',') as Part[]),
  );
  const unknown = [...parts].filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}\n${HELP}`);

  const url = process.env['DATABASE_URL'] === '' ? undefined : process.env['DATABASE_URL'];
  const database = await openCity(url);
  const served = await serve(url, Number(values.port));
  const figures: Figure[] = [];
  const began = new Date();
  try {
    const reads =
      parts.has('reads') || parts.has('floor')
        ? await readAll(served, database, figures, values.verbose)
        : undefined;
    if (parts.has('floor') && reads !== undefined && url !== undefined) {
      compareWithFloor(reads, await measureFloor(database, url));
    }
    const add = async (part: Part, measured: () => Promise<Figure[]>): Promise<void> => {
      if (!parts.has(part)) return;
      const found = await measured();
      figures.push(...found);
      process.stderr.write(`${figureTable(found)}\n\n`);
    };
    await add('writes', () => measureMoves(served, database));
    await add('writes', () => measureWriters(served, database));
    await add('voices', () => measureVoices(served, database));
    await add('replay', () => measureReplay(database));
    await add('export', () => measureExport(served));
    await add('import', () => measureImport(served, Number(values.rows)));
    say(`\n${database.kind === 'server' ? 'PostgreSQL server' : 'embedded PostgreSQL'}, at HTTP\n`);
    say(figureTable(figures));
    if (parts.has('directus') && url !== undefined)
      say(await measureDirectus(served, database, url));
  } finally {
    if (parts.has('voices')) await forgetVoices(database, began);
    if (parts.has('writes') || parts.has('import') || parts.has('directus'))
      await forgetSince(database, began);
    if (parts.has('import')) await renewIndexes(database);
    await served.stop();
    await database.close();
  }
  const missed = figures.filter((figure) => met(figure) === false);
  say(`\n${figures.length - missed.length} figures met or without an aim, ${missed.length} missed`);
}

interface Reads {
  readonly lists: ReadPart;
  readonly searches: ReadPart;
  readonly counts: ReadPart;
}

async function readAll(
  served: Served,
  database: Awaited<ReturnType<typeof openCity>>,
  figures: Figure[],
  verbose: boolean,
): Promise<Reads> {
  const lists = await measureLists(served, database);
  const searches = await measureSearches(served);
  const counts = await measureCounts(served, database);
  const capped = await measureCappedCounts(served, database);
  figures.push(
    ...readFigures('list (40 filters, top 50)', lists, 30),
    ...readFigures('search (60 texts, top 50)', searches, 30),
    ...readFigures('counts of a subtree', counts, 15),
    ...readFigures('capped count of a filter', capped, 30),
  );
  if (verbose) {
    for (const part of [lists, searches, counts, capped]) {
      const rows = part.reads.map(({ name, times, rows }) => [
        name,
        quantile(times, 0.5),
        quantile(times, 0.95),
        rows,
      ]);
      say(table([['what', 'p50 ms', 'p95 ms', 'rows'], ...rows]));
    }
  }
  return { lists, searches, counts };
}

function compareWithFloor(reads: Reads, floor: Floor): void {
  const all = ({ reads: part }: ReadPart): Times =>
    timesOf(part.flatMap((read) => read.times.sorted));
  const line = (what: string, http: Times, sql: Times): (string | number)[] => [
    what,
    quantile(http, 0.5),
    quantile(sql, 0.5),
    quantile(http, 0.5) / quantile(sql, 0.5),
    quantile(http, 0.95),
    quantile(sql, 0.95),
    quantile(http, 0.95) / quantile(sql, 0.95),
  ];
  say('\nagainst the same SQL through psql (aim: at most 3 times)\n');
  say(
    table([
      ['what', 'p50 ms', 'psql', 'times', 'p95 ms', 'psql', 'times'],
      line('lists', all(reads.lists), floor.lists),
      line('searches', all(reads.searches), floor.searches),
      line('counts of a subtree', all(reads.counts), floor.counts),
    ]),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
