import { type Selectable, sql } from 'kysely';
import type { Actor } from '#domain/org/actor.ts';
import { mayReadVoice, type VoiceFacts } from '#domain/voice/policy.ts';
import type { Outcome } from '#domain/voice/voice.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Tables } from '#platform/db/tables.ts';

/** A problem that a voice is linked to: the one it was linked to, and where that one's merges lead. */
export interface LinkedEntry {
  readonly voiceId: string;
  readonly linkedId: string;
  readonly id: string;
  readonly no: string;
  readonly title: string;
  readonly state: string;
  readonly rule: string;
  readonly score: number | undefined;
}

/** A draft answer that waits (答复草稿): everything but its words. */
export interface WaitingDraft {
  readonly version: number;
  readonly outcome: Outcome | null;
  readonly on: string;
  readonly unit: { readonly id: string; readonly name: string } | null;
}

/** A voice with everything that the rules ask about. Nothing in it says whose it is. */
export interface Voice extends VoiceFacts {
  readonly id: string;
  readonly version: number;
  readonly row: Selectable<Tables['voice']>;
  readonly placeName: string | undefined;
  readonly ownerName: string | undefined;
  readonly pendingName: string | undefined;
  readonly entries: readonly LinkedEntry[];
  readonly draft: WaitingDraft | undefined;
}

interface Loaded extends Selectable<Tables['voice']> {
  place_name: string | null;
  owner_name: string | null;
  pending_name: string | null;
  excluded: { path: string; scope: 'unit' | 'subtree' | 'below' }[];
  answered_units: string[];
  draft: WaitingDraft | null;
}

/** Load voices with their facts; `lock` holds the rows until the transaction ends. Scope is the caller's matter. */
export async function loadVoices(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
  lock = false,
): Promise<Map<string, Voice>> {
  if (ids.length === 0) return new Map();
  if (lock)
    await sql`select 1 from voice where city_id = ${cityId} and id = any(${ids}::uuid[])
      order by id for no key update`.execute(db);
  const { rows } = await sql<Loaded>`
    select v.*, p.short_name as place_name, o.short_name as owner_name, t.short_name as pending_name,
      (select coalesce(json_agg(json_build_object('path', x.org_path, 'scope', x.scope)), '[]')
         from voice_excluded x where x.city_id = v.city_id and x.voice_id = v.id) as excluded,
      (select coalesce(json_agg(distinct m.unit_id), '[]') from voice_message m
         where m.city_id = v.city_id and m.voice_id = v.id and m.kind = 'answer') as answered_units,
      (select json_build_object('version', d.version, 'outcome', d.outcome, 'on', d.kept_on,
          'unit', case when u.id is not null then json_build_object('id', u.id, 'name', u.short_name) end)
         from voice_draft d left join unit u on u.city_id = d.city_id and u.id = d.unit_id
         where d.city_id = v.city_id and d.voice_id = v.id and d.ended_as is null) as draft
    from voice v
    left join unit p on p.city_id = v.city_id and p.id = v.place_unit
    left join unit o on o.city_id = v.city_id and o.id = v.owner_unit
    left join unit t on t.city_id = v.city_id and t.id = v.pending_unit
    where v.city_id = ${cityId} and v.id = any(${ids}::uuid[])`.execute(db);
  const links = Map.groupBy(await linkedEntries(db, cityId, ids), (link) => link.voiceId);
  return new Map(rows.map((row) => [row.id, voiceOf(row, links.get(row.id) ?? [])]));
}

function voiceOf(row: Loaded, entries: readonly LinkedEntry[]): Voice {
  const {
    place_name: placeName,
    owner_name: ownerName,
    pending_name: pendingName,
    excluded,
    answered_units: answeredUnits,
    draft,
    ...kept
  } = row;
  return {
    id: row.id,
    version: row.version,
    row: kept,
    kind: row.kind,
    state: row.state,
    orgPath: row.org_path,
    ownerUnit: row.owner_unit ?? undefined,
    ownerPath: row.owner_path ?? undefined,
    pendingUnit: row.pending_unit ?? undefined,
    pendingPath: row.pending_path ?? undefined,
    pingPong: row.ping_pong,
    arbitrated: row.arbitrated,
    review: row.review,
    answeredUnits,
    answeredOn: row.answered_on ?? undefined,
    excluded,
    links: entries.length,
    linksClosed: entries.filter(({ state }) => state === 'closed').length,
    asked: row.asked,
    draft: draft ?? undefined,
    entries,
    placeName: placeName ?? undefined,
    ownerName: ownerName ?? undefined,
    pendingName: pendingName ?? undefined,
  };
}

/** Merges are followed this far; a chain is one or two long. */
const DEEPEST_MERGE = 8;

/** The problems of these voices, as they stand now: a merged one gives way to its survivor. */
async function linkedEntries(
  db: Db | Tx,
  cityId: number,
  voiceIds: readonly string[],
): Promise<LinkedEntry[]> {
  const { rows } = await sql<{
    voice_id: string;
    linked_id: string;
    id: string;
    no: string;
    title: string;
    state: string;
    rule: string;
    score: number | null;
  }>`
    with recursive led (link_id, entry_id, depth) as (
      select k.id, k.entry_id, 0 from voice_link k
      where k.city_id = ${cityId} and k.voice_id = any(${voiceIds}::uuid[]) and k.undone_at is null
      union all
      select led.link_id, m.survivor_id, led.depth + 1
      from led join merge_link m on m.city_id = ${cityId} and m.entry_id = led.entry_id and m.undone_at is null
      where led.depth < ${DEEPEST_MERGE}
    ), last as (
      select distinct on (link_id) link_id, entry_id from led order by link_id, depth desc
    )
    select k.voice_id, k.entry_id as linked_id, e.id, e.no, e.title, e.state, k.rule, k.score
    from last join voice_link k on k.city_id = ${cityId} and k.id = last.link_id
    join entry e on e.city_id = ${cityId} and e.id = last.entry_id
    order by k.linked_at, k.id`.execute(db);
  return rows.map((row) => ({
    voiceId: row.voice_id,
    linkedId: row.linked_id,
    id: row.id,
    no: row.no,
    title: row.title,
    state: row.state,
    rule: row.rule,
    score: row.score ?? undefined,
  }));
}

/** One voice the actor may read. What he may not read is not there. */
export async function findVoice(q: Query, id: string): Promise<Voice> {
  const voice = (await loadVoices(q.db, q.cityId, [id])).get(id);
  return insistReads(q.actor, voice, id);
}

export function insistReads(actor: Actor, voice: Voice | undefined, id: string): Voice {
  if (voice === undefined || !mayReadVoice(actor, voice)) throw new Refusal('not-found', { id });
  return voice;
}
