import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-trace.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import type { Query } from '#platform/command.ts';
import { loadDocuments } from './document-store.ts';
import { loadCandidates } from './view-candidates.ts';
import { rawText } from './read-documents.ts';

const AROUND = 200;

/**
 * 出处: whoever may read the entry may read the words it comes from; the whole document only who has it
 * within reach.
 */
export async function entrySource(
  q: Query,
  input: InputOf<typeof contract.entrySource>,
): Promise<Sent<typeof contract.entrySource.output>> {
  const entry = await findEntry(q, input.id);
  const rows = await loadCandidates(q.db, q.cityId, sql`c.entry_id = ${entry.id}`);
  const documents = await loadDocuments(
    q.db,
    q.cityId,
    rows.map((row) => row.document_id),
  );
  const sources = [];
  for (const document of documents) {
    const row = rows.find((one) => one.document_id === document.id);
    if (row === undefined) continue;
    const raw = await rawText(q, document.id);
    sources.push({
      document: {
        id: document.id,
        title: document.title,
        organ: document.organ,
        no: document.no,
        ...(document.date === undefined ? {} : { date: document.date }),
        sha256: document.sha256,
        superseded: document.state === 'superseded',
      },
      open: reaches(reachOf(q.actor), document.path),
      candidate: row.id,
      passage: row.passage,
      start: row.start_at,
      end: row.end_at,
      quote: row.quote,
      before: raw.slice(Math.max(0, row.start_at - AROUND), row.start_at),
      after: raw.slice(row.end_at, row.end_at + AROUND),
      section: row.section,
      subsection: row.subsection,
      heading: row.heading,
    });
  }
  return { sources };
}
