import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { voicesWithin } from './voices-within.ts';

type Asking = Omit<Query, 'db'>;

/** A voice as the still shows it: what it says, where it stands, who handles it; nothing of the reporter. */
export interface VoiceSubject {
  readonly kind: 'voice';
  readonly id: string;
  readonly no: string;
  readonly text: string;
  readonly state: string;
  readonly unit: { readonly id: string; readonly name: string };
  readonly category: string;
  readonly at: string;
  readonly path: string;
}

/** On `voice v`: what the asker may see of the voices that are compared at all. */
export async function voicesSeen(asking: Asking, db: Db | Tx): Promise<RawBuilder<SqlBool>> {
  return sql<SqlBool>`(${await voicesWithin({ ...asking, db }, {})} and v.kind <> 'complaint')`;
}

/** The voices among these ids that the asker may see; complaints about conduct are never among them. */
export async function voiceSubjects(
  asking: Asking,
  db: Db | Tx,
  ids: readonly string[],
): Promise<readonly VoiceSubject[]> {
  if (ids.length === 0) return [];
  const condition = await voicesSeen(asking, db);
  const { rows } = await sql<{
    id: string;
    no: string;
    title: string;
    state: string;
    unit_id: string;
    unit: string;
    path: string;
    subject: string;
    on: string;
  }>`
    select v.id, v.no, v.title, v.state, u.id as unit_id, u.name as unit, v.org_path as path, v.subject,
      v.received_on::text as "on"
    from voice v join unit u on u.city_id = v.city_id
      and u.id = coalesce(v.owner_unit, v.pending_unit, v.first_unit, v.place_unit)
    where ${condition} and v.id = any(${ids}::uuid[])`.execute(db);
  return rows.map((row) => ({
    kind: 'voice',
    id: row.id,
    no: row.no,
    text: row.title,
    state: row.state,
    unit: { id: row.unit_id, name: row.unit },
    category: row.subject,
    // A voice knows its day, not its moment.
    at: `${row.on}T00:00:00.000Z`,
    path: row.path,
  }));
}

/** On `voice v`: a person stands behind it who stands behind no voice it is known to repeat. */
export const PERSON_BEHIND: RawBuilder<SqlBool> = sql`v.held_for is distinct from 'repeat'`;

/**
 * At most so many persons stand behind these voices (去重人数): each voice but those known to repeat another. The
 * vault keeps nothing by which two sealed identities could be compared, so it cannot be told more exactly.
 */
export async function reportersBehind(
  asking: Asking,
  db: Db | Tx,
  voices: readonly string[],
): Promise<number> {
  if (voices.length === 0) return 0;
  const condition = await voicesSeen(asking, db);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from voice v where ${condition}
      and ${PERSON_BEHIND} and v.id = any(${voices}::uuid[])`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What the still reads of one voice. */
export interface ToldVoiceText {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly place: string;
  readonly unit: string;
}

/** One voice, or those of which something happened since a moment; all where neither is said. */
interface WhichVoices {
  readonly ids?: readonly string[] | undefined;
  readonly since?: Date | undefined;
}

/**
 * The voices that may be compared, by id: all but complaints about conduct, which no unit may meet by the
 * detour of what they resemble, and but what is held back or dismissed.
 */
export async function voicesToCompare(
  db: Db,
  cityId: number,
  after: string,
  limit: number,
  { ids, since }: WhichVoices = {},
): Promise<readonly ToldVoiceText[]> {
  const asked = ids === undefined ? sql`true` : sql`v.id = any(${ids}::uuid[])`;
  const late =
    since === undefined
      ? sql`true`
      : sql`v.id in (select x.voice_id from voice_event x where x.city_id = ${cityId} and x.at >= ${since})`;
  const { rows } = await sql<ToldVoiceText>`
    select v.id, v.title, t.summary, v.place, coalesce(u.name, '') as unit
    from voice v join voice_text t on t.city_id = v.city_id and t.voice_id = v.id
    left join unit u on u.city_id = v.city_id and u.id = v.place_unit
    where v.city_id = ${cityId} and v.id > ${after} and v.kind <> 'complaint'
      and v.state not in ('held', 'dismissed') and ${asked} and ${late}
    order by v.id limit ${limit}`.execute(db);
  return rows;
}
