import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
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

test('kill -9 in the middle of an import, again and again: every row becomes one draft, and is told as such', async () => {
  const store = openFileStore({}, folder, CITY);
  const call = {
    ...city.ask(database.db, 'eastOffice'),
    request: new Request('http://localhost/', { method: 'POST', body: Uint8Array.from(sheet()) }),
    from: 'local',
  };
  const batch = await uploadSheet(store, call, { name: '路灯.csv', kind: 'problem' });
  const routes = new Map(sheetRoutes(store).map((route) => [route.op.id, route]));
  const put = async (id: string): Promise<string> => {
    const route = routes.get(id);
    if (route?.as !== 'command') throw new Error(id);
    const { job } = (await city.act(database.db, 'eastOffice', (ctx) =>
      route.run(ctx, { id: batch.id } as never),
    )) as { job: string };
    return job;
  };
  await jobs.finish(await put('previewImport'));
  const job = await put('runImport');
  for (const struck of STRUCK_AT) await jobs.strikeWhen(async () => (await drafts()) >= struck);
  await jobs.finish(job);
  expect(await drafts()).toBe(ROWS);
  const read = routes.get('readImport');
  if (read?.as !== 'query') throw new Error('readImport');
  const after = await read.run(city.ask(database.db, 'eastOffice'), { id: batch.id } as never);
  expect(after).toMatchObject({ state: 'done', result: { made: ROWS, known: 0, faulty: 0 } });
  const { rows: twice } =
    await sql`select title from entry group by title having count(*) > 1`.execute(database.db);
  expect(twice).toEqual([]);
  expect((await replay(database.db, CITY)).faults).toEqual([]);
  expect(await recount(database.db, CITY)).toEqual([]);
}, 300_000);
