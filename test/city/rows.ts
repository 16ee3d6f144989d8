import { searchTokens } from '#domain/entry/search-tokens.ts';
import { COLUMN, type EntryRecord } from '#modules/ledger/entry-record.ts';
import type { CopyValue } from '#platform/db/copy.ts';
import type { Tables } from '#platform/db/tables.ts';
import { CITY_EVIDENCE } from './evidence.ts';
import { momentText, type Story } from './story.ts';

export type Row = readonly CopyValue[];

/** Rows of one table, as COPY takes them. */
export interface TableRows {
  readonly table: keyof Tables;
  readonly columns: readonly string[];
  readonly rows: Row[];
}

/** What is written into one table by one COPY: text already, for there are millions of rows. */
export interface TableText {
  readonly table: keyof Tables;
  readonly columns: string;
  readonly text: string;
}

interface LedgerTable {
  readonly table: keyof Tables;
  readonly columns: string;
  /** The lines of a story, each ended by a newline. */
  readonly lines: (cityId: number, story: Story) => string;
}

const FIELDS = Object.keys(COLUMN) as (keyof EntryRecord)[];
const NEVER = '9999-12-31';

/** The tables of the ledger, in the order in which their rows may be written. */
const LEDGER: readonly LedgerTable[] = [
  {
    table: 'event',
    columns:
      'city_id, subject_id, subject_version, state, id, at, kind, person_id, post_id, unit_id, acting, payload',
    lines: (city, { record: { id }, events }) =>
      all(events, (e) =>
        line(
          `${city}\t${id}\t${e.version}\t${e.state}\t${e.id}\t${momentText(e.at)}\t${e.kind}`,
          `${e.personId}\t${e.postId}\t${e.unitId}\t${e.acting}\t${safe(e.payload)}`,
        ),
      ),
  },
  {
    table: 'entry',
    columns: `city_id, ${FIELDS.map((field) => COLUMN[field]).join(', ')}, due_sort, created_at, updated_at`,
    lines: (city, { record, createdAt, at }) =>
      line(
        `${city}\t${FIELDS.map((field) => value(record[field])).join('\t')}`,
        `${record.deadline ?? NEVER}\t${momentText(createdAt)}\t${momentText(at)}`,
      ),
  },
  {
    table: 'entry_text',
    columns: 'city_id, entry_id, detail, cause',
    lines: (city, { record, text }) =>
      line(`${city}\t${record.id}\t${safe(text.detail)}\t${safe(text.cause)}`),
  },
  {
    table: 'entry_facet',
    columns: 'city_id, entry_id, taxonomy_id, code',
    lines: (city, { record, facets }) =>
      all(facets, (f) => line(`${city}\t${record.id}\t${f.taxonomyId}\t${f.code}`)),
  },
  {
    table: 'entry_search',
    columns: 'city_id, entry_id, tsv',
    lines: (city, { record, text }) =>
      line(`${city}\t${record.id}\t${vectorOf(`${record.no} ${record.title} ${text.detail}`)}`),
  },
  {
    table: 'party',
    columns: 'city_id, entry_id, episode, unit_id, role, org_path, progress, note, reported_at',
    lines: (city, { record, parties }) =>
      all(parties, (p) =>
        line(
          `${city}\t${record.id}\t${p.episode}\t${p.unit.id}\t${p.role}\t${p.unit.path}`,
          `${value(p.progress)}\t${value(p.note)}\t${moment(p.reportedAt)}`,
        ),
      ),
  },
  {
    table: 'party_person',
    columns: 'city_id, entry_id, episode, person_id, role',
    lines: (city, { record, persons }) =>
      all([...persons.values()], (p) =>
        line(`${city}\t${record.id}\t${p.episode}\t${p.personId}\t${p.role}`),
      ),
  },
  {
    table: 'measure',
    columns: 'city_id, id, entry_id, kind, seq, text, due_on, done_at',
    lines: (city, { record, measures }) =>
      all(measures, (m) =>
        line(
          `${city}\t${m.id}\t${record.id}\t${m.kind}\t${m.seq}\t${safe(m.text)}`,
          `${value(m.dueOn)}\t${moment(m.doneAt)}`,
        ),
      ),
  },
  {
    table: 'request',
    columns:
      'city_id, id, entry_id, episode, kind, approver_post, ask, reason, opened_at, opened_person, opened_post, decision, decided_at, decided_person, decided_post, note',
    lines: (city, { record, requests }) =>
      all(requests, (r) =>
        line(
          `${city}\t${r.id}\t${record.id}\t${r.episode}\t${r.kind}\t${r.approver.id}`,
          `${safe(JSON.stringify(r.ask))}\t${safe(r.reason)}\t${moment(r.openedAt)}`,
          `${r.openedPerson}\t${r.openedPost}\t${value(r.decision)}\t${moment(r.decidedAt)}`,
          `${value(r.decidedPerson)}\t${value(r.decidedPost)}\t${value(r.note)}`,
        ),
      ),
  },
  {
    table: 'entry_check',
    columns:
      'city_id, id, entry_id, episode, method, finding, assurance, by_unit, by_person, by_post, note, checked_at',
    lines: (city, { record, checks }) =>
      all(checks, (c) =>
        line(
          `${city}\t${c.id}\t${record.id}\t${c.episode}\t${c.method}\t${c.finding}\t${c.assurance}`,
          `${c.unit.id}\t${c.personId}\t${c.postId}\t${safe(c.note)}\t${moment(c.at)}`,
        ),
      ),
  },
  {
    table: 'evidence',
    columns:
      'city_id, id, entry_id, episode, purpose, sha256, name, media_type, bytes, by_person, by_unit, at',
    lines: (city, { record, evidence }) =>
      all(evidence, (e) =>
        line(
          `${city}\t${e.id}\t${record.id}\t${e.episode}\t${e.purpose}\t${CITY_EVIDENCE.sha256}`,
          `${safe(e.name)}\t${CITY_EVIDENCE.mediaType}\t${CITY_EVIDENCE.bytes.length}`,
          `${e.personId}\t${e.unitId}\t${moment(e.at)}`,
        ),
      ),
  },
  {
    table: 'merge_link',
    columns: 'city_id, id, entry_id, survivor_id, reason, linked_at, linked_by',
    lines: (city, { record, merge }) =>
      merge === undefined
        ? ''
        : line(
            `${city}\t${merge.id}\t${record.id}\t${merge.survivorId}\t${safe(merge.reason)}`,
            `${moment(merge.at)}\t${merge.personId}`,
          ),
  },
];

export const LEDGER_TABLES: readonly string[] = LEDGER.map(({ table }) => table);

/** What a batch of stories puts into each table, in an order that foreign keys allow. */
export function* ledgerText(cityId: number, stories: readonly Story[]): Generator<TableText> {
  for (const { table, columns, lines } of LEDGER) {
    const text = all(stories, (story) => lines(cityId, story));
    if (text !== '') yield { table, columns, text };
  }
}

function all<T>(items: readonly T[], text: (item: T) => string): string {
  let joined = '';
  for (const item of items) joined += text(item);
  return joined;
}

function line(...parts: readonly string[]): string {
  return `${parts.join('\t')}\n`;
}

/** Free text as COPY reads it. */
function safe(text: string): string {
  if (!/[\\\t\n\r]/.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

function value(given: string | number | boolean | Date | undefined): string {
  if (given === undefined) return '\\N';
  if (typeof given === 'string') return safe(given);
  return given instanceof Date ? momentText(given.getTime()) : String(given);
}

function moment(ms: number | undefined): string {
  return ms === undefined ? '\\N' : momentText(ms);
}

/** A search vector as text; its words are letters and digits only, so a quote needs no escape. */
export function vectorOf(text: string): string {
  return searchTokens(text)
    .map((token) => `'${token}'`)
    .join(' ');
}
