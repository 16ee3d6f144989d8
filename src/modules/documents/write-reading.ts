import { sql } from 'kysely';
import type { ProposedCandidate, ProposedPassage } from '#domain/document/proposals.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import { newId } from '#platform/ids.ts';
import type { DocumentReader } from '#platform/workers/document-reader.ts';
import type { KeptReading } from '#platform/workers/document-messages.ts';
import { carryOver } from './carry-over.ts';
import { advanceDocument, type Doer } from './document-store.ts';

/** So many rows go in one statement: making its text holds up the loop for some milliseconds. */
const AT_ONCE = 500;

/** A document about to be opened: what is known of it before its reading is written down. */
export interface Unread {
  readonly id: string;
  readonly version: number;
  readonly revisionOf: string | undefined;
  /** Facts a person gave; they stand before what the text says. */
  readonly given: { readonly title?: string | undefined };
}

/**
 * Write a reading down and open the document (识读完成): text, sentences, candidates, in one transaction
 * with its event. A corrected version takes over what was decided on the one before.
 */
export async function writeReading(
  by: Doer,
  reader: DocumentReader,
  document: Unread,
  raw: string,
  reading: KeptReading,
  progress: (done: number, total: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { passages, candidates } = reading;
  const total = passages.length + candidates.length;
  const here = { city_id: by.cityId, document_id: document.id };
  await keepText(by, document.id, reading);
  const version = await open(by, document, reading);
  let done = 0;
  for (let from = 0; from < passages.length; from += AT_ONCE) {
    const rows = passages.slice(from, from + AT_ONCE);
    await insertMany(
      by.tx,
      'passage',
      rows.map((row, at) => passageRow(here, version, from + at, row)),
    );
    await progress((done += rows.length), total);
  }
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    const rows = candidates.slice(from, from + AT_ONCE);
    await insertMany(
      by.tx,
      'candidate',
      rows.map((row) => candidateRow(here, version, by.now, raw, row)),
    );
    await progress((done += rows.length), total);
  }
  if (document.revisionOf !== undefined)
    await carryOver(by, reader, { id: document.id, version }, document.revisionOf, raw);
}

async function keepText(by: Doer, id: string, reading: KeptReading): Promise<void> {
  const { offsets } = reading;
  await by.tx
    .updateTable('document_text')
    .set({
      normal: reading.normal,
      offsets: Buffer.from(offsets.buffer, offsets.byteOffset, offsets.byteLength),
      outline: JSON.stringify(reading.headings),
      repairs: JSON.stringify(reading.repairs),
    })
    .where('city_id', '=', by.cityId)
    .where('document_id', '=', id)
    .execute();
}

async function open(by: Doer, document: Unread, reading: KeptReading): Promise<number> {
  const kinds = { task: 0, target: 0, figure: 0 };
  for (const { kind } of reading.candidates) kinds[kind] += 1;
  const title = document.given.title ?? reading.title;
  const facts = {
    ...(title === '' ? {} : { title }),
    organ: reading.organ,
    no: reading.no,
    written_on: reading.date,
  };
  const payload = { facts, passages: reading.passages.length, ...kinds };
  return await advanceDocument(by, document, 'open', 'read', payload, facts);
}

function passageRow(
  here: object,
  version: number,
  seq: number,
  row: ProposedPassage,
): Record<string, unknown> {
  return {
    ...here,
    seq,
    start_at: row.start,
    end_at: row.end,
    part: row.part,
    paragraph: row.paragraph,
    section: row.section,
    subsection: row.subsection,
    heading: row.heading,
    proposed: row.proposed ?? null,
    reason: row.reason ?? null,
    changed_in: version,
  };
}

/**
 * A proposed candidate as a row of `version` of the document; its offsets count in `raw`. `here` is city and
 * document.
 */
export function candidateRow(
  here: object,
  version: number,
  now: Date,
  raw: string,
  row: ProposedCandidate,
): Record<string, unknown> {
  return {
    ...here,
    id: newId(now.getTime()),
    version: 1,
    kind: row.kind,
    state: 'proposed',
    passage: row.passage,
    start_at: row.start,
    end_at: row.end,
    quote_start: row.quoteStart,
    quote_end: row.quoteEnd,
    quote: raw.slice(row.quoteStart, row.quoteEnd),
    proposal: row.proposal,
    edits: {},
    doubts: row.doubts,
    proposed_by: 'rules',
    co_units: [],
    changed_in: version,
  };
}

/** A document that turned out not to be readable: why, in words for the person (读不成). */
export async function markFailed(
  by: Doer,
  document: { readonly id: string; readonly version: number },
  why: string,
): Promise<void> {
  await advanceDocument(by, document, 'failed', 'fail', { why }, { fault: why });
}

/** Is a document still waiting to be read? Holds it until the transaction ends. */
export async function lockUnread(
  by: Doer,
  id: string,
): Promise<{ version: number; revisionOf: string | undefined; unitId: string } | undefined> {
  const { rows } = await sql<{
    version: number;
    revision_of: string | null;
    unit_id: string;
  }>`select version, revision_of, unit_id from document
     where city_id = ${by.cityId} and id = ${id} and state = 'reading' for no key update`.execute(
    by.tx,
  );
  const [row] = rows;
  return row === undefined
    ? undefined
    : { version: row.version, revisionOf: row.revision_of ?? undefined, unitId: row.unit_id };
}
