import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import type { LongJob } from '#platform/jobs/job-kinds.ts';
import type { DistilledLink, DistilledRow } from '#platform/workers/distil-messages.ts';
import { drawEdges, type SubjectRef } from './alike-store.ts';
import type { SubjectKind } from './subjects.ts';

/** Where the rows of a run go. */
export interface WriteAt {
  readonly job: LongJob;
  readonly db: Db;
  readonly campaign: string;
  readonly total: number;
  /** Voices and problems go through the still together and are told apart by this. */
  readonly kindOf: (id: string) => SubjectKind;
}

/** A group that the rules linked: its first subject and the others, each with why. */
export type LinkedGroups = ReadonlyMap<string, readonly Member[]>;

interface Member {
  readonly id: string;
  readonly score: number;
  readonly rule: string;
}

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

interface NewItem {
  readonly kind: 'suggested' | 'linked';
  readonly main: string;
  readonly members: readonly Member[];
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
  const settled = await decidedMembers(at);
  const open = (main: string, { id }: Member): boolean => !settled.has(`${main} ${id}`);
  const linked = [...groups].map(([main, members]): NewItem => {
    const waiting = members.filter((member) => open(main, member));
    return { kind: 'linked', main, members: waiting.slice(0, MOST_MEMBERS) };
  });
  const stars = new Map<string, Member[]>();
  for await (const batch of suggestions) {
    for (const { a, b, score, rule } of batch) {
      const [main, id] = a < b ? [a, b] : [b, a];
      const members = stars.get(main) ?? [];
      const member = { id, score, rule };
      if (members.length < MOST_MEMBERS && open(main, member)) members.push(member);
      stars.set(main, members);
    }
  }
  const suggested = [...stars].map(([main, members]): NewItem => ({
    kind: 'suggested',
    main,
    members,
  }));
  const items = [...suggested, ...linked].filter(({ members }) => members.length > 0);
  let put = 0;
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE)
    await batchOf(at, async (tx) => {
      put += await putItems(tx, at, items.slice(from, from + ITEMS_AT_ONCE));
      await at.job.report(at.total - 1, at.total, tx);
    });
  return put;
}

/** Members that somebody has judged beside their main one: they do not come back to the queue. */
async function decidedMembers({ db, job }: WriteAt): Promise<Set<string>> {
  const { rows } = await sql<{ main: string; id: string }>`
    select i.main_id as main, m.subject_id as id from alike_item_member m
    join alike_item i on i.city_id = m.city_id and i.id = m.item_id
    where m.city_id = ${job.cityId} and m.decision is not null`.execute(db);
  return new Set(rows.map(({ main, id }) => `${main} ${id}`));
}

async function putItems(tx: Tx, at: WriteAt, items: readonly NewItem[]): Promise<number> {
  const now = at.job.now();
  const rows = items.map(({ kind, main, members }) => {
    const scores = members.map(({ score }) => score);
    // Of what waits to be judged the likeliest counts, of what is linked the least sure.
    const score = kind === 'linked' ? Math.min(...scores) : Math.max(...scores);
    const rule = members.find((member) => member.score === score)?.rule ?? '';
    return { id: newId(now.getTime()), kind, main, main_kind: at.kindOf(main), score, rule };
  });
  const { rows: put } = await sql<{ id: string; kind: string; main: string; fresh: boolean }>`
    insert into alike_item (city_id, id, campaign_id, kind, main_id, main_kind, score, rule, state, at)
    select ${at.job.cityId}, r.id, ${at.campaign}, r.kind, r.main, r.main_kind, r.score, r.rule, 'open', ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, main uuid, main_kind text, score float8, rule text)
    on conflict (city_id, kind, main_id) where state = 'open' do update set score = excluded.score, rule = excluded.rule
    returning id, kind, main_id as main, (xmax = 0) as fresh`.execute(tx);
  const idOf = new Map(put.map(({ id, kind, main }) => [`${kind} ${main}`, id]));
  const members = items.flatMap(({ kind, main, members: all }) =>
    all.map(({ id, score, rule }) => ({
      item: idOf.get(`${kind} ${main}`),
      id,
      kind: at.kindOf(id),
      score,
      rule,
    })),
  );
  await sql`
    insert into alike_item_member (city_id, item_id, subject_id, kind, score, rule)
    select ${at.job.cityId}, r.item, r.id, r.kind, r.score, r.rule
    from json_to_recordset(${JSON.stringify(members)}::json) as r (item uuid, id uuid, kind text, score float8, rule text)
    on conflict (city_id, item_id, subject_id) do update set score = excluded.score, rule = excluded.rule
      where alike_item_member.decision is null`.execute(tx);
  return put.filter(({ fresh }) => fresh).length;
}

async function batchOf(at: WriteAt, work: (tx: Tx) => Promise<void>): Promise<void> {
  // Throws when the process is stopping: what is committed stands, the rest is drawn when taken up again.
  await at.job.cancelled();
  await at.db.transaction().execute(work);
}
