import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { read, utils, write } from '@e965/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
import { xlsx } from '#modules/ledger/sheets/export-entries.ts';
import { sheetRoutes } from '#modules/ledger/sheets/routes.ts';
import { uploadSheet } from '#modules/ledger/sheets/upload-sheet.ts';
import type { Database } from '#platform/db/open.ts';
import { openFileStore } from '#platform/files/open-file-store.ts';
import { testDatabase } from '../template.ts';
import { CITY, type TinyCity, tinyCity } from '../tiny-city.ts';
import { type StruckJobs, struckJobs } from './struck-jobs.ts';

const WRITER = fileURLToPath(new URL('./import-writer.ts', import.meta.url));
const ROWS = 9000;
/** Struck as soon as so many drafts are there, wherever the run then is. */
const STRUCK_AT = [1, 1500, 3000, 5000, 7500];

let database: Database;
let city: TinyCity;
let folder = '';
let jobs: StruckJobs;
beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  folder = await mkdtemp(join(tmpdir(), 'luoshi-import-kill-'));
  jobs = await struckJobs(database, WRITER, [folder]);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function drafts(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from entry`.execute(
    database.db,
  );
  return rows[0]?.n ?? 0;
}

function sheet(): Uint8Array {
  const lines = Array.from(
    { length: ROWS },
    (_, i) =>
      `${i + 1},第${i + 1}处路灯不亮,${i % 10 === 9 ? '' : '逐盏检修'},2026年12月底前,柳河镇`,
  );
  return new TextEncoder().encode(
    ['序号,存在问题,整改措施,整改时限,责任单位', ...lines].join('\n'),
  );
}

/** One import by hand: the batch, and a way to put its jobs down and to read where it stands. */
async function importOf(name: string, bytes: Uint8Array) {
  const store = openFileStore({}, folder, CITY);
  const call = {
    ...city.ask(database.db, 'eastOffice'),
    request: new Request('http://localhost/', { method: 'POST', body: Uint8Array.from(bytes) }),
    from: 'local',
  };
  const batch = await uploadSheet(store, call, { name, kind: 'problem' });
  const routes = new Map(sheetRoutes(store).map((route) => [route.op.id, route]));
  return {
    put: async (id: string): Promise<string> => {
      const route = routes.get(id);
      if (route?.as !== 'command') throw new Error(id);
      const { job } = (await city.act(database.db, 'eastOffice', (ctx) =>
        route.run(ctx, { id: batch.id } as never),
      )) as { job: string };
      return job;
    },
    read: async () => {
      const route = routes.get('readImport');
      if (route?.as !== 'query') throw new Error('readImport');
      return route.run(city.ask(database.db, 'eastOffice'), { id: batch.id } as never);
    },
  };
}

test('kill -9 in the middle of an import, again and again: every row becomes one draft, and is told as such', async () => {
  const it = await importOf('路灯.csv', sheet());
  const preview = await it.put('previewImport');
  await jobs.strikeWhen(async () => (await doneOf(preview)) > 0);
  await jobs.finish(preview);
  const job = await it.put('runImport');
  for (const struck of STRUCK_AT) await jobs.strikeWhen(async () => (await drafts()) >= struck);
  await jobs.finish(job);
  expect(await drafts()).toBe(ROWS);
  expect(await it.read()).toMatchObject({
    state: 'done',
    result: { made: ROWS, known: 0, faulty: 0 },
  });
  const { rows: twice } =
    await sql`select title from entry group by title having count(*) > 1`.execute(database.db);
  expect(twice).toEqual([]);
  expect((await replay(database.db, CITY)).faults).toEqual([]);
  expect(await recount(database.db, CITY)).toEqual([]);
}, 300_000);

const CHANGED = 600;

test('kill -9 while a returned export is carried out: each changed row moves once, and is told as changed', async () => {
  const it = await importOf('退回.xlsx', await returned());
  await jobs.finish(await it.put('previewImport'));
  const job = await it.put('runImport');
  for (const struck of [1, 100, 200, 300, 450])
    await jobs.strikeWhen(async () => (await corrected()) >= struck);
  await jobs.finish(job);
  expect(await corrected()).toBe(CHANGED);
  expect(await it.read()).toMatchObject({
    state: 'done',
    result: { made: 0, changed: CHANGED, known: ROWS - CHANGED, faulty: 0 },
  });
  const { rows: twice } =
    await sql`select id from entry where version > 2 and title like '%忽明忽暗'`.execute(
      database.db,
    );
  expect(twice).toEqual([]);
  expect((await replay(database.db, CITY)).faults).toEqual([]);
}, 300_000);

/** The export of all drafts, every fifteenth title changed. */
async function returned(): Promise<Uint8Array> {
  const q = city.ask(database.db, 'eastOffice');
  const chunks: Buffer[] = [];
  for await (const chunk of xlsx(q, {})) chunks.push(chunk);
  const book = read(Buffer.concat(chunks));
  const grid: string[][] = utils.sheet_to_json(book.Sheets['台账'] ?? {}, { header: 1 });
  const title = grid[0]?.indexOf('存在问题') ?? -1;
  for (let row = 1; row < grid.length; row += ROWS / CHANGED) {
    const line = grid[row];
    if (line !== undefined) line[title] = `${line[title]}，忽明忽暗`;
  }
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(grid), '台账');
  return write(made, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
}

async function corrected(): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from event where kind = 'problem.correct'`.execute(database.db);
  return rows[0]?.n ?? 0;
}

async function doneOf(job: string): Promise<number> {
  const { rows } = await sql<{ done: number }>`select done from job where id = ${job}`.execute(
    database.db,
  );
  return rows[0]?.done ?? 0;
}
