import type { Selectable, Updateable } from 'kysely';
import type {
  Assurance,
  DeadlineKind,
  EntryKind,
  EntryState,
  FoundBy,
  Level,
  Source,
} from '#domain/entry/entry.ts';
import type { Tables } from '#platform/db/tables.ts';

/** A row of the ledger, as its events tell it. */
export interface EntryRecord {
  readonly id: string;
  readonly version: number;
  readonly kind: EntryKind;
  readonly no: string;
  readonly campaignId: string;
  readonly title: string;
  readonly state: EntryState;
  readonly episode: number;
  readonly level: Level;
  readonly isKey: boolean;
  readonly category: string;
  readonly source: Source;
  readonly sourceNo: string | undefined;
  readonly foundBy: FoundBy | undefined;
  readonly originUnit: string;
  readonly originPath: string;
  readonly leadUnit: string | undefined;
  readonly orgPath: string;
  readonly deadlineKind: DeadlineKind;
  readonly deadline: string | undefined;
  readonly originalDeadline: string | undefined;
  readonly reviewOn: string | undefined;
  readonly progress: number | undefined;
  readonly deliveredAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly assurance: Assurance | undefined;
}

/** What may change when an entry moves. Undefined clears the field. */
export type Change = {
  readonly [F in Exclude<keyof EntryRecord, 'id' | 'version' | 'kind' | 'no' | 'state'>]?:
    | EntryRecord[F]
    | undefined;
};

/** Column of each field; the one place where the two spellings meet. */
export const COLUMN = {
  id: 'id',
  version: 'version',
  kind: 'kind',
  no: 'no',
  campaignId: 'campaign_id',
  title: 'title',
  state: 'state',
  episode: 'episode',
  level: 'level',
  isKey: 'is_key',
  category: 'category',
  source: 'source',
  sourceNo: 'source_no',
  foundBy: 'found_by',
  originUnit: 'origin_unit',
  originPath: 'origin_path',
  leadUnit: 'lead_unit',
  orgPath: 'org_path',
  deadlineKind: 'deadline_kind',
  deadline: 'deadline',
  originalDeadline: 'original_deadline',
  reviewOn: 'review_on',
  progress: 'progress',
  deliveredAt: 'delivered_at',
  closedAt: 'closed_at',
  assurance: 'assurance',
} as const satisfies Record<keyof EntryRecord, keyof Tables['entry']>;

const FIELDS = Object.keys(COLUMN) as (keyof EntryRecord)[];

/** Where lists put an entry without a date: at the end. */
const END_OF_DAYS = '9999-12-31';

export function toRecord(row: Selectable<Tables['entry']>): EntryRecord {
  const record: Record<string, unknown> = {};
  for (const field of FIELDS) record[field] = row[COLUMN[field]] ?? undefined;
  return record as unknown as EntryRecord;
}

/** The columns of some fields, `due_sort` kept in step with the deadline. */
export function toColumns(fields: Partial<EntryRecord> | Change): Updateable<Tables['entry']> {
  const columns: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields))
    columns[COLUMN[field as keyof EntryRecord]] = value ?? null;
  if ('deadline' in fields) columns['due_sort'] = fields.deadline ?? END_OF_DAYS;
  return columns;
}

/** A change as its event keeps it: a cleared field is null, a moment is its ISO text. */
export function toPayload(change: object): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change) as [string, unknown][])
    payload[field] = value instanceof Date ? value.toISOString() : (value ?? null);
  return payload;
}
