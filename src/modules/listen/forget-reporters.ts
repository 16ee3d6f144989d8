import { sql } from 'kysely';
import { keptOf, masked } from '#domain/voice/disclosed.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import type { ForgottenList } from './vault/forgotten-list.ts';
import { destroyIdentity, stillKnown } from './vault/vault.ts';
import { loadVoices, type Voice } from './voice-load.ts';
import { type By, type Here, noteOnVoice } from './voice-store.ts';

/** What the words of a reporter hold, with what his unit read of them. */
interface Sent {
  readonly words: string;
  readonly place: string;
  readonly summary: string;
}

/** The same without what it tells of its writer. */
function hidden({ words, place, summary }: Sent): Pick<Sent, 'words' | 'place'> {
  return { words: keptOf(words, summary), place: masked(place) };
}

/** Is there anything in his own words that a reporter can have hidden? */
export function tellsOfHim(sent: Sent): boolean {
  const left = hidden(sent);
  return left.words !== sent.words || left.place !== sent.place;
}

/** Small, so that nobody who is served beside it waits for the rules that look for names. */
const AT_ONCE = 100;

/**
 * Whoever is to be forgotten (到期或本人要求): what his own words tell of him goes, so that nothing is left to find him by.
 * @returns the voices whose words held something.
 */
export async function hideWriters(at: Here, voiceIds: readonly string[]): Promise<string[]> {
  const changed: string[] = [];
  for (let from = 0; from < voiceIds.length; from += AT_ONCE)
    changed.push(...(await hideSome(at, voiceIds.slice(from, from + AT_ONCE))));
  return changed;
}

async function hideSome(at: Here, voiceIds: readonly string[]): Promise<string[]> {
  const sent = await at.tx
    .selectFrom('submission as s')
    .innerJoin('voice_text as t', (join) =>
      join.onRef('t.city_id', '=', 's.city_id').onRef('t.voice_id', '=', 's.voice_id'),
    )
    .where('s.city_id', '=', at.cityId)
    .where('s.voice_id', 'in', voiceIds)
    .where('s.cleared_at', 'is', null)
    .select(['s.voice_id', 's.words', 's.place', 't.summary'])
    .execute();
  const changed = sent.filter(tellsOfHim);
  for (const one of changed)
    await at.tx
      .updateTable('submission')
      .set(hidden(one))
      .where('city_id', '=', at.cityId)
      .where('voice_id', '=', one.voice_id)
      .execute();
  await at.tx
    .updateTable('submission')
    .set({ masked_at: at.now })
    .where('city_id', '=', at.cityId)
    .where('voice_id', 'in', voiceIds)
    .execute();
  return changed.map((one) => one.voice_id);
}

/** The key of what they left is destroyed too. @returns how many keys were. */
export async function forgetReporters(at: Here, voiceIds: readonly string[]): Promise<number> {
  if (voiceIds.length === 0) return 0;
  await hideWriters(at, voiceIds);
  return await destroyIdentity(at, voiceIds);
}

/** One voice, and so that its reporter reads of it. @returns whether there was anything to forget. */
export async function forgetOne(at: Here, voice: Voice, by: By): Promise<boolean> {
  const hadWords = (await hideWriters(at, [voice.id])).length > 0;
  const hadKey = (await destroyIdentity(at, [voice.id])) > 0;
  if (hadKey || hadWords) await noteOnVoice(at, voice, hadKey ? 'forget' : 'hide', by);
  return hadKey || hadWords;
}

/**
 * What a restored backup has brought back is forgotten again, by the list beside the key; and what the list lacks, because
 * it was lost or is younger than the wish, is put on it. @returns how many were forgotten again.
 */
export async function forgetAgain(
  { db, cityId, list }: { readonly db: Db; readonly cityId: number; readonly list: ForgottenList },
  now: Date,
): Promise<number> {
  const listed = await list.read(cityId);
  return await db.transaction().execute(async (tx) => {
    const at: Here = { tx, cityId, now, today: dayOf(now) };
    const { known, forgotten } = await stillKnown(at, [...listed]);
    await list.add(
      cityId,
      forgotten.filter((id) => !listed.has(id)),
    );
    let again = 0;
    for (const id of known) again += (await forgetOneAgain(at, id)) ? 1 : 0;
    return again;
  });
}

async function forgetOneAgain(at: Here, id: string): Promise<boolean> {
  const voice = (await loadVoices(at.tx, at.cityId, [id], true)).get(id);
  return voice !== undefined && (await forgetOne(at, voice, { side: 'house' }));
}

/** Voices past a day whose words were never looked through, whether they left a way back or not. */
export async function unmaskedLongAgo(
  at: Here,
  since: { readonly endedBefore: string; readonly keptBefore: string },
): Promise<{ ended: string[]; kept: string[] }> {
  const { rows } = await sql<{ voice_id: string; ended: boolean }>`
    select s.voice_id, (v.ended_on is not null and v.ended_on < ${since.endedBefore}::date) as ended
    from submission s
    join voice v on v.city_id = s.city_id and v.id = s.voice_id
    join voice_event e on e.city_id = s.city_id and e.voice_id = s.voice_id and e.version = 1
    where s.city_id = ${at.cityId} and s.masked_at is null and s.cleared_at is null
      and (v.ended_on < ${since.endedBefore}::date or e.at < ${since.keptBefore}::date)
    order by s.voice_id`.execute(at.tx);
  return {
    ended: rows.filter((row) => row.ended).map((row) => row.voice_id),
    kept: rows.filter((row) => !row.ended).map((row) => row.voice_id),
  };
}
