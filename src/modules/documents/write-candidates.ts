import { sql } from 'kysely';
import type { Doer } from './document-store.ts';

/** Columns of a candidate that an act may change, in the order they are written. */
export const CHANGING = [
  'kind',
  'state',
  'proposal',
  'edits',
  'doubts',
  'lead_unit',
  'co_units',
  'merged_into',
  'entry_id',
  'target_id',
  'earlier',
  'decided_at',
  'decided_by',
] as const;

export type CandidateSet = Partial<Record<(typeof CHANGING)[number], unknown>>;

/** One candidate and the columns it gets; a column that is left out stays. */
export type CandidateWrite = CandidateSet & { readonly id: string };

/**
 * Write changes of candidates in one statement for each set of columns, each row one version on, under
 * the event of the document's version `version`.
 */
export async function writeCandidates(
  by: Doer,
  documentId: string,
  version: number,
  changes: readonly CandidateWrite[],
): Promise<void> {
  const groups = Map.groupBy(changes, (one) =>
    CHANGING.filter((column) => Object.hasOwn(one, column)).join(),
  );
  for (const [columns, rows] of groups) {
    const sets = columns
      .split(',')
      .filter(Boolean)
      .map((column) => sql`${sql.ref(column)} = ${sql.ref(`x.${column}`)}`);
    const all = [...sets, sql`version = c.version + 1`, sql`changed_in = ${version}`];
    await sql`
      update candidate c set ${sql.join(all)}
      from json_populate_recordset(null::candidate, ${JSON.stringify(rows)}::json) x
      where c.city_id = ${by.cityId} and c.document_id = ${documentId} and c.id = x.id`.execute(
      by.tx,
    );
  }
}
