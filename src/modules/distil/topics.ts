import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import { dayOf, type Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { askingOf, type VoicePort } from './subjects.ts';

interface TopicRow {
  family: string;
  title: string;
  problems: number;
  before: number;
  places: number;
  heard: string[];
}

const DAY = 86_400_000;

/**
 * 热点: families by how many problems were raised, or voices heard, in the last days, beside the problems of as
 * many days before (苗头). It tells of matters and places, never of persons; voices and problems stay two numbers.
 */
export async function hotTopics(
  q: Query,
  input: InputOf<typeof contract.hotTopics>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.hotTopics)['output']>> {
  const { rows } = await sql<TopicRow>`
    select coalesce(c.family, h.family) as family, coalesce(e.title, h.title) as title,
      coalesce(c.problems, 0) as problems, coalesce(c.before, 0) as before,
      coalesce(c.places, 0) as places, coalesce(h.ids, '{}') as heard
    from (${await problemsBy(q, input)}) c
    full join (${await voicesBy(q, input, voices)}) h on h.family = c.family
    left join entry e on e.city_id = ${q.cityId} and e.id = c.entry
    where c.problems > 1 or cardinality(h.ids) > 1
    order by greatest(c.problems, cardinality(h.ids)) desc, coalesce(c.problems - c.before, 0) desc, 1
    limit ${input.limit}`.execute(q.db);
  const topics = [];
  for (const { family, title, places, before, problems, heard } of rows) {
    const asked = heard.slice(0, MOST_VOICES);
    const reporters =
      asked.length === 0 ? 0 : ((await voices?.reporters(askingOf(q), q.db, asked)) ?? 0);
    const counts = { problems, voices: heard.length, reporters };
    topics.push({ family, title, places, before, counts });
  }
  return { topics, asOf: q.now.toISOString() };
}

/** Voices of one family whose reporters are counted. */
const MOST_VOICES = 2000;

type Asked = InputOf<typeof contract.hotTopics>;

/** On a column of paths: within the reader's reach, and the place he asked for. */
async function lies(
  q: Query,
  column: string,
  unit: string | undefined,
): Promise<RawBuilder<SqlBool>> {
  const whole = reachOf(q.actor);
  if (unit === undefined) return within(column, whole);
  return within(column, narrowed(whole, await pathOfUnit(q.db, q.cityId, unit)));
}

async function problemsBy(q: Query, { campaign, unit, days }: Asked): Promise<RawBuilder<unknown>> {
  const from = new Date(q.now.getTime() - days * DAY);
  const before = new Date(from.getTime() - days * DAY);
  const asked = campaign === undefined ? sql`true` : sql`e.campaign_id = ${campaign}`;
  return sql`
    select m.family_id as family, max(e.id::text)::uuid as entry,
      (count(*) filter (where e.created_at >= ${from}))::int as problems,
      (count(*) filter (where e.created_at < ${from}))::int as before,
      (count(distinct e.org_path) filter (where e.created_at >= ${from}))::int as places
    from entry e join alike_subject m on m.city_id = e.city_id and m.subject_id = e.id
    where e.city_id = ${q.cityId} and e.created_at >= ${before} and ${asked}
      and ${await lies(q, 'e.org_path', unit)}
    group by m.family_id`;
}

/** A voice knows its day alone. */
async function voicesBy(
  q: Query,
  { unit, days }: Asked,
  voices: VoicePort | undefined,
): Promise<RawBuilder<unknown>> {
  if (voices === undefined)
    return sql`select null::uuid as family, null::text as title, null::uuid[] as ids where false`;
  const from = dayOf(new Date(q.now.getTime() - days * DAY));
  const placed = unit === undefined ? sql`true` : await lies(q, 'v.org_path', unit);
  return sql`
    select m.family_id as family, max(v.title) as title, array_agg(v.id) as ids
    from voice v join alike_subject m on m.city_id = v.city_id and m.subject_id = v.id
    where v.city_id = ${q.cityId} and v.received_on >= ${from} and ${placed}
      and ${await voices.seen(askingOf(q), q.db)}
    group by m.family_id`;
}
