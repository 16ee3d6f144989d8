import { Readable } from 'node:stream';
import * as contract from '#contract/sheets.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { Refusal } from '#domain/refusal.ts';
import { LEDGER_FIELDS } from '#domain/sheet/ledger-fields.ts';
import { rowFaultSentence } from '#domain/sheet/row-faults.ts';
import { type Context, enqueue, type Query } from '#platform/command.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { command, type Direct, direct, query, type Route } from '#platform/http.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import type { WriteCell } from '#platform/sheets/write-cell.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import type { ByteThread } from '#platform/workers/byte-thread.ts';
import { pathOfUnit } from '../unit-path.ts';
import { type Batch, mappingOf, ownBatch, viewBatch } from './batch-store.ts';
import { exportEntries } from './export-entries.ts';
import { withLocalFile } from './local-file.ts';
import { comesIn, readDrafts } from './read-drafts.ts';
import { categoryFinder, unitFinder } from './resolve.ts';
import { chooseSheet, signedIn, uploadSheet } from './upload-sheet.ts';

/** 表格: sheets in and out of the ledger. */
export function sheetRoutes(store: FileStore, exports?: ByteThread): readonly Route[] {
  return [
    direct(contract.exportEntries, (call, input) => exportEntries(call, input, exports)),
    direct(contract.uploadSheet, (call, input) => uploadSheet(store, call, input)),
    direct(contract.chooseSheet, (call, input) => chooseSheet(store, call, input)),
    query(contract.listImports, listImports),
    query(contract.readImport, async (q, { id }) => viewBatch(await ownBatch(q, q.db, id))),
    command(contract.previewImport, previewImport),
    command(contract.runImport, runImport),
    direct(contract.faultySheet, (call, input) => faultySheet(store, call, input)),
  ];
}

async function listImports(q: Query): Promise<Sent<(typeof contract.listImports)['output']>> {
  const rows = await q.db
    .selectFrom('import_batch')
    .where('city_id', '=', q.cityId)
    .where('by_account', '=', q.actor.accountId)
    .orderBy('id', 'desc')
    .limit(50)
    .select(['id', 'name', 'state', 'at'])
    .execute();
  return { imports: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
}

const FIELD_NAMES: ReadonlySet<string> = new Set(LEDGER_FIELDS.map(({ field }) => field));

/** 确认对应关系: kept for this unit and header; then the whole sheet is read in a job that writes nothing. */
async function previewImport(
  ctx: Context,
  input: InputOf<typeof contract.previewImport>,
): Promise<{ job: string }> {
  const batch = await ownBatch(ctx, ctx.tx, input.id);
  const before = mappingOf(batch);
  const chosen = new Map(input.columns?.map(({ column, field }) => [column, field]));
  const columns = before.columns.map(({ field, ...rest }) => {
    const now = chosen.has(rest.column) ? chosen.get(rest.column) : field;
    if (now !== undefined && !FIELD_NAMES.has(now))
      throw new Refusal('mapping-needed', { columns: now });
    return { ...rest, ...(now === undefined ? {} : { field: now }), doubtful: false };
  });
  if (batch.kind !== 'returned' && !columns.some((column) => column.field === 'title'))
    throw new Refusal('mapping-needed', { columns: '存在问题' });
  const defaults = {
    source: input.defaults?.source ?? before.defaults.source,
    level: input.defaults?.level ?? before.defaults.level,
    category: input.defaults?.category ?? before.defaults.category,
  };
  const matched = Object.fromEntries((input.units ?? []).map(({ name, unit }) => [name, unit]));
  const units = { ...before.units, ...matched };
  const withoutHidden =
    input.hidden === undefined ? before.withoutHidden : input.hidden === 'without';
  const mapping = {
    ...before,
    columns,
    defaults,
    units,
    confirmed: true,
    ...(withoutHidden === undefined ? {} : { withoutHidden }),
  };
  const job = await enqueue(ctx, 'preview-import', { batch: batch.id });
  await ctx.tx
    .updateTable('import_batch')
    .set({ mapping: JSON.stringify(mapping), job_id: job, state: 'uploaded' })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', batch.id)
    .execute();
  const fields = JSON.stringify(columns.map((column) => column.field ?? null));
  await ctx.tx
    .insertInto('sheet_mapping')
    .values({
      city_id: ctx.cityId,
      unit_id: batch.unit_id,
      fingerprint: before.fingerprint,
      mapping: fields,
      at: ctx.now,
    })
    .onConflict((c) =>
      c
        .columns(['city_id', 'unit_id', 'fingerprint'])
        .doUpdateSet({ mapping: fields, at: ctx.now }),
    )
    .execute();
  return { job };
}

/** 导入: only what has been previewed with a confirmed mapping. */
async function runImport(
  ctx: Context,
  input: InputOf<typeof contract.runImport>,
): Promise<{ job: string }> {
  const batch = await ownBatch(ctx, ctx.tx, input.id);
  if (!mappingOf(batch).confirmed || batch.state === 'running')
    throw new Refusal('mapping-needed', { columns: '' });
  const job = await enqueue(ctx, 'run-import', { batch: batch.id });
  await ctx.tx
    .updateTable('import_batch')
    .set({ job_id: job, state: 'running' })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', batch.id)
    .execute();
  return { job };
}

/** 有误的行: as they stood in the sheet, with what is wrong in a last column. */
async function faultySheet(
  store: FileStore,
  call: Direct,
  input: InputOf<typeof contract.faultySheet>,
): Promise<Response> {
  const q = signedIn(call);
  const batch = await ownBatch(q, q.db, input.id);
  const bytes = faultyBytes(store, q, batch);
  return new Response(Readable.toWeb(Readable.from(bytes)) as ReadableStream, {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="luoshi-faults.xlsx"',
      'cache-control': 'no-store',
    },
  });
}

async function* faultyBytes(store: FileStore, q: Query, batch: Batch): AsyncGenerator<Buffer> {
  // The file must stay while the answer is being written: the rows are read as they are sent.
  const chunks = await withLocalFile(store, batch.file_sha256, batch.name, async (path) => {
    const all: Buffer[] = [];
    const rows = faultyRows(q, batch, path);
    for await (const chunk of writeXlsx([{ name: '有误', headerRows: 1, columns: [], rows }]))
      all.push(chunk);
    return all;
  });
  yield* chunks;
}

async function* faultyRows(q: Query, batch: Batch, path: string): AsyncGenerator<WriteCell[]> {
  const mapping = mappingOf(batch);
  yield [...mapping.columns.map((column) => column.label), '错误说明'];
  const home = await pathOfUnit(q.db, q.cityId, batch.unit_id);
  const lookups = {
    home,
    units: await unitFinder(q.db, q.cityId, home, mapping.units),
    category: await categoryFinder(q.db, q.cityId, batch.campaign_id ?? ''),
  };
  await using source = await openSheets(path);
  for await (const batchOf of readDrafts(source, batch.sheet, mapping, q.today, lookups))
    for (const one of batchOf.filter((item) => item.faulty && comesIn(mapping, item))) {
      const why = one.faults
        .filter((fault) => fault.level === 'error')
        .map((fault) => rowFaultSentence(fault, 'zh'))
        .join('\n');
      for (const [i, row] of one.item.source.entries())
        yield [...mapping.columns.map((_, c) => row.cells[c]?.text), i === 0 ? why : undefined];
    }
}
