import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/topic.ts';
import { lineageOf } from '#domain/org/path.ts';
import { narrowed, type Reach, reachOf } from '#domain/org/reach.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import { dayOf, type Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { askingOf, type VoicePort } from './subjects.ts';
import { KEPT_DEPTH } from './topic-counts.ts';

interface TopicRow {
  family: string;
  title: string;
  problems: number;
  before: number;
  places: number;
  voices: number;
  reporters: number;
}

/** What is asked for: whose eyes, what place, which days. Both spans end before the next one begins. */
interface Span {
  readonly q: Query;
  readonly scope: Reach;
  readonly campaign: string | undefined;
  /** A place was chosen: voices are looked for there alone. */
  readonly isPlaced: boolean;
  readonly from: string;
  readonly before: string;
}

const DAY = 86_400_000;

/**
 * 热点: families by how many problems were raised, or voices heard, in the last days (today is one of them), beside
 * the problems of as many days before (苗头). It tells of matters and places, never of persons; voices and
 * problems stay two numbers. Problems are counted as of when the still has met them, within seconds.
 */
export async function hotTopics(
  q: Query,
  { campaign, unit, days, limit }: InputOf<typeof contract.hotTopics>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.hotTopics)['output']>> {
  const whole = reachOf(q.actor);
  const span: Span = {
    q,
    scope: unit === undefined ? whole : narrowed(whole, await pathOfUnit(q.db, q.cityId, unit)),
    campaign,
    isPlaced: unit !== undefined,
    from: dayOf(new Date(q.now.getTime() - (days - 1) * DAY)),
    before: dayOf(new Date(q.now.getTime() - (2 * days - 1) * DAY)),
  };
  const { rows } = await sql<TopicRow>`
    select t.*, coalesce(${latestTitle(span)}, ${await voiceTitle(span, voices)}, '') as title
    from (
      select coalesce(c.family, h.family) as family, coalesce(c.problems, 0) as problems,
        coalesce(c.before, 0) as before, coalesce(c.places, 0) as places,
        coalesce(h.voices, 0) as voices, coalesce(h.reporters, 0) as reporters
      from (${problemsBy(span)}) c full join (${await voicesBy(span, voices)}) h on h.family = c.family
      where c.problems > 1 or h.voices > 1
      order by greatest(c.problems, h.voices) desc, coalesce(c.problems - c.before, 0) desc, 1
      limit ${limit}) t
    order by greatest(t.problems, t.voices) desc, t.problems - t.before desc, t.family`.execute(
    q.db,
  );
  return {
    topics: rows.map(({ family, title, places, before, ...counts }) => ({
      family,
      title,
      places,
      before,
      counts,
    })),
    from: startOf(span.from),
    before: startOf(span.before),
    asOf: q.now.toISOString(),
  };
}

function startOf(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}

/** Problems, those of the span before, and the places of the first, by family: exact for every scope. */
function problemsBy({ q, scope, campaign, from, before }: Span): RawBuilder<unknown> {
  const isKept = (path: string): boolean => lineageOf(path).length <= KEPT_DEPTH;
  const kept = scope.roots.filter(isKept).map((path) => Number(path.split('.').at(-2)));
  const told = { ...scope, roots: scope.roots.filter((path) => !isKept(path)) };
  const chosen = campaign === undefined ? sql`` : sql`and campaign_id = ${campaign}`;
  const places = campaign === undefined ? sql.ref('places_any') : sql.ref('places');
  const now = sql`filter (where on_day >= ${from}::date)`;
  const earlier = sql`filter (where on_day < ${from}::date)`;
  return sql`
    select family, sum(problems)::int as problems, sum(before)::int as before, sum(places)::int as places from (
      select family_id as family, coalesce(sum(problems) ${now}, 0) as problems,
        coalesce(sum(problems) ${earlier}, 0) as before, coalesce(sum(${places}) ${now}, 0) as places
      from topic where city_id = ${q.cityId} and unit_no = any(${kept}::int[]) and on_day >= ${before}::date ${chosen}
      group by 1
      union all
      select family_id, count(*) ${now}, count(*) ${earlier}, count(distinct org_path) ${now}
      from topic_problem where city_id = ${q.cityId} and ${within('org_path', told)}
        and on_day >= ${before}::date ${chosen}
      group by 1) x
    group by 1`;
}

/** A voice knows its day alone. */
async function voicesBy(
  { q, scope, isPlaced, from }: Span,
  voices: VoicePort | undefined,
): Promise<RawBuilder<unknown>> {
  if (voices === undefined)
    return sql`select null::uuid as family, 0 as voices, 0 as reporters where false`;
  const placed = isPlaced ? within('v.org_path', scope) : sql`true`;
  return sql`
    select m.family_id as family, count(*)::int as voices,
      (count(*) filter (where ${voices.person}))::int as reporters
    from voice v join alike_subject m on m.city_id = v.city_id and m.subject_id = v.id and m.kind = 'voice'
    where v.city_id = ${q.cityId} and v.received_on >= ${from} and ${placed}
      and ${await voices.seen(askingOf(q), q.db)}
    group by 1`;
}

/** The heading of the newest problem of family `t` that is counted. */
function latestTitle({ q, scope, campaign, before }: Span): RawBuilder<unknown> {
  const chosen = campaign === undefined ? sql`` : sql`and n.campaign_id = ${campaign}`;
  return sql`(select e.title from topic_problem n
    join entry e on e.city_id = n.city_id and e.id = n.entry_id
    where n.city_id = ${q.cityId} and n.family_id = t.family and n.on_day >= ${before}::date
      and ${within('n.org_path', scope)} ${chosen}
    order by n.on_day desc, n.entry_id desc limit 1)`;
}

/** Where no problem was raised: what one of the voices says. */
async function voiceTitle(
  { q, scope, isPlaced, from }: Span,
  voices: VoicePort | undefined,
): Promise<RawBuilder<unknown>> {
  if (voices === undefined) return sql`null`;
  const placed: RawBuilder<SqlBool> = isPlaced ? within('v.org_path', scope) : sql`true`;
  return sql`(select max(v.title) from alike_subject m
    join voice v on v.city_id = m.city_id and v.id = m.subject_id
    where m.city_id = ${q.cityId} and m.family_id = t.family and m.kind = 'voice'
      and v.received_on >= ${from} and ${placed} and ${await voices.seen(askingOf(q), q.db)})`;
}
