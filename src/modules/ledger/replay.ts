import { sql } from 'kysely';
import type { Db } from '#platform/db/open.ts';
import { toPayload, toRecord } from './entry-record.ts';

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

function faultOf(
  id: string,
  record: Record<string, unknown>,
  events: Told['events'],
): ReplayFault | undefined {
  const no = String(record['no']);
  const gap = events.findIndex((event, i) => event.version !== i + 1);
  if (gap >= 0) return { id, no, why: `event ${gap + 1} is missing` };
  const told = fold(events);
  const wrong = Object.keys(record).filter(
    (field) => field !== 'id' && (record[field] ?? null) !== (told[field] ?? null),
  );
  return wrong.length === 0
    ? undefined
    : {
        id,
        no,
        why: wrong.map((f) => `${f}: ${String(record[f])} / ${String(told[f])}`).join('; '),
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
      const fault = faultOf(row.id, toPayload(toRecord(row)), byId.get(row.id) ?? []);
      if (fault !== undefined) faults.push(fault);
    }
    entries += rows.length;
    after = last.id;
    onProgress(entries);
  }
}
