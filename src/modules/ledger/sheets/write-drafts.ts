import { sql } from 'kysely';
import { type CountKey, countChanges } from '#domain/entry/counting.ts';
import type { EntryKind } from '#domain/entry/entry.ts';
import { AHEAD, KEPT } from '#platform/db/driver.ts';
import { webhookFanOutMany } from '#modules/webhook/webhook-fan-out.ts';
import { insertionOfMany, insertMany } from '#platform/db/insert-many.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Tables } from '#platform/db/tables.ts';
import { newId } from '#platform/ids.ts';
import { ownTurn } from '#platform/own-turn.ts';
import { type EntryRecord, toColumns } from '../entry-record.ts';
import { countKey } from '../entry-store.ts';
import { indexNewWords } from '../entry-words.ts';
import { newRecord } from '../raise-entry.ts';
import type { Batch } from './batch-store.ts';
import type { Prepared } from './read-drafts.ts';

export interface WriteAt {
  readonly tx: Tx;
  readonly now: Date;
  readonly batch: Batch;
  readonly home: { readonly id: string; readonly path: string };
  /** Numbers taken ahead, at least as many as there are entries. */
  readonly numbers: readonly string[];
}

/** Splitting into words is the dearest part: others have their turn after so many. */
const WORDS_AT_ONCE = 250;

export function kindOf(batch: Pick<Batch, 'kind'>): EntryKind {
  return batch.kind === 'task' ? 'task' : 'problem';
}

/** Which of these source keys has this unit brought in before, and which of them with this very batch? */
export async function knownKeys(
  db: Db,
  batch: Pick<Batch, 'city_id' | 'unit_id' | 'id'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, 'own' | 'earlier'>> {
  // Planned anew each time: kept from when the table was small, the plan would read all of it for each batch.
  const { rows } = await sql<{ source_key: string; own: boolean }>`
    select k.source_key, r.batch_id = ${batch.id} as own
    from unnest(${keys}::text[]) as k (source_key)
    cross join lateral (
      select batch_id from import_row
      where city_id = ${batch.city_id} and unit_id = ${batch.unit_id} and source_key = k.source_key offset 0
    ) r`.execute(db);
  return new Map(rows.map((row) => [row.source_key, row.own ? 'own' : 'earlier']));
}

interface Made {
  readonly record: EntryRecord;
  readonly from: Prepared;
}

/**
 * Make drafts of prepared entries (导入即草稿), each with its event, words, measures, parties and origin in the sheet.
 *
 * @returns how many; fewer than were given when somebody else has just brought in the same rows.
 */
export async function writeDrafts(at: WriteAt, prepared: readonly Prepared[]): Promise<number> {
  const { tx, now, batch, numbers } = at;
  if (prepared.length === 0) return 0;
  // A machine that goes down loses the last batches whole, the job's progress with them, and the job does them
  // again; its end is waited for. The words of thousands of new entries go into the search index together: its
  // pages are then visited once for many of them.
  await sql`${sql.raw(AHEAD)}
    select set_config('synchronous_commit', 'off', true), set_config('gin_pending_list_limit', '16MB', true)`.execute(
    tx,
  );
  const kind = kindOf(batch);
  const made = await taken(
    at,
    prepared.map((from, i): Made => ({ from, record: recordOf(at, kind, from, numbers[i] ?? '') })),
  );
  const city_id = batch.city_id;
  // While the database takes in one table, the rows of the next are made; between two, others have their turn.
  const put = async (
    table: keyof Tables,
    rows: Parameters<typeof insertMany>[2],
  ): Promise<void> => {
    await ownTurn();
    await insertMany(tx, table, rows, { ahead: true });
  };
  const events = made.map(({ record, from }) => firstEvent(at, record, from));
  await put('event', events);
  await put(
    'entry',
    made.map(({ record }) => ({
      ...toColumns(record),
      city_id,
      created_at: now,
      updated_at: now,
    })),
  );
  await put(
    'entry_text',
    made.map(({ record, from: { draft } }) => ({
      city_id,
      entry_id: record.id,
      detail: draft.detail,
      cause: draft.cause,
      remark: draft.remark,
      quote: '',
    })),
  );
  for (let first = 0; first < made.length; first += WORDS_AT_ONCE) {
    await ownTurn();
    await indexNewWords(tx, city_id, made.slice(first, first + WORDS_AT_ONCE).map(wordsOf));
  }
  await put(
    'measure',
    made.flatMap((one) => measuresOf(city_id, one)),
  );
  await put(
    'party',
    made.flatMap((one) => partiesOf(city_id, one)),
  );
  await put('rollup_delta', countsOf(city_id, made, now));
  await webhookFanOutMany(
    { tx, cityId: city_id, now },
    events,
    made.map(({ record }) => record),
  );
  return made.length;
}

/** Where each came from, written first: what another import has just brought in falls out. */
async function taken({ tx, batch }: WriteAt, made: readonly Made[]): Promise<readonly Made[]> {
  const insertion = await insertionOfMany(
    tx,
    'import_row',
    made.map(({ record, from }) => ({
      city_id: batch.city_id,
      unit_id: batch.unit_id,
      source_key: from.sourceKey,
      batch_id: batch.id,
      row_no: from.item.row,
      entry_id: record.id,
    })),
  );
  const { rows } = await sql<{ source_key: string }>`${sql.raw(KEPT)} ${insertion}
    on conflict (city_id, unit_id, source_key) do nothing returning source_key`.execute(tx);
  if (rows.length === made.length) return made;
  const keys = new Set(rows.map((row) => row.source_key));
  return made.filter(({ from }) => keys.has(from.sourceKey));
}

function recordOf(at: WriteAt, kind: EntryKind, from: Prepared, no: string): EntryRecord {
  const { draft } = from;
  const origin = from.origin ?? at.home;
  const record = newRecord({
    id: newId(at.now.getTime()),
    kind,
    no,
    campaignId: at.batch.campaign_id ?? '',
    title: draft.title,
    level: draft.level,
    isKey: draft.isKey,
    category: from.category,
    source: draft.source,
    sourceNo: draft.sourceNo,
    foundBy: draft.foundBy,
    originUnit: origin.id,
    originPath: origin.path,
  });
  return {
    ...record,
    leadUnit: from.lead?.id,
    orgPath: from.lead?.path ?? origin.path,
    deadlineKind: draft.deadlineKind,
    deadline: draft.deadline,
    originalDeadline: draft.deadline,
  };
}

function firstEvent(
  at: WriteAt,
  record: EntryRecord,
  from: Prepared,
): { readonly id: string; readonly kind: string } & Record<string, unknown> {
  const { id, version, state, ...rest } = record;
  const { batch } = at;
  return {
    city_id: batch.city_id,
    subject_id: id,
    subject_version: version,
    state,
    id: newId(at.now.getTime()),
    at: at.now,
    kind: `${record.kind}.${record.kind === 'problem' ? 'raise' : 'draft'}`,
    person_id: batch.by_person,
    post_id: batch.by_post,
    unit_id: batch.unit_id,
    acting: false,
    payload: {
      to: state,
      // What was never set is not told; the rest is texts and numbers as they stand.
      change: rest,
      because: {
        import: batch.id,
        file: batch.name,
        sheet: batch.sheet,
        row: from.item.row,
        ...(from.item.claimed === undefined ? {} : { claimed: from.item.claimed }),
        ...unmatched(from),
      },
    },
  };
}

/** Names of the sheet that found nothing in the city: kept beside the draft for whoever goes on with it. */
function unmatched({ item, draft, lead, category }: Prepared): Record<string, unknown> {
  const names = {
    ...(item.lead !== undefined && lead === undefined ? { lead: item.lead.name } : {}),
    ...(draft.category !== '' && category === '' ? { category: draft.category } : {}),
  };
  return Object.keys(names).length === 0 ? {} : { unmatched: names };
}

function wordsOf({ record, from }: Made): { readonly id: string; readonly text: string } {
  return { id: record.id, text: `${record.no} ${record.title} ${from.draft.detail}` };
}

function measuresOf(cityId: number, { record, from }: Made): Record<string, unknown>[] {
  return from.draft.measures.map((measure, i) => ({
    city_id: cityId,
    id: newId(),
    entry_id: record.id,
    kind: measure.kind,
    seq: i + 1,
    text: measure.text,
    due_on: measure.dueOn ?? null,
  }));
}

function partiesOf(cityId: number, { record, from }: Made): Record<string, unknown>[] {
  if (from.lead === undefined) return [];
  const here = { city_id: cityId, entry_id: record.id, episode: 1 };
  return [
    { ...here, unit_id: from.lead.id, role: 'lead', org_path: from.lead.path },
    ...from.co.map((unit) => ({ ...here, unit_id: unit.id, role: 'co', org_path: unit.path })),
  ];
}

/** One delta for each kind of count, not one for each entry. */
function countsOf(cityId: number, made: readonly Made[], now: Date): Record<string, unknown>[] {
  const sums = new Map<string, { key: CountKey; n: number }>();
  for (const { record } of made)
    for (const { n, ...key } of countChanges(undefined, countKey({ ...record, merged: false }))) {
      const name = JSON.stringify(key);
      sums.set(name, { key, n: (sums.get(name)?.n ?? 0) + n });
    }
  return [...sums.values()].map(({ key, n }) => ({
    city_id: cityId,
    id: newId(now.getTime()),
    org_path: key.orgPath,
    campaign_id: key.campaignId,
    kind: key.kind,
    category: key.category,
    state: key.state,
    n,
  }));
}
