import { Refusal, refusalSentence } from '#domain/refusal.ts';
import { type CellChange, canonicalText, type ReturnedRow } from '#domain/sheet/diff-rows.ts';
import type { Context } from '#platform/command.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { correctEntry } from '../correct-entry.ts';
import { loadEntries } from '../entry-load.ts';
import { mayRead } from '../entry-store.ts';
import { type BatchResult, mappingOf, type Summary } from './batch-store.ts';
import { EXPORT_COLUMNS } from './export-columns.ts';
import { asRead } from './export-entries.ts';
import { type ExportNames, exportNames, rowsOf } from './export-rows.ts';
import { emptySummary, FAULTS_TOLD, type Sheet } from './import-sheet.ts';
import { categoryFinder } from './resolve.ts';
import { readReturned, returnedColumns } from './returned-sheet.ts';

/** A cell that would change, beside what stands there now. */
interface Edit extends CellChange {
  readonly from: string;
}

/** A row of a returned export, judged against the ledger of this moment. */
type Judged =
  | { readonly row: number; readonly is: 'known' }
  | {
      readonly row: number;
      readonly is: 'wrong';
      readonly why: string;
      readonly no: string;
      readonly edits: readonly Edit[];
    }
  | {
      readonly row: number;
      readonly is: 'edit';
      readonly id: string;
      readonly no: string;
      readonly version: number;
      readonly edits: readonly Edit[];
    };

const WRONG = {
  new: '没有系统编号的新行不由此导入，请另用空白表。',
  twice: '系统编号与上面的行重复，未处理。',
  unreadable: '系统编号或校验列已损坏，无法判断改动，请重新导出。',
  stale: '导出之后该事项已被他人更新，请重新导出后再改。',
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function* judgedRows(it: Sheet): AsyncGenerator<Judged[]> {
  const mapping = mappingOf(it.batch);
  const columns = returnedColumns(mapping.columns.map((column) => column.label));
  if (columns === undefined)
    throw new Refusal('mapping-needed', { columns: EXPORT_COLUMNS.map((c) => c.label) });
  const names = await exportNames({ db: it.db, cityId: it.batch.city_id });
  await using source = await openSheets(it.path);
  for await (const rows of readReturned(source, it.batch.sheet, mapping.headerBottom, columns))
    yield judgeAll(it, names, rows);
}

/** Those of these entries that whoever brought the sheet may read: a sheet can name any id. */
async function readable(it: Sheet, ids: readonly string[]): Promise<string[]> {
  const { batch, db, parts, job } = it;
  const actor = await parts.actorOf(db, batch.city_id, batch.by_account, job.now());
  const entries = await loadEntries(db, batch.city_id, ids);
  return ids.filter((id) => {
    const entry = entries.get(id);
    return actor !== undefined && entry !== undefined && mayRead(actor, entry);
  });
}

async function judgeAll(
  it: Sheet,
  names: ExportNames,
  rows: readonly ReturnedRow[],
): Promise<Judged[]> {
  const ids = rows.flatMap((row) => (row.is === 'changed' && UUID.test(row.id) ? [row.id] : []));
  const here = { db: it.db, cityId: it.batch.city_id };
  const now = await rowsOf(here, names, await readable(it, ids));
  const byId = new Map(now.map((row) => [row.id, row]));
  return rows.map((row): Judged => {
    if (row.is === 'unchanged') return { row: row.row, is: 'known' };
    if (row.is !== 'changed')
      return { row: row.row, is: 'wrong', why: WRONG[row.is], no: '', edits: [] };
    const entry = byId.get(row.id);
    if (entry === undefined)
      return { row: row.row, is: 'wrong', why: WRONG.unreadable, no: '', edits: [] };
    // What stands there already needs no move: the same file twice changes nothing.
    const edits = row.changes.flatMap((change): Edit[] => {
      const column = EXPORT_COLUMNS.find(({ field }) => field === change.field);
      const from = canonicalText(asRead(column?.cell(entry)));
      return from === change.to ? [] : [{ ...change, from }];
    });
    if (edits.length === 0) return { row: row.row, is: 'known' };
    const { no, id } = entry;
    if (entry.version !== row.version)
      return { row: row.row, is: 'wrong', why: WRONG.stale, no, edits };
    return { row: row.row, is: 'edit', id, no, version: row.version, edits };
  });
}

/** The cells that an office has changed in our export, beside what stands there now. */
export async function previewReturned(it: Sheet): Promise<Summary> {
  const summary = emptySummary();
  for await (const rows of judgedRows(it)) {
    for (const row of rows) {
      summary.entries += 1;
      if (row.is === 'known') summary.known += 1;
      else if (row.is === 'edit') summary.ready += 1;
      else {
        summary.faulty += 1;
        if (summary.faults.length < FAULTS_TOLD)
          summary.faults.push({ row: row.row, level: 'error', message: row.why });
      }
      if (row.is === 'known') continue;
      for (const { label, from, to } of row.edits)
        if (summary.changes.length < FAULTS_TOLD)
          summary.changes.push({ row: row.row, no: row.no, label, from, to });
    }
    await it.job.report(summary.entries);
  }
  return summary;
}

/** Each changed row as moves of whoever brought the sheet; what is refused is told, the rest goes on. */
export async function applyReturned(
  it: Sheet,
): Promise<BatchResult & { readonly refused: readonly string[] }> {
  const result = { made: 0, known: 0, faulty: 0, changed: 0 };
  const refused: string[] = [];
  const refuse = (row: number, why: string): void => {
    result.faulty += 1;
    if (refused.length < 100) refused.push(`${row}: ${why}`);
  };
  for await (const rows of judgedRows(it)) {
    for (const row of rows) {
      if (row.is === 'known') result.known += 1;
      else if (row.is === 'wrong') refuse(row.row, row.why);
      else {
        const why = await applyRow(it, row);
        if (why === undefined) result.changed += 1;
        else refuse(row.row, why);
      }
    }
    await it.job.report(result.changed + result.faulty + result.known);
  }
  return { ...result, refused };
}

const CORRECTED = ['title', 'category', 'sourceNo', 'detail', 'cause', 'remark'] as const;

/** The moves of one row, in one transaction. @returns why not, when a rule refuses. */
async function applyRow(
  it: Sheet,
  row: Extract<Judged, { is: 'edit' }>,
): Promise<string | undefined> {
  const { batch, db, parts, job } = it;
  const now = job.now();
  const actor = await parts.actorOf(db, batch.city_id, batch.by_account, now);
  if (actor === undefined) return refusalSentence('not-allowed', {}, 'zh');
  const to = new Map(row.edits.map((edit) => [edit.field, edit.to]));
  const corrections = Object.fromEntries(
    CORRECTED.flatMap((field) => (to.has(field) ? [[field, to.get(field)]] : [])),
  );
  const category = await categoryOf(it, to.get('category'));
  try {
    await db.transaction().execute(async (tx) => {
      const ctx: Context = { tx, actor, cityId: batch.city_id, now, today: it.today };
      let { version } = row;
      if (to.has('progress') || to.has('progressNote')) {
        await parts.reportProgress(ctx, {
          id: row.id,
          version,
          percent: percentOf(to.get('progress') ?? (await progressOf(ctx, row.id))),
          note: to.get('progressNote') ?? batch.name,
        });
        version += 1;
      }
      if (Object.keys(corrections).length > 0)
        await correctEntry(ctx, {
          id: row.id,
          version,
          ...corrections,
          ...category,
          reason: `表格更正：${batch.name}`,
        });
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** A percentage as an office types it: 40, 40%, 0.4 shown as 40%. */
function percentOf(text: string): number {
  const percent = Number(text.replace(/%$/, ''));
  if (text === '' || !Number.isInteger(percent) || percent < 0 || percent > 100)
    throw new Refusal('invalid', { where: `完成进度 ${text}` });
  return percent;
}

async function progressOf(ctx: Context, id: string): Promise<string> {
  return String((await loadEntries(ctx.tx, ctx.cityId, [id])).get(id)?.progress ?? 0);
}

async function categoryOf(it: Sheet, text: string | undefined): Promise<{ category?: string }> {
  if (text === undefined || text === '') return text === '' ? { category: '' } : {};
  const find = await categoryFinder(it.db, it.batch.city_id, it.batch.campaign_id ?? '');
  return { category: find(text) ?? text };
}
