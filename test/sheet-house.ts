import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { ImportBatch, previewImport } from '#contract/sheets.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { exportEntries } from '#modules/ledger/sheets/export-entries.ts';
import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { sheetRoutes } from '#modules/ledger/sheets/routes.ts';
import { uploadSheet } from '#modules/ledger/sheets/upload-sheet.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Direct } from '#platform/http.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { testDatabase } from './template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from './tiny-city.ts';

type Batch = Sent<typeof ImportBatch>;
type Looked = Omit<InputOf<typeof previewImport>, 'id'>;

/** A tiny city with everything that sheets need: what the wizard does, without a browser. */
export interface SheetHouse {
  readonly database: Database;
  readonly city: TinyCity;
  readonly folder: string;
  upload(who: PostKey, name: string, bytes: Uint8Array): Promise<Batch>;
  /** Preview or run, to the end. */
  carryOut(
    who: PostKey,
    what: 'previewImport' | 'runImport',
    id: string,
    more?: Looked,
  ): Promise<Batch>;
  /** Upload, preview, run. */
  bringIn(who: PostKey, name: string, bytes: Uint8Array): Promise<Batch>;
  exportOf(who: PostKey): Promise<Buffer>;
  close(): Promise<void>;
}

export async function sheetHouse(): Promise<SheetHouse> {
  const database = await testDatabase();
  const { db } = database;
  const city = await tinyCity(db);
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-sheets-'));
  const store = folderStore(folder);
  const jobs = startJobs({
    db,
    cityId: CITY,
    kinds: importJobs({ store, actorOf: actorOfAccount, reportProgress }),
    now: () => NOON,
    log: () => undefined,
    pollMs: 20,
  });
  const routes = new Map(sheetRoutes(store).map((route) => [route.op.id, route]));
  const called = (who: PostKey, body?: Uint8Array): Direct => {
    const init = body === undefined ? {} : { method: 'POST', body: Uint8Array.from(body) };
    return { ...city.ask(db, who), request: new Request('http://localhost/', init), from: 'local' };
  };
  const house: SheetHouse = {
    database,
    city,
    folder,
    upload: (who, name, bytes) => uploadSheet(store, called(who, bytes), { name, kind: 'problem' }),
    async carryOut(who, what, id, more = {}) {
      const route = routes.get(what);
      const read = routes.get('readImport');
      if (route?.as !== 'command' || read?.as !== 'query') throw new Error(what);
      const { job } = (await city.act(db, who, (ctx) =>
        route.run(ctx, { id, ...more } as never),
      )) as { job: string };
      await finished(database, job);
      return (await read.run(city.ask(db, who), { id } as never)) as Batch;
    },
    async bringIn(who, name, bytes) {
      const { id } = await house.upload(who, name, bytes);
      await house.carryOut(who, 'previewImport', id);
      return await house.carryOut(who, 'runImport', id);
    },
    async exportOf(who) {
      const answer = await exportEntries(called(who), { format: 'xlsx' });
      return Buffer.from(await answer.arrayBuffer());
    },
    async close() {
      await jobs.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return house;
}

async function finished({ db }: Database, id: string): Promise<void> {
  for (;;) {
    const job = await db
      .selectFrom('job')
      .where('id', '=', id)
      .selectAll()
      .executeTakeFirstOrThrow();
    if (job.finished_at !== null) return expect(job.error).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
