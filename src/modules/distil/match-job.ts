import { sql } from 'kysely';
import type { Tx } from '#platform/db/open.ts';
import { gatheringJob } from '#platform/jobs/job-items.ts';
import type { JobKind } from '#platform/jobs/job-kinds.ts';
import type { AlikeIndex } from './alike-index.ts';
import {
  drawEdges,
  ensureSubjects,
  type NewEdge,
  regroup,
  type SubjectRef,
} from './alike-store.ts';
import { type Newcomer, newcomersOf } from './newcomers.ts';
import { QueueView } from './queue-view.ts';
import type { VoicePort } from './subjects.ts';
import { countTopics } from './topic-counts.ts';
import { type NewItem, putItems } from './write-queue.ts';

/** So many newcomers are compared and written together. */
const TOGETHER = 100;

/**
 * 新到即比: what came in is compared with all that was told before, and linked or put on the queue within seconds.
 * Left with the row that came in, so that none is missed; done twice it changes nothing. It waits for the index
 * and costs this process nearly nothing, so that it does not stand behind long work.
 */
export function matchJob(index: AlikeIndex, voices: VoicePort | undefined): JobKind {
  return gatheringJob<SubjectRef>('match-alike', TOGETHER, async (job, db, items) => {
    const { cityId } = job;
    const refs = items.map(({ args }) => args);
    const newcomers = await newcomersOf(db, cityId, refs, { index, voices });
    return (tx) => placeAll({ tx, cityId, now: job.now() }, newcomers);
  });
}

interface At {
  readonly tx: Tx;
  readonly cityId: number;
  readonly now: Date;
}

/** Draws for each newcomer the one link that is sure, and shows the rest to whoever judges. */
async function placeAll(
  at: At,
  newcomers: readonly Newcomer[],
): Promise<{ linked: number; shown: number }> {
  const { tx, cityId } = at;
  if (newcomers.length === 0) return { linked: 0, shown: 0 };
  // Two that came in together would each put the other on the queue.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`match alike ${cityId}`}, 0))`.execute(
    tx,
  );
  const refs = refsOf(newcomers);
  await ensureSubjects(tx, cityId, [...refs.values()]);
  await joinFamilies(tx, cityId, newcomers);
  await countTopics(
    tx,
    cityId,
    [...refs.values()].filter(({ kind }) => kind === 'entry').map(({ id }) => id),
  );
  const isApart = await apartFrom(tx, cityId, newcomers);
  const kindOf = (id: string): SubjectRef['kind'] => refs.get(id)?.kind ?? 'entry';
  const view = await QueueView.read(tx, cityId, [...refs.keys()], kindOf);
  const edges: NewEdge[] = [];
  const campaigns = new Map<string, string | undefined>();
  for (const newcomer of newcomers) {
    const open = newcomer.near.filter((one) => !isApart(newcomer.id, one.id));
    const sure = open.find((one) => one.decision === 'link' && !one.isOver);
    const before = view.put().length;
    if (sure !== undefined) {
      edges.push({ a: newcomer, b: sure, score: sure.score, rule: sure.rule });
      view.show('linked', newcomer, [sure]);
    }
    view.show(
      'suggested',
      newcomer,
      open.filter((one) => one !== sure),
    );
    for (const { kind, main } of view.put().slice(before))
      campaigns.set(`${kind} ${main}`, newcomer.campaign);
  }
  const linked = await drawEdges({ tx, cityId, now: at.now, decision: undefined }, edges);
  if (linked > 0)
    await regroup(
      tx,
      cityId,
      edges.flatMap(({ a, b }) => [a.id, b.id]),
    );
  return { linked, shown: await putAll(at, view.put(), campaigns, kindOf) };
}

/** Everyone met, the newcomers with their campaigns. */
function refsOf(
  newcomers: readonly Newcomer[],
): ReadonlyMap<string, SubjectRef & { readonly campaign?: string | undefined }> {
  const refs = new Map<string, SubjectRef & { readonly campaign?: string | undefined }>();
  for (const { near, kin } of newcomers)
    for (const { id, kind } of kin === undefined ? near : [...near, kin])
      refs.set(id, { id, kind });
  for (const { id, kind, campaign } of newcomers) refs.set(id, { id, kind, campaign });
  return refs;
}

/** A group belongs to the campaign of the newcomer that made it. */
async function putAll(
  { tx, cityId, now }: At,
  items: readonly NewItem[],
  campaigns: ReadonlyMap<string, string | undefined>,
  kindOf: (id: string) => SubjectRef['kind'],
): Promise<number> {
  const byCampaign = Map.groupBy(items, ({ kind, main }) => campaigns.get(`${kind} ${main}`));
  let put = 0;
  for (const [campaign, own] of byCampaign)
    put += await putItems(tx, { cityId, now, campaign, kindOf }, own);
  return put;
}

/** Each is of the kind of what it most resembles, wherever that is (同类), unless it is of another's already. */
async function joinFamilies(tx: Tx, cityId: number, newcomers: readonly Newcomer[]): Promise<void> {
  const ids = newcomers.flatMap(({ id, kin }) => (kin === undefined ? [] : [id, kin.id]));
  const { rows } = await sql<{ id: string; family: string }>`
    select subject_id as id, family_id as family from alike_subject
    where city_id = ${cityId} and subject_id = any(${ids}::uuid[])`.execute(tx);
  const families = new Map(rows.map(({ id, family }) => [id, family]));
  const joined: { readonly id: string; readonly family: string }[] = [];
  for (const { id, kin } of newcomers) {
    const family = kin === undefined ? undefined : families.get(kin.id);
    if (family === undefined || families.get(id) !== id || family === id) continue;
    families.set(id, family);
    joined.push({ id, family });
  }
  if (joined.length === 0) return;
  await sql`
    update alike_subject s set family_id = r.family
    from json_to_recordset(${JSON.stringify(joined)}::json) as r (id uuid, family uuid)
    where s.city_id = ${cityId} and s.subject_id = r.id`.execute(tx);
}

/** Whether another stands in one group with what somebody has set apart from a newcomer. */
async function apartFrom(
  tx: Tx,
  cityId: number,
  newcomers: readonly Newcomer[],
): Promise<(newcomer: string, other: string) => boolean> {
  const ids = newcomers.map(({ id }) => id);
  const { rows } = await sql<{ id: string; other: string }>`
    select x.id, m.subject_id as other from (
      select a_id as id, b_id as foe from alike_apart
      where city_id = ${cityId} and undone_at is null and a_id = any(${ids}::uuid[])
      union all
      select b_id, a_id from alike_apart
      where city_id = ${cityId} and undone_at is null and b_id = any(${ids}::uuid[])) x
    join alike_subject s on s.city_id = ${cityId} and s.subject_id = x.foe
    join alike_subject m on m.city_id = s.city_id and m.instance_id = s.instance_id`.execute(tx);
  const apart = new Set(rows.map(({ id, other }) => `${id} ${other}`));
  return (newcomer, other) => apart.has(`${newcomer} ${other}`);
}
