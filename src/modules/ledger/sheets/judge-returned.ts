import { type CellChange, canonicalText, type ReturnedRow } from '#domain/sheet/diff-rows.ts';
import { faultAt } from '#domain/sheet/read-row.ts';
import type { RowFault } from '#domain/sheet/row-faults.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { loadEntries } from '../entry-load.ts';
import { mayRead } from '../entry-store.ts';
import { mappingOf } from './batch-store.ts';
import { EXPORT_COLUMNS, type ExportRow } from './export-columns.ts';
import { asRead } from './export-entries.ts';
import { type ExportNames, exportNames, rowsOf } from './export-rows.ts';
import type { Sheet } from './import-sheet.ts';
import { categoryFinder } from './resolve.ts';
import { readReturned, returnedColumns } from './returned-sheet.ts';

/** A cell that would change, beside what stands there now. */
export interface Edit extends CellChange {
  readonly from: string;
}

/** A row of a returned export, judged against the ledger of this moment. */
export interface Judged {
  readonly row: number;
  /** Nothing to do; left for what `faults` says; or moves to be made. */
  readonly is: 'known' | 'wrong' | 'edit';
  readonly id: string;
  readonly no: string;
  readonly version: number;
  readonly edits: readonly Edit[];
  /** The code of the category that was put in, where one was. */
  readonly category: string | undefined;
  readonly faults: readonly RowFault[];
}

interface Against {
  readonly names: ExportNames;
  /** By campaign: each has its own categories. */
  readonly categories: Map<string, (text: string) => string | undefined>;
}

/** The rows of the sheet, in their order. */
export async function* judgedRows(it: Sheet): AsyncGenerator<Judged[]> {
  const { db, batch } = it;
  const mapping = mappingOf(batch);
  const columns = returnedColumns(mapping.columns.map((column) => column.label));
  const against = {
    names: await exportNames({ db, cityId: batch.city_id }),
    categories: new Map<string, (text: string) => string | undefined>(),
  };
  await using source = await openSheets(it.path);
  for await (const rows of readReturned(source, batch.sheet, mapping.headerBottom, columns))
    yield judgeAll(it, against, rows);
}

/** What is to be said of the sheet as a whole. */
export function sheetFaults(it: Sheet): RowFault[] {
  const { headerBottom, columns } = mappingOf(it.batch);
  const { missing, doubled } = returnedColumns(columns.map((column) => column.label));
  const told = (code: 'returned-columns-missing' | 'returned-columns-twice', labels: string[]) =>
    labels.length === 0 ? [] : [faultAt(headerBottom, code, { columns: labels.join('、') })];
  return [
    ...told('returned-columns-missing', [...missing]),
    ...told('returned-columns-twice', [...doubled]),
  ];
}

/** Those of these entries that whoever brought the sheet may read: a sheet can name any id. */
async function readable(it: Sheet, ids: readonly string[]): Promise<string[]> {
  const { batch, db, parts, job } = it;
  if (ids.length === 0) return [];
  const actor = await parts.actorOf(db, batch.city_id, batch.by_account, job.now());
  const entries = await loadEntries(db, batch.city_id, ids);
  return ids.filter((id) => {
    const entry = entries.get(id);
    return actor !== undefined && entry !== undefined && mayRead(actor, entry);
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function judgeAll(
  it: Sheet,
  against: Against,
  rows: readonly ReturnedRow[],
): Promise<Judged[]> {
  const ids = rows.flatMap((row) => (row.is === 'changed' && UUID.test(row.id) ? [row.id] : []));
  const here = { db: it.db, cityId: it.batch.city_id };
  const now = await rowsOf(here, against.names, await readable(it, ids));
  const byId = new Map(now.map((row) => [row.id, row]));
  for (const { campaign_id: campaign } of now)
    if (!against.categories.has(campaign))
      against.categories.set(campaign, await categoryFinder(it.db, it.batch.city_id, campaign));
  return rows.map((row) => {
    if (row.is === 'changed') return judge(row, byId.get(row.id), against);
    const judged = { row: row.row, id: '', no: '', version: 0, edits: [], category: undefined };
    if (row.is === 'unchanged') return { ...judged, is: 'known', faults: [] };
    const details = row.is === 'twice' ? { first: row.first } : {};
    return { ...judged, is: 'wrong', faults: [faultAt(row.row, `returned-${row.is}`, details)] };
  });
}

function judge(
  row: Extract<ReturnedRow, { is: 'changed' }>,
  entry: ExportRow | undefined,
  against: Against,
): Judged {
  const { id, version } = row;
  const judged = { row: row.row, id, no: entry?.no ?? '', version, category: undefined };
  if (entry === undefined) {
    const fault = faultAt(row.row, 'returned-unknown', { id: id.slice(0, 40) });
    return { ...judged, is: 'wrong', edits: [], faults: [fault] };
  }
  const stated = row.locked.find(({ label }) => label === NUMBER)?.text ?? '';
  if (stated !== '' && stated !== entry.no) {
    const fault = faultAt(row.row, 'returned-mixed', { no: stated.slice(0, 40), own: entry.no });
    return { ...judged, is: 'wrong', edits: [], faults: [fault] };
  }
  // What stands there already needs no move: the same file twice changes nothing.
  const edits = row.changes.flatMap((change): Edit[] => {
    const from = nowAt(change.label, entry);
    return from === change.to ? [] : [{ ...change, from }];
  });
  const isStale = entry.version !== version;
  const locked = isStale
    ? []
    : row.locked.filter(({ label, text }) => nowAt(label, entry) !== text);
  const faults = locked.length === 0 ? [] : [lockedFault(row.row, locked)];
  const named = edits.find(({ field }) => field === 'category')?.to;
  const category =
    named === undefined || named === ''
      ? named
      : against.categories.get(entry.campaign_id)?.(named);
  if (edits.length === 0) return { ...judged, is: 'known', edits, faults };
  const wrong = isStale
    ? [faultAt(row.row, 'returned-stale', {})]
    : edits.flatMap((edit) => cellFault(row.row, edit, category));
  const is = wrong.length === 0 ? 'edit' : 'wrong';
  return { ...judged, is, edits, category, faults: [...wrong, ...faults] };
}

const NUMBER = '编号';

/** What an export of this moment would say there. */
function nowAt(label: string, entry: ExportRow): string {
  return canonicalText(asRead(EXPORT_COLUMNS.find((one) => one.label === label)?.cell(entry)));
}

function lockedFault(row: number, columns: readonly { readonly label: string }[]): RowFault {
  const names = columns.map(({ label }) => label).join('、');
  return faultAt(row, 'returned-locked', { columns: names });
}

/** What no move would take, told before one is tried. */
function cellFault(row: number, edit: Edit, category: string | undefined): RowFault[] {
  const { field, to } = edit;
  if (field === 'title' && to === '') return [faultAt(row, 'title-missing', {}, edit)];
  if (field === 'progress' && percentOf(to) === undefined)
    return [faultAt(row, 'percent-unreadable', { text: to.slice(0, 40) }, edit)];
  if (field === 'category' && category === undefined) {
    const fault = faultAt(row, 'category-unknown', { name: to.slice(0, 40) }, edit);
    return [{ ...fault, level: 'error' }];
  }
  return [];
}

/** A percentage as an office types it: 40, 40%, 0.4 shown as 40%. */
export function percentOf(text: string): number | undefined {
  const percent = Number(text.replace(/%$/, ''));
  const isPercent = text !== '' && Number.isInteger(percent) && percent >= 0 && percent <= 100;
  return isPercent ? percent : undefined;
}
