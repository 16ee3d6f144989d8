import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
import { sheetRoutes } from '#modules/ledger/sheets/routes.ts';
import { uploadSheet } from '#modules/ledger/sheets/upload-sheet.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import { withDatabase } from '../global-setup.ts';
import { testDatabase } from '../template.ts';
import { CITY, type TinyCity, tinyCity } from '../tiny-city.ts';

const WRITER = fileURLToPath(new URL('./import-writer.ts', import.meta.url));
const ROWS = 2500;
/** Struck as soon as so many drafts are there, wherever the run then is. */
const STRUCK_AT = [1, 700, 1400];

let database: Database;
let city: TinyCity;
let folder = '';
let address = '';
beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  folder = await mkdtemp(join(tmpdir(), 'luoshi-import-kill-'));
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    database.db,
  );
  address = JSON.stringify(withDatabase(inject('databases').admin, rows[0]?.name ?? ''));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function writer(): ChildProcess {
  return spawn(process.execPath, [WRITER, address, folder], { stdio: 'ignore' });
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}

async function drafts(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from entry`.execute(
    database.db,
  );
  return rows[0]?.n ?? 0;
}

async function isDone(job: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean; error: string | null }>`
    select finished_at is not null as done, error from job where id = ${job}`.execute(database.db);
  if (rows[0]?.error) throw new Error(rows[0].error);
  return rows[0]?.done === true;
}

async function finish(job: string): Promise<void> {
  const child = writer();
  await until(() => isDone(job));
  await kill(child);
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
  const store = folderStore(folder);
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
  await finish(await put('previewImport'));
  const job = await put('runImport');
  for (const struck of STRUCK_AT) {
    const child = writer();
    await until(async () => (await drafts()) >= struck);
    await kill(child);
  }
  await finish(job);
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
