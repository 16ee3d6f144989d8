import type { Selectable } from 'kysely';
import type { Parsed, Sent } from '#contract/operation.ts';
import type { ImportBatch, ImportSummary } from '#contract/sheets.ts';
import { columnName } from '#domain/sheet/cell.ts';
import { type RowFault, rowFaultSentence } from '#domain/sheet/row-faults.ts';
import { LEDGER_FIELDS } from '#domain/sheet/ledger-fields.ts';
import type { DraftDefaults } from '#domain/sheet/ledger-draft.ts';
import type { MappedColumn } from '#domain/sheet/read-row.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Tables } from '#platform/db/tables.ts';
import { sql } from 'kysely';
import type { Keeper } from '#platform/files/sweep-files.ts';
import { given } from '../entry-view.ts';

/** What the batch keeps of the sheet: how it was found, and how a person has confirmed it. */
export interface BatchMapping {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  readonly title: string;
  readonly remembered: boolean;
  readonly headerBottom: number;
  readonly fingerprint: string;
  readonly columns: readonly (MappedColumn & {
    readonly confidence: number;
    readonly doubtful: boolean;
    readonly hidden?: boolean;
  })[];
  readonly sample: readonly (readonly string[])[];
  readonly defaults: DraftDefaults;
  /** Ids of units that a person has matched to names of the sheet. */
  readonly units: Readonly<Record<string, string>>;
  readonly confirmed: boolean;
  /** Entries whose rows are all hidden stay out; in older batches nobody was asked. */
  readonly withoutHidden?: boolean;
}

export type Summary = Parsed<typeof ImportSummary>;
type Told = Summary['faults'][number];

export interface BatchResult {
  readonly made: number;
  readonly known: number;
  readonly faulty: number;
  readonly changed: number;
  /** Rows of a returned export that were not carried out. */
  readonly refused?: Told[];
}

/** A fault as the screen and the command line are told it. */
export function told(fault: RowFault): Told {
  return {
    row: fault.row,
    ...(fault.column === undefined ? {} : { column: columnName(fault.column) }),
    ...(fault.label === undefined ? {} : { label: fault.label }),
    level: fault.level,
    message: rowFaultSentence(fault, 'zh'),
    en: rowFaultSentence(fault, 'en'),
  };
}

export type Batch = Selectable<Tables['import_batch']>;

/** A batch of the caller's own; another's is not there. */
export async function ownBatch(
  q: Pick<Query, 'cityId' | 'actor'>,
  db: Db | Tx,
  id: string,
): Promise<Batch> {
  const row = await db
    .selectFrom('import_batch')
    .selectAll()
    .where('city_id', '=', q.cityId)
    .where('id', '=', id)
    .where('by_account', '=', q.actor.accountId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { id });
  return row;
}

export function mappingOf(batch: Batch): BatchMapping {
  return batch.mapping as BatchMapping;
}

const FIELDS = LEDGER_FIELDS.map(({ field, label }) => ({ field, label }));

export function viewBatch(batch: Batch): Sent<typeof ImportBatch> {
  const mapping = mappingOf(batch);
  const told = batch.summary as { summary?: Summary; result?: BatchResult } | null;
  return {
    id: batch.id,
    name: batch.name,
    kind: batch.kind as Sent<typeof ImportBatch>['kind'],
    state: batch.state as Sent<typeof ImportBatch>['state'],
    sheets: [...mapping.sheets],
    sheet: batch.sheet,
    title: mapping.title,
    remembered: mapping.remembered,
    headerRow: mapping.headerBottom,
    columns: mapping.columns.map(({ column, label, field, confidence, doubtful, hidden }) => ({
      column,
      label,
      ...given('field', field),
      confidence,
      doubtful,
      ...given('hidden', hidden),
    })),
    fields: FIELDS,
    sample: mapping.sample.map((row) => [...row]),
    ...given('job', batch.job_id),
    ...given('summary', told?.summary),
    ...given('result', told?.result),
    at: batch.at.toISOString(),
  };
}

/** Write down what a job has found or done. */
export async function saveBatch(
  db: Db | Tx,
  batch: Batch,
  fields: {
    readonly state?: Batch['state'];
    readonly summary?: { readonly summary?: Summary | undefined; readonly result?: BatchResult };
  },
): Promise<void> {
  await db
    .updateTable('import_batch')
    .set({
      ...(fields.state === undefined ? {} : { state: fields.state }),
      ...(fields.summary === undefined ? {} : { summary: JSON.stringify(fields.summary) }),
    })
    .where('city_id', '=', batch.city_id)
    .where('id', '=', batch.id)
    .execute();
}

/** Sheets of batches are kept: a run may come long after the upload. */
export const importKeeps: Keeper = async (tx, cityId, sums) => {
  const { rows } = await sql<{ file_sha256: string }>`
    select distinct file_sha256 from import_batch
    where city_id = ${cityId} and file_sha256 = any(${sums}::text[])`.execute(tx);
  return rows.map((row) => row.file_sha256);
};
