import { sql } from 'kysely';
import { KINDS_THAT_TELL, SEEN_SLACK_MS, sendMoment, staleBefore } from '#domain/voice/news.ts';
import { dayOf } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { lowestId } from '#platform/ids.ts';
import { PROBLEM_TOLD } from '../follow-steps.ts';
import { opened } from './vault.ts';

/** A move's event bears the moment at which it began and is there when it is committed: so far back is read again. */
const OVERLAP_MS = 600_000;
/** So many voices are marked in one transaction: a problem may have thousands. */
const AT_ONCE = 500;
/** Merges are followed this far, as on the reporter's page. */
const DEEPEST_MERGE = 8;

interface Walk {
  readonly db: Db;
  readonly cityId: number;
  readonly now: Date;
}

/**
 * Read what has happened since the last walk, and mark the voices whose reporters wished to be told of it: of their own
 * voice, and of the problems it is linked to, through merges. The events are in the transactions of their moves, so
 * nothing is lost and no move waits, or leaves any trace of who is told. Walking twice marks nothing twice.
 */
export async function walkNews(walk: Walk): Promise<void> {
  const { db, cityId, now } = walk;
  const to = now;
  const from = await db.transaction().execute(async (tx) => await beginning(tx, walk));
  for (;;) {
    const marked = await db
      .transaction()
      .execute(async (tx) => await opened(tx, () => mark(tx, walk, { from, to })));
    if (marked < AT_ONCE) break;
  }
  await db.transaction().execute((tx) =>
    opened(tx, async () => {
      await sql`
        insert into vault.news_walk (city_id, walked_to) values (${cityId}, ${to})
        on conflict (city_id) do update set walked_to = greatest(vault.news_walk.walked_to, ${to})`.execute(
        tx,
      );
      await sql`
        delete from vault.news_day where city_id = ${cityId} and on_day < ${dayOf(staleBefore(now))}`.execute(
        tx,
      );
    }),
  );
}

/** Where the last walk ended, a little before; what is too old to be told is not read at all. */
async function beginning(tx: Tx, { cityId, now }: Walk): Promise<Date> {
  return await opened(tx, async () => {
    const { rows } = await sql<{ walked_to: Date }>`
      select walked_to from vault.news_walk where city_id = ${cityId}`.execute(tx);
    const walkedTo = rows[0]?.walked_to ?? now;
    return new Date(Math.max(walkedTo.getTime() - OVERLAP_MS, staleBefore(now).getTime()));
  });
}

async function mark(
  tx: Tx,
  { cityId, now }: Walk,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with recursive moved (entry_id, at, depth) as (
      select e.subject_id, e.at, 0 from event e
      where e.city_id = ${cityId} and e.id >= ${lowestId(from)}::uuid and e.at > ${from} and e.at <= ${to}
        and e.kind = any(${Object.keys(PROBLEM_TOLD)}::text[])
      union all
      select m.entry_id, moved.at, moved.depth + 1
      from moved join merge_link m on m.city_id = ${cityId} and m.survivor_id = moved.entry_id and m.undone_at is null
      where moved.depth < ${DEEPEST_MERGE}
    ), fresh as (
      select voice_id, max(at) as at from (
        select v.voice_id, v.at from voice_event v
        where v.city_id = ${cityId} and v.at > ${from} and v.at <= ${to}
          and v.by_side <> 'reporter' and v.kind = any(${KINDS_THAT_TELL}::text[])
        union all
        select k.voice_id, moved.at from moved
        join voice_link k on k.city_id = ${cityId} and k.entry_id = moved.entry_id and k.undone_at is null
      ) both_sides group by voice_id
    ), due as (
      select n.voice_id, fresh.at from vault.news n join fresh on fresh.voice_id = n.voice_id
      where n.city_id = ${cityId} and n.wished
        and fresh.at > greatest(n.wished_at, n.told_at, n.news_at, n.seen_at - ${`${SEEN_SLACK_MS} ms`}::interval)
      order by n.voice_id limit ${AT_ONCE} for update of n skip locked
    )
    update vault.news n set news_at = due.at, due_at = coalesce(n.due_at, ${sendMoment(now, undefined)})
    from due where n.city_id = ${cityId} and n.voice_id = due.voice_id`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
