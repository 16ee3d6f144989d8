import { createReadStream, createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { rebuildCounts } from '#modules/ledger/fold-counts.ts';
import type { Database } from '#platform/db/open.ts';
import type { WriteCell } from '#platform/sheets/write-cell.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import { generateCity } from '#test/city/generate.ts';
import { bodyOf, type Client } from './client.ts';
import { type Figure, timed } from './measure.ts';
import { CITY, type Served, WORK } from './place.ts';

/** 导出: the whole city as one workbook. */
export async function measureExport(served: Served): Promise<Figure[]> {
  const client = await served.as('office');
  await served.strain();
  let bytes = 0;
  const ms = await timed(async () => {
    const answer = await client.get('/api/v1/entries/export?format=xlsx&merged=with');
    if (answer.status !== 200) throw new Error(`export: HTTP ${answer.status}`);
    bytes = answer.body.length;
  });
  const { rssMiB, blockedMs, ownMs, cpuMs } = await served.strain();
  return [
    {
      what: 'export of everything (xlsx)',
      value: ms / 1000,
      unit: 's',
      limit: 20,
      note: `${(bytes / 2 ** 20).toFixed(0)} MiB; the server's own CPU ${(cpuMs / 1000).toFixed(1)} s`,
    },
    { what: 'export, server memory', value: rssMiB, unit: 'MiB', limit: 300 },
    {
      what: 'export, longest block of the loop',
      value: blockedMs,
      unit: 'ms',
      limit: 50,
      note: ownOf(ownMs),
    },
  ];
}

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly summary?: { readonly entries: number; readonly ready: number; readonly faulty: number };
  readonly result?: { readonly made: number };
}

/** 导入: a ledger of so many rows, from the file to drafts: read, looked over, written. */
export async function measureImport(served: Served, rows: number): Promise<Figure[]> {
  const file = await sheetOf(rows);
  const client = await served.as('office');
  await served.strain();
  let batch: Batch | undefined;
  let made = 0;
  const upload = await timed(async () => {
    batch = bodyOf<Batch>(
      await client.upload(
        `/api/v1/imports?name=bench-${rows}.xlsx&kind=problem`,
        createReadStream(file),
      ),
    );
  });
  const { id } = batch ?? { id: '' };
  const preview = await timed(() =>
    job(client, `/api/v1/imports/${id}/preview`, {
      defaults: { source: 'self_check', level: 'unit' },
    }),
  );
  const run = await timed(() => job(client, `/api/v1/imports/${id}/run`, {}));
  const done = bodyOf<Batch>(await client.get(`/api/v1/imports/${id}`));
  made = done.result?.made ?? 0;
  const { rssMiB, blockedMs, ownMs } = await served.strain();
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const note = `upload ${seconds(upload)}, preview ${seconds(preview)}, run ${seconds(run)}; ${made} drafts`;
  return [
    { what: `import of ${rows} rows to drafts`, value: run / 1000, unit: 's', limit: 60, note },
    { what: 'import, with upload and preview', value: (upload + preview + run) / 1000, unit: 's' },
    { what: 'import, server memory', value: rssMiB, unit: 'MiB', limit: 512 },
    {
      what: 'import, longest block of the loop',
      value: blockedMs,
      unit: 'ms',
      limit: 50,
      note: ownOf(ownMs),
    },
    { what: 'import, rows that did not come in', value: rows - made, unit: '', limit: 0 },
  ];
}

function ownOf(ownMs: number): string {
  return `${ownMs.toFixed(0)} ms of it by its own CPU`;
}

async function job(client: Client, path: string, body: object): Promise<void> {
  const { job: id } = bodyOf<{ job: string }>(await client.post(path, body));
  for (;;) {
    const { state, error } = bodyOf<{ state: string; error?: string }>(
      await client.get(`/api/v1/jobs/${id}`),
    );
    if (state === 'done') return;
    if (state === 'failed' || state === 'cancelled') throw new Error(`${path}: ${error ?? state}`);
    await wait(100);
  }
}

const HEADER = [
  '序号',
  '存在问题',
  '问题类别',
  '问题描述',
  '整改措施',
  '牵头单位',
  '整改时限',
  '备注',
];

/** A ledger as an office keeps it, made once and kept in the work folder. */
async function sheetOf(rows: number): Promise<string> {
  const file = join(WORK, `ledger-${rows}.xlsx`);
  const known = await stat(file).catch(() => undefined);
  if (known !== undefined) return file;
  const columns = HEADER.map(() => ({ width: 16 }));
  const sheet = { name: '问题台账', columns, headerRows: 1, rows: ledgerRows(rows) };
  await pipeline(Readable.from(writeXlsx([sheet])), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
  return file;
}

function* ledgerRows(rows: number): Generator<WriteCell[]> {
  yield HEADER;
  const city = generateCity({ scale: 'city', seed: 'sheet', today: '2026-11-22' });
  const names = new Map(city.organisation.units.map((unit) => [unit.id, unit.name]));
  const { present, older } = city.campaigns;
  const categories = new Map(
    [older, present].flatMap(({ taxonomy }) =>
      taxonomy.facets.map((facet) => [facet.code, facet.name]),
    ),
  );
  let n = 0;
  for (const { record, text, measures } of city.stories()) {
    if (n === rows) return;
    n += 1;
    const lead = names.get(record.leadUnit ?? record.originUnit);
    const department = lead?.includes('局') === true ? lead : undefined;
    yield [
      n,
      record.title,
      categories.get(record.category) ?? '',
      text.detail,
      measures[0]?.text ?? '立即整改',
      department ?? '',
      record.deadline ?? '立行立改',
      '',
    ];
  }
  throw new Error(`the made-up city tells only ${n} problems`);
}

/** What grows by hundreds of thousands of rows in an import. */
const GROWN = [
  'entry',
  'entry_text',
  'entry_search',
  'entry_facet',
  'event',
  'measure',
  'party',
  'import_row',
];

/** Everything raised since a moment, taken away again, so that the next measurement finds the same city. */
export async function forgetSince(database: Database, since: Date): Promise<void> {
  const { db } = database;
  const doomed = sql`(select id from entry where city_id = ${CITY} and created_at >= ${since})`;
  for (const table of [
    'entry_check',
    'request',
    'evidence',
    'measure',
    'party_person',
    'party',
    'entry_search',
    'entry_facet',
    'entry_text',
    'merge_link',
    'import_row',
  ]) {
    await onPatient(
      database,
      sql`delete from ${sql.table(table)} where city_id = ${CITY} and entry_id in ${doomed}`,
    );
  }
  const events = sql`delete from event where city_id = ${CITY} and subject_id in ${doomed}`;
  const entries = sql`delete from entry where city_id = ${CITY} and created_at >= ${since}`;
  await onPatient(database, sql`with gone as (${events} returning 1) ${entries}`);
  await db.deleteFrom('job').where('city_id', '=', CITY).where('created_at', '>=', since).execute();
  await db
    .deleteFrom('import_batch')
    .where('city_id', '=', CITY)
    .where('at', '>=', since)
    .execute();
  await db.deleteFrom('idempotency').where('city_id', '=', CITY).where('at', '>=', since).execute();
  await rebuildCounts(database.patient, CITY);
  await onPatient(database, sql`vacuum analyze`);
}

/** After an import: its rows are gone, the room they took in the indexes is not. */
export async function renewIndexes(database: Database): Promise<void> {
  for (const table of GROWN) await onPatient(database, sql`reindex table ${sql.table(table)}`);
}

async function onPatient(database: Database, statement: ReturnType<typeof sql>): Promise<void> {
  const { sql: text, parameters } = statement.compile(database.db);
  await database.patientPool.query(text, [...parameters]);
}
