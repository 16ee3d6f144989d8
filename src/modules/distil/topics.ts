import { sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { askingOf, countSubjects, readSubjects, type VoicePort } from './subjects.ts';

interface TopicRow {
  family: string;
  entry: string;
  title: string;
  problems: number;
  before: number;
  places: number;
}

const DAY = 86_400_000;
const MOST_VOICES = 2000;

/**
 * 热点: families by how many problems were raised in the last days, beside the like number of days before
 * (苗头). It tells of matters and places, never of persons; voices and problems stay two numbers.
 */
export async function hotTopics(
  q: Query,
  input: InputOf<typeof contract.hotTopics>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.hotTopics)['output']>> {
  const whole = reachOf(q.actor);
  const reach =
    input.unit === undefined
      ? whole
      : narrowed(whole, await pathOfUnit(q.db, q.cityId, input.unit));
  const from = new Date(q.now.getTime() - input.days * DAY);
  const before = new Date(from.getTime() - input.days * DAY);
  const campaign =
    input.campaign === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`e.campaign_id = ${input.campaign}`;
  const { rows } = await sql<TopicRow>`
    select t.family, t.entry, e.title, t.problems, t.before, t.places from (
      select m.family_id as family, max(e.id::text)::uuid as entry,
        (count(*) filter (where e.created_at >= ${from}))::int as problems,
        (count(*) filter (where e.created_at < ${from}))::int as before,
        (count(distinct e.org_path) filter (where e.created_at >= ${from}))::int as places
      from entry e join alike_subject m on m.city_id = e.city_id and m.subject_id = e.id
      where e.city_id = ${q.cityId} and e.created_at >= ${before} and ${campaign}
        and ${within('e.org_path', reach)}
      group by m.family_id) t
    join entry e on e.city_id = ${q.cityId} and e.id = t.entry
    where t.problems > 1
    order by t.problems desc, t.problems - t.before desc, t.entry limit ${input.limit}`.execute(
    q.db,
  );
  const topics = [];
  for (const row of rows) {
    const { family, title, entry, places, before: earlier, problems } = row;
    const heard = await voicesOf(q, row.family, voices);
    const counts = { ...heard, problems };
    topics.push({ family, title, entry, places, before: earlier, counts });
  }
  return { topics, asOf: q.now.toISOString() };
}

async function voicesOf(
  q: Query,
  family: string,
  voices: VoicePort | undefined,
): Promise<{ problems: number; voices: number; reporters: number }> {
  if (voices === undefined) return { problems: 0, voices: 0, reporters: 0 };
  const { rows } = await sql<{ id: string; kind: string }>`
    select subject_id as id, kind from alike_subject
    where city_id = ${q.cityId} and family_id = ${family} and kind = 'voice' limit ${MOST_VOICES}`.execute(
    q.db,
  );
  const subjects = await readSubjects(askingOf(q), q.db, rows, voices);
  return countSubjects(askingOf(q), q.db, subjects.values(), voices);
}
