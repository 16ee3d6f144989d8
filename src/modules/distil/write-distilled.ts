import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import type { LongJob } from '#platform/jobs/job-kinds.ts';
import type { DistilledLink, DistilledRow } from '#platform/workers/distil-messages.ts';
import { drawEdges, type SubjectRef } from './alike-store.ts';
import type { SubjectKind } from './subjects.ts';
import { type IsOpen, type Member, type NewItem, openPairs, putItems } from './write-queue.ts';

/** Where the rows of a run go. */
export interface WriteAt {
  readonly job: LongJob;
  readonly db: Db;
  readonly campaign: string;
  readonly total: number;
  /** Voices and problems go through the still together and are told apart by this. */
  readonly kindOf: (id: string) => SubjectKind;
  /** The problem that a voice is handled with, or that an entry was merged into. */
  readonly tied: ReadonlyMap<string, string>;
}

/** A group that the rules linked: its first subject and the others, each with why. */
export type LinkedGroups = ReadonlyMap<string, readonly Member[]>;

function subject(at: WriteAt, id: string): SubjectRef {
  return { id, kind: at.kindOf(id) };
}

/** The links, surest first; each batch commits with the job's progress. */
export async function writeLinks(
  at: WriteAt,
  links: AsyncIterable<readonly DistilledLink[]>,
  from: number,
): Promise<void> {
  let written = 0;
  for await (const batch of links) {
    await batchOf(at, async (tx) => {
      const edges = batch.map(({ a, b, ...why }) => ({
        a: subject(at, a),
        b: subject(at, b),
        ...why,
      }));
      const { job } = at;
      await drawEdges({ tx, cityId: job.cityId, now: job.now(), decision: undefined }, edges);
      written += batch.length;
      await job.report(Math.min(from + written, from * 2), at.total, tx);
    });
  }
}

/** Family and instance of every statement; tells the groups of more than one. */
export async function writeSubjects(
  at: WriteAt,
  rows: AsyncIterable<readonly DistilledRow[]>,
  from: number,
): Promise<LinkedGroups> {
  const groups = new Map<string, Member[]>();
  let written = 0;
  for await (const batch of rows) {
    for (const { id, instance, score, rule } of batch) {
      if (id === instance) continue;
      const members = groups.get(instance) ?? [];
      // What stands by a person's word was not scored by this run.
      members.push({ id, score, rule: rule === 'first' ? 'confirmed' : rule });
      groups.set(instance, members);
    }
    await batchOf(at, async (tx) => {
      await putSubjects(tx, at, batch);
      written += batch.length;
      await at.job.report(from * 2 + Math.floor(written / 2), at.total, tx);
    });
  }
  return groups;
}

async function putSubjects(tx: Tx, at: WriteAt, batch: readonly DistilledRow[]): Promise<void> {
  const rows = batch.map(({ id, instance, family }) => {
    const kind = at.kindOf(id);
    return { id, kind, instance, family, campaign: kind === 'entry' ? at.campaign : null };
  });
  await sql`
    insert into alike_subject (city_id, subject_id, kind, campaign_id, instance_id, family_id)
    select ${at.job.cityId}, r.id, r.kind, r.campaign, r.instance, r.family
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, instance uuid, family uuid, campaign uuid)
    on conflict (city_id, subject_id) do update
      set instance_id = excluded.instance_id, family_id = excluded.family_id, campaign_id = excluded.campaign_id
      where (alike_subject.instance_id, alike_subject.family_id) is distinct from (excluded.instance_id, excluded.family_id)`.execute(
    tx,
  );
}

/** An officer looks at so many beside one; what more there is follows when these are judged. */
const MOST_MEMBERS = 30;
const ITEMS_AT_ONCE = 300;

/** The queue: what the rules linked, to be confirmed, and what is near, to be judged. Tells how many were put on it. */
export async function writeItems(
  at: WriteAt,
  groups: LinkedGroups,
  suggestions: AsyncIterable<readonly DistilledLink[]>,
): Promise<number> {
  const { job } = at;
  const isOpen = await openPairs(at.db, job.cityId, at.tied);
  const stars = new Map<string, Member[]>();
  for await (const batch of suggestions)
    for (const { a, b, score, rule } of batch) {
      const [main, id] = mainFirst(at, a, b);
      const members = stars.get(main) ?? [];
      if (members.length < MOST_MEMBERS && isOpen(main, id)) members.push({ id, score, rule });
      stars.set(main, members);
    }
  const suggested = [...stars].map(([main, members]): NewItem => ({
    kind: 'suggested',
    main,
    members,
  }));
  const items = [...suggested, ...linkedItems(at, groups, isOpen)].filter(
    ({ members }) => members.length > 0,
  );
  let put = 0;
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE)
    await batchOf(at, async (tx) => {
      const queue = {
        cityId: job.cityId,
        now: job.now(),
        campaign: at.campaign,
        kindOf: at.kindOf,
      };
      put += await putItems(tx, queue, items.slice(from, from + ITEMS_AT_ONCE));
      await job.report(at.total - 1, at.total, tx);
    });
  return put;
}

/** A problem stands at the head of its group, or where there is none the earliest id. */
function mainFirst({ kindOf }: WriteAt, a: string, b: string): readonly [string, string] {
  if (kindOf(a) !== kindOf(b)) return kindOf(a) === 'entry' ? [a, b] : [b, a];
  return a < b ? [a, b] : [b, a];
}

function* linkedItems(at: WriteAt, groups: LinkedGroups, isOpen: IsOpen): Generator<NewItem> {
  for (const [first, others] of groups) {
    const problem =
      at.kindOf(first) === 'entry'
        ? undefined
        : others.find((member) => at.kindOf(member.id) === 'entry');
    const main = problem?.id ?? first;
    const members = others.map((member) =>
      member === problem ? { ...member, id: first } : member,
    );
    const waiting = members.filter(({ id }) => isOpen(main, id)).slice(0, MOST_MEMBERS);
    yield { kind: 'linked', main, members: waiting };
  }
}

async function batchOf(at: WriteAt, work: (tx: Tx) => Promise<void>): Promise<void> {
  // Throws when the process is stopping: what is committed stands, the rest is drawn when taken up again.
  await at.job.cancelled();
  await at.db.transaction().execute(work);
}
