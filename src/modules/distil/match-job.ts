import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import { callJob, type JobKind, type LongJob } from '#platform/jobs/job-kinds.ts';
import type { NearStatement } from '#platform/workers/distil-messages.ts';
import type { AlikeIndex } from './alike-index.ts';
import { drawEdges, ensureSubjects, regroup, type SubjectRef } from './alike-store.ts';
import { problemToCompare, voiceToCompare } from './statements.ts';
import type { SubjectKind, VoicePort } from './subjects.ts';
import { type Member, type NewItem, openBeside, putItems } from './write-queue.ts';

interface Args {
  readonly kind: SubjectKind;
  readonly ids: readonly string[];
}

/** Beside what has just come in so many are shown. */
const MOST_SHOWN = 10;

/**
 * 新到即比: what came in is compared with all that was told before, and linked or put on the queue at once. Put
 * down with the row that came in, so that none is missed; done twice it changes nothing. It waits for the index
 * and costs this process nearly nothing, so that it does not stand behind long work.
 */
export function matchJob(index: AlikeIndex, voices: VoicePort | undefined): JobKind {
  return callJob<Args>('match-alike', async (job, db) => {
    const { kind, ids } = job.args;
    let [linked, shown] = [0, 0];
    for (const [at, id] of ids.entries()) {
      if (at < job.done) continue;
      const found = await nearOf(job, db, { id, kind }, { index, voices });
      await db.transaction().execute(async (tx) => {
        const put = found === undefined ? NOTHING : await place(tx, job, found);
        linked += put.linked;
        shown += put.shown;
        await job.report(at + 1, ids.length, tx);
      });
    }
    return { linked, shown };
  });
}

const NOTHING = { linked: 0, shown: 0 } as const;

/** What has come in, and what of that which was told before may stand beside it. */
interface Newcomer extends SubjectRef {
  readonly campaign: string | undefined;
  readonly kin: string | undefined;
  readonly near: readonly (NearStatement & { readonly isOver: boolean })[];
  readonly kindOf: (id: string) => SubjectKind;
}

async function nearOf(
  { cityId }: LongJob<Args>,
  db: Db,
  { id, kind }: SubjectRef,
  { index, voices }: { readonly index: AlikeIndex; readonly voices: VoicePort | undefined },
): Promise<Newcomer | undefined> {
  const statement =
    kind === 'entry'
      ? await problemToCompare(db, cityId, id)
      : await voiceToCompare(db, cityId, voices, id);
  if (statement === undefined) return undefined;
  const { same, kin, near, kindOf } = await index.tell(db, cityId, statement, kind);
  const all: NearStatement[] = [
    ...(same === undefined
      ? []
      : [{ id: same, score: 1, decision: 'link' as const, rule: 'same-text' as const }]),
    ...near,
  ];
  const standing = await standingOf(db, cityId, [id, ...all.map((one) => one.id)]);
  const campaign = standing.get(id)?.campaign;
  const beside = all.flatMap((one) => {
    const stands = standing.get(one.id);
    if (one.id === id || kindOf(one.id) !== 'entry')
      return one.id === id ? [] : [{ ...one, isOver: false }];
    // Another campaign's problems are another ledger's, and what was struck off is not mended by a link.
    if (stands === undefined || (kind === 'entry' && stands.campaign !== campaign)) return [];
    return [{ ...one, isOver: stands.isOver }];
  });
  const others = beside.map((one) => one.id);
  const open = await openBeside(db, cityId, id, { others, voices });
  return { id, kind, campaign, kin, near: beside.filter((one) => open.has(one.id)), kindOf };
}

interface Standing {
  readonly campaign: string | undefined;
  readonly isOver: boolean;
}

async function standingOf(
  db: Db,
  cityId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const { rows } = await sql<{ id: string; campaign: string | null; state: string }>`
    select id, campaign_id as campaign, state from entry
    where city_id = ${cityId} and id = any(${ids}::uuid[])
      and state not in ('cancelled', 'not_listed')`.execute(db);
  return new Map(
    rows.map(({ id, campaign, state }) => [
      id,
      { campaign: campaign ?? undefined, isOver: state === 'closed' },
    ]),
  );
}

/** Draws the one link that is sure, and shows the rest to whoever judges. */
async function place(
  tx: Tx,
  job: LongJob<Args>,
  found: Newcomer,
): Promise<{ linked: number; shown: number }> {
  const { id, kind, near, kindOf } = found;
  const { cityId } = job;
  const now = job.now();
  // Two that came in together would each put the other on the queue.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`match alike ${cityId}`}, 0))`.execute(
    tx,
  );
  const open = near.slice(0, MOST_SHOWN);
  const refs = [
    { id, kind, campaign: found.campaign },
    ...open.map((one) => ({ id: one.id, kind: kindOf(one.id) })),
  ];
  await ensureSubjects(tx, cityId, refs);
  await joinFamily(tx, cityId, id, found.kin);
  const apart = await apartFrom(tx, cityId, id);
  const sure = open.find((one) => one.decision === 'link' && !one.isOver && !apart.has(one.id));
  const drawn =
    sure === undefined
      ? 0
      : await drawEdges({ tx, cityId, now, decision: undefined }, [
          { a: { id, kind }, b: { id: sure.id, kind: kindOf(sure.id) }, ...sure },
        ]);
  if (drawn > 0) await regroup(tx, cityId, [id, sure?.id ?? id]);
  const others = open.filter((one) => one !== sure && !apart.has(one.id));
  const items = [
    ...(sure === undefined ? [] : [await itemFor(tx, cityId, 'linked', found, [sure])]),
    ...(others.length === 0 ? [] : [await itemFor(tx, cityId, 'suggested', found, others)]),
  ].filter(({ members }) => members.length > 0);
  const queue = { cityId, now, campaign: found.campaign, kindOf };
  const shown = items.length === 0 ? 0 : await putItems(tx, queue, items);
  return { linked: drawn, shown };
}

/** It is of the kind of what it most resembles, wherever that is (同类). */
async function joinFamily(
  tx: Tx,
  cityId: number,
  id: string,
  kin: string | undefined,
): Promise<void> {
  if (kin === undefined || kin === id) return;
  await sql`
    update alike_subject s set family_id = k.family_id from alike_subject k
    where s.city_id = ${cityId} and s.subject_id = ${id} and s.family_id = s.subject_id
      and k.city_id = ${cityId} and k.subject_id = ${kin} and k.family_id <> s.family_id`.execute(
    tx,
  );
}

/** All that stands in one group with what somebody has set apart from this one. */
async function apartFrom(tx: Tx, cityId: number, id: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select m.subject_id as id from alike_apart a
    join alike_subject s on s.city_id = a.city_id and s.subject_id = case a.a_id when ${id} then a.b_id else a.a_id end
    join alike_subject m on m.city_id = s.city_id and m.instance_id = s.instance_id
    where a.city_id = ${cityId} and a.undone_at is null and (a.a_id = ${id} or a.b_id = ${id})`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Where the newcomer is shown: beside the likeliest problem, the earlier of the two at the head; where there is
 * none, in the group in which one of those like it waits already; else at the head of a group of its own.
 */
async function itemFor(
  tx: Tx,
  cityId: number,
  kind: NewItem['kind'],
  { id, kind: own, kindOf }: Newcomer,
  all: readonly NearStatement[],
): Promise<NewItem> {
  const shown = await shownWith(tx, cityId, kind, id);
  const near = all.filter((one) => !shown.has(one.id));
  const [first] = near;
  if (first === undefined) return { kind, main: id, members: [] };
  const self = ({ score, rule }: NearStatement): Member => ({ id, score, rule });
  const other = ({ id: beside, score, rule }: NearStatement): Member => ({
    id: beside,
    score,
    rule,
  });
  const problem = near.find((one) => kindOf(one.id) === 'entry');
  const waiting = await waitingMain(tx, cityId, kind, id, near);
  if (problem !== undefined && (waiting === undefined || kindOf(waiting) !== 'entry'))
    return own === 'entry' && id < problem.id
      ? { kind, main: id, members: [other(problem)] }
      : { kind, main: problem.id, members: [self(problem)] };
  if (waiting !== undefined)
    return {
      kind,
      main: waiting,
      members: [self(near.find((one) => one.id === waiting) ?? first)],
    };
  if (own === 'voice' && kind === 'linked') return { kind, main: first.id, members: [self(first)] };
  return { kind, main: id, members: near.map(other) };
}

/** Those beside whom it waits already, at the head of the group or as a member. */
async function shownWith(
  tx: Tx,
  cityId: number,
  kind: NewItem['kind'],
  id: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select case i.main_id when ${id} then m.subject_id else i.main_id end as id
    from alike_item i join alike_item_member m on m.city_id = i.city_id and m.item_id = i.id
    where i.city_id = ${cityId} and i.state = 'open' and i.kind = ${kind}
      and (i.main_id = ${id} or m.subject_id = ${id})`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** The head of the open group in which one of these stands, a problem's first. */
async function waitingMain(
  tx: Tx,
  cityId: number,
  kind: NewItem['kind'],
  id: string,
  near: readonly NearStatement[],
): Promise<string | undefined> {
  const ids = near.map((one) => one.id);
  const { rows } = await sql<{ main: string }>`
    select i.main_id as main from alike_item i
    where i.city_id = ${cityId} and i.state = 'open' and i.kind = ${kind} and i.main_id <> ${id}
      and (i.main_id = any(${ids}::uuid[]) or exists (
        select 1 from alike_item_member m where m.city_id = i.city_id and m.item_id = i.id
          and m.decision is null and m.subject_id = any(${ids}::uuid[])))
    order by (i.main_kind = 'entry') desc, i.score desc, i.id limit 1`.execute(tx);
  return rows[0]?.main;
}
