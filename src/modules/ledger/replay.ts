import { sql } from 'kysely';
import type { Db } from '#platform/db/open.ts';
import { type EntryRecord, toPayload, toRecord } from './entry-record.ts';

/** A row that its events do not tell. */
export interface ReplayFault {
  readonly id: string;
  readonly no: string;
  readonly why: string;
}

interface Told {
  id: string;
  row: Record<string, unknown>;
  events: { version: number; state: string; payload: { change?: Record<string, unknown> } }[];
}

const BATCH = 500;

/** Put the changes of an entry's events one over the other: what the row must be, moments as ISO text. */
export function fold(events: Told['events']): Record<string, unknown> {
  let row: Record<string, unknown> = {};
  for (const event of events)
    row = { ...row, ...event.payload.change, state: event.state, version: event.version };
  return row;
}

/** Paths follow the units, wherever those stand today: they are no part of what happened to the entry. */
function withPlace(
  told: Record<string, unknown>,
  paths: ReadonlyMap<unknown, string>,
): Record<string, unknown> {
  const originPath = paths.get(told['originUnit']);
  return { ...told, originPath, orgPath: paths.get(told['leadUnit']) ?? originPath };
}

function faultOf(
  record: EntryRecord,
  events: Told['events'],
  paths: ReadonlyMap<unknown, string>,
): ReplayFault | undefined {
  const { id, no } = record;
  const gap = events.findIndex((event, i) => event.version !== i + 1);
  if (gap >= 0) return { id, no, why: `event ${gap + 1} is missing` };
  const row = toPayload(record);
  const told = withPlace(fold(events), paths);
  const wrong = Object.keys(row).filter(
    (field) => field !== 'id' && (row[field] ?? null) !== (told[field] ?? null),
  );
  if (wrong.length === 0) return undefined;
  return {
    id,
    no,
    why: wrong.map((f) => `${f}: ${String(row[f])} / ${String(told[f])}`).join('; '),
  };
}

/**
 * Retell every entry of a city from its events and compare with the rows (留痕核对). Reads in batches of
 * 500 by id; `onProgress` gets the number of entries read so far.
 */
export async function replay(
  db: Db,
  cityId: number,
  onProgress: (done: number) => void = () => {},
): Promise<{ entries: number; faults: ReplayFault[] }> {
  const faults: ReplayFault[] = [];
  const paths = await unitPaths(db, cityId);
  let after = '00000000-0000-0000-0000-000000000000';
  let entries = 0;
  for (;;) {
    const rows = await db
      .selectFrom('entry')
      .where('city_id', '=', cityId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .selectAll()
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return { entries, faults };
    const { rows: told } = await sql<{ id: string; events: Told['events'] }>`
      select subject_id as id, json_agg(json_build_object('version', subject_version, 'state', state, 'payload', payload)
        order by subject_version) as events
      from event where city_id = ${cityId} and subject_id = any(${rows.map((row) => row.id)}::uuid[])
      group by subject_id`.execute(db);
    const byId = new Map(told.map((item) => [item.id, item.events]));
    for (const row of rows) {
      const fault = faultOf(toRecord(row), byId.get(row.id) ?? [], paths);
      if (fault !== undefined) faults.push(fault);
    }
    entries += rows.length;
    after = last.id;
    onProgress(entries);
  }
}

async function unitPaths(db: Db, cityId: number): Promise<Map<unknown, string>> {
  const units = await db
    .selectFrom('unit')
    .where('city_id', '=', cityId)
    .select(['id', 'org_path'])
    .execute();
  return new Map(units.map((unit) => [unit.id, unit.org_path]));
}
