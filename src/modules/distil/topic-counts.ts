import { type RawBuilder, sql } from 'kysely';
import { gatheringJob } from '#platform/jobs/job-items.ts';
import type { JobKind } from '#platform/jobs/job-kinds.ts';
import type { Tx } from '#platform/db/open.ts';

/** Counts are kept for the city and for what stands right below it; what is deeper is small enough to be counted. */
export const KEPT_DEPTH = 2;

/** So many problems that now lie elsewhere are counted anew together. */
const TOGETHER = 200;

interface Pair {
  readonly family: string;
  readonly path: string;
}

/** One who counts at a time, or two would each take away what stood before. */
async function counting(tx: Tx, cityId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`topics ${cityId}`}, 0))`.execute(tx);
}

/** What these problems are counted under now: their kind by the still, their place and day by the ledger. */
function truth(cityId: number, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select e.city_id, e.id as entry_id, m.family_id, e.campaign_id, e.org_path,
      (e.created_at at time zone 'Asia/Shanghai')::date as on_day
    from alike_subject m join entry e on e.city_id = m.city_id and e.id = m.subject_id
    where m.city_id = ${cityId} and m.kind = 'entry' and ${which}`;
}

/** What problems (of `topic_problem t`) add to the counts; only whole pairs of kind and place can be told. */
function additions(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select g.city_id, x.no::int as unit_no, g.on_day, g.family_id, g.campaign_id, sum(g.n)::int as problems,
      (count(*) filter (where g.newest = 1))::int as places,
      (count(*) filter (where g.newest_any = 1))::int as places_any
    from (
      select t.city_id, t.family_id, t.org_path, t.campaign_id, t.on_day, count(*) as n,
        row_number() over (partition by t.family_id, t.org_path, t.campaign_id order by t.on_day desc) as newest,
        row_number() over (partition by t.family_id, t.org_path order by t.on_day desc, t.campaign_id desc) as newest_any
      from topic_problem t where ${which} group by 1, 2, 3, 4, 5
    ) g
    cross join lateral unnest((string_to_array(trim(trailing '.' from g.org_path), '.'))[1:${sql.lit(KEPT_DEPTH)}]) x (no)
    group by 1, 2, 3, 4, 5`;
}

/**
 * Count these problems anew (热点计数): what their kinds had in their places is taken away, and what they have now is
 * put there. Done twice it changes nothing.
 */
export async function countTopics(tx: Tx, cityId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await counting(tx, cityId);
  const now = truth(cityId, sql`e.id = any(${ids}::uuid[])`);
  const { rows: pairs } = await sql<Pair>`
    select family_id as family, org_path as path from topic_problem
    where city_id = ${cityId} and entry_id = any(${ids}::uuid[])
    union select family_id, org_path from (${now}) n`.execute(tx);
  await add(tx, cityId, pairs, -1);
  await sql`
    insert into topic_problem (city_id, entry_id, family_id, campaign_id, org_path, on_day) ${now}
    on conflict (city_id, entry_id) do update set family_id = excluded.family_id,
      campaign_id = excluded.campaign_id, org_path = excluded.org_path`.execute(tx);
  await add(tx, cityId, pairs, 1);
}

async function add(tx: Tx, cityId: number, pairs: readonly Pair[], sign: 1 | -1): Promise<void> {
  const whole = sql`t.city_id = ${cityId} and (t.org_path, t.family_id) in (
    select p.path, p.family from json_to_recordset(${JSON.stringify(pairs)}::json) as p (path text, family uuid))`;
  await sql`
    insert into topic as k (city_id, unit_no, on_day, family_id, campaign_id, problems, places, places_any)
    select city_id, unit_no, on_day, family_id, campaign_id,
      ${sign} * problems, ${sign} * places, ${sign} * places_any
    from (${additions(whole)}) a
    order by unit_no, on_day, family_id, campaign_id
    on conflict (city_id, unit_no, on_day, family_id, campaign_id) do update set
      problems = k.problems + excluded.problems, places = k.places + excluded.places,
      places_any = k.places_any + excluded.places_any`.execute(tx);
}

/** Make all of it anew from what the still and the ledger hold: after a run, or when units have moved. */
export async function recountTopics(tx: Tx, cityId: number): Promise<void> {
  await counting(tx, cityId);
  await sql`delete from topic where city_id = ${cityId}`.execute(tx);
  await sql`delete from topic_problem t where t.city_id = ${cityId} and not exists (
    select 1 from alike_subject m where m.city_id = t.city_id and m.subject_id = t.entry_id)`.execute(
    tx,
  );
  await sql`
    insert into topic_problem as t (city_id, entry_id, family_id, campaign_id, org_path, on_day)
    ${truth(cityId, sql`true`)} order by e.org_path
    on conflict (city_id, entry_id) do update set family_id = excluded.family_id,
      campaign_id = excluded.campaign_id, org_path = excluded.org_path
    where (t.family_id, t.campaign_id, t.org_path)
      is distinct from (excluded.family_id, excluded.campaign_id, excluded.org_path)`.execute(tx);
  await sql`
    insert into topic (city_id, unit_no, on_day, family_id, campaign_id, problems, places, places_any)
    ${additions(sql`t.city_id = ${cityId}`)} order by 2, 3, 4, 5`.execute(tx);
}

/**
 * 挪了地方的问题: the ledger leaves each problem that was given to another unit, and an item without one when units
 * themselves have moved.
 */
export const countTopicsJob: JobKind = gatheringJob<{ readonly id?: string }>(
  'count-topics',
  TOGETHER,
  async (job, _, items) => {
    const ids = items.flatMap(({ args }) => args.id ?? []);
    return async (tx) => {
      if (ids.length < items.length) await recountTopics(tx, job.cityId);
      else await countTopics(tx, job.cityId, ids);
      return { counted: items.length };
    };
  },
);
