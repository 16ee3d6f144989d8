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

const FIELDS = Object.keys(COLUMN) as (keyof EntryRecord)[];

/** The tables of the ledger, in the order in which their rows may be written, and how a story fills them. */
const LEDGER: readonly {
  readonly table: keyof Tables;
  readonly columns: readonly string[];
  readonly of: (cityId: number, story: Story) => Row[];
}[] = [
  {
    table: 'event',
    columns: [
      'city_id',
      'subject_id',
      'subject_version',
      'state',
      'id',
      'at',
      'kind',
      'person_id',
      'post_id',
      'unit_id',
      'acting',
      'payload',
    ],
    of: (city, { record, events }) =>
      events.map((e) => [
        city,
        record.id,
        e.version,
        e.state,
        e.id,
        iso(e.at),
        e.kind,
        e.personId,
        e.postId,
        e.unitId,
        e.acting,
        e.payload,
      ]),
  },
  {
    table: 'entry',
    columns: [
      'city_id',
      ...FIELDS.map((field) => COLUMN[field]),
      'due_sort',
      'created_at',
      'updated_at',
    ],
    of: (city, { record, createdAt, at }) => [
      [
        city,
        ...FIELDS.map((field) => record[field]),
        record.deadline ?? '9999-12-31',
        iso(createdAt),
        iso(at),
      ],
    ],
  },
  {
    table: 'entry_text',
    columns: ['city_id', 'entry_id', 'detail', 'cause', 'remark', 'quote'],
    of: (city, { record, text }) => [[city, record.id, text.detail, text.cause, '', '']],
  },
  {
    table: 'entry_facet',
    columns: ['city_id', 'entry_id', 'taxonomy_id', 'code'],
    of: (city, { record, facets }) => facets.map((f) => [city, record.id, f.taxonomyId, f.code]),
  },
  {
    table: 'entry_search',
    columns: ['city_id', 'entry_id', 'tsv'],
    of: (city, { record, text }) => [
      [city, record.id, vectorOf(`${record.no} ${record.title} ${text.detail}`)],
    ],
  },
  {
    table: 'party',
    columns: [
      'city_id',
      'entry_id',
      'episode',
      'unit_id',
      'role',
      'org_path',
      'progress',
      'note',
      'reported_at',
    ],
    of: (city, { record, parties }) =>
      parties.map((p) => [
        city,
        record.id,
        p.episode,
        p.unit.id,
        p.role,
        p.unit.path,
        p.progress,
        p.note,
        iso(p.reportedAt),
      ]),
  },
  {
    table: 'party_person',
    columns: ['city_id', 'entry_id', 'episode', 'person_id', 'role'],
    of: (city, { record, persons }) =>
      [...persons.values()].map((p) => [city, record.id, p.episode, p.personId, p.role]),
  },
  {
    table: 'measure',
    columns: ['city_id', 'id', 'entry_id', 'kind', 'seq', 'text', 'due_on', 'done_at'],
    of: (city, { record, measures }) =>
      measures.map((m) => [city, m.id, record.id, m.kind, m.seq, m.text, m.dueOn, iso(m.doneAt)]),
  },
  {
    table: 'request',
    columns: [
      'city_id',
      'id',
      'entry_id',
      'episode',
      'kind',
      'approver_post',
      'ask',
      'reason',
      'opened_at',
      'opened_person',
      'opened_post',
      'decision',
      'decided_at',
      'decided_person',
      'decided_post',
      'note',
    ],
    of: (city, { record, requests }) =>
      requests.map((r) => [
        city,
        r.id,
        record.id,
        r.episode,
        r.kind,
        r.approver.id,
        JSON.stringify(r.ask),
        r.reason,
        iso(r.openedAt),
        r.openedPerson,
        r.openedPost,
        r.decision,
        iso(r.decidedAt),
        r.decidedPerson,
        r.decidedPost,
        r.note,
      ]),
  },
  {
    table: 'entry_check',
    columns: [
      'city_id',
      'id',
      'entry_id',
      'episode',
      'method',
      'finding',
      'assurance',
      'by_unit',
      'by_person',
      'by_post',
      'note',
      'checked_at',
    ],
    of: (city, { record, checks }) =>
      checks.map((c) => [
        city,
        c.id,
        record.id,
        c.episode,
        c.method,
        c.finding,
        c.assurance,
        c.unit.id,
        c.personId,
        c.postId,
        c.note,
        iso(c.at),
      ]),
  },
  {
    table: 'evidence',
    columns: [
      'city_id',
      'id',
      'entry_id',
      'episode',
      'purpose',
      'sha256',
      'name',
      'media_type',
      'bytes',
      'by_person',
      'by_unit',
      'at',
    ],
    of: (city, { record, evidence }) =>
      evidence.map((e) => [
        city,
        e.id,
        record.id,
        e.episode,
        e.purpose,
        CITY_EVIDENCE.sha256,
        e.name,
        CITY_EVIDENCE.mediaType,
        CITY_EVIDENCE.bytes.length,
        e.personId,
        e.unitId,
        iso(e.at),
      ]),
  },
  {
    table: 'merge_link',
    columns: ['city_id', 'id', 'entry_id', 'survivor_id', 'reason', 'linked_at', 'linked_by'],
    of: (city, { record, merge }) =>
      merge === undefined
        ? []
        : [
            [
              city,
              merge.id,
              record.id,
              merge.survivorId,
              merge.reason,
              iso(merge.at),
              merge.personId,
            ],
          ],
  },
];

export const LEDGER_TABLES: readonly string[] = LEDGER.map(({ table }) => table);

/** The rows of a batch of stories, table by table, in an order that foreign keys allow. */
export function ledgerRows(cityId: number, stories: readonly Story[]): TableRows[] {
  return LEDGER.map(({ table, columns, of }) => ({
    table,
    columns,
    rows: stories.flatMap((story) => of(cityId, story)),
  }));
}

function iso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : momentText(ms);
}

/** A search vector as text; its words are letters and digits only, so a quote needs no escape. */
function vectorOf(text: string): string {
  return searchTokens(text)
    .map((token) => `'${token}'`)
    .join(' ');
}
