import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import { type CountFault, foldFlow, rebuildFlow, recountFlow } from './overview-flow.ts';

/** Any fixed number; with the city it names the lock under which counts are folded. */
const FOLD_LOCK = 7_301;

/**
 * Fold the waiting deltas of a city into the rollup of every unit above them. Deltas and rollup change in
 * one statement, so a reader sees each count exactly once. Another process that is folding goes first.
 *
 * @returns how many deltas were folded.
 */
export async function foldCounts(db: Db, cityId: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${FOLD_LOCK}, ${cityId}) as mine`.execute(tx);
    if (lock.rows[0]?.mine !== true) return 0;
    const { rows } = await sql<{ n: number }>`
      with taken as (
        delete from rollup_delta where city_id = ${cityId} returning *
      ), sums as (
        select t.city_id, x.no::int as unit_no, t.campaign_id, t.kind, t.category, t.state, sum(t.n)::int as n
        from taken t cross join lateral unnest(string_to_array(trim(trailing '.' from t.org_path), '.')) x (no)
        group by 1, 2, 3, 4, 5, 6 having sum(t.n) <> 0
      ), folded as (
        insert into rollup (city_id, unit_no, campaign_id, kind, category, state, n)
        select city_id, unit_no, campaign_id, kind, category, state, n from sums
        on conflict (city_id, unit_no, campaign_id, kind, category, state)
        do update set n = rollup.n + excluded.n
      )
      select count(*)::int as n from taken`.execute(tx);
    await foldFlow(tx, cityId);
    return rows[0]?.n ?? 0;
  });
}

/** Compare every kept count (rollup, weekly flow and waiting deltas) with a recount of the rows; all are equal, or there is a fault. */
export async function recount(db: Db, cityId: number): Promise<CountFault[]> {
  const { rows } = await sql<CountFault>`
    with kept as (
      select unit_no, campaign_id, kind, category, state, sum(n)::int as n from (
        select unit_no, campaign_id, kind, category, state, n from rollup where city_id = ${cityId}
        union all
        select x.no::int, d.campaign_id, d.kind, d.category, d.state, d.n from rollup_delta d
          cross join lateral unnest(string_to_array(trim(trailing '.' from d.org_path), '.')) x (no)
          where d.city_id = ${cityId}) k
      group by 1, 2, 3, 4, 5
    ), counted as (
      select x.no::int as unit_no, e.campaign_id, e.kind, e.category,
        case when exists (select 1 from merge_link m
          where m.city_id = e.city_id and m.entry_id = e.id and m.undone_at is null)
          then 'merged' else e.state end as state, count(*)::int as n
      from entry e cross join lateral unnest(string_to_array(trim(trailing '.' from e.org_path), '.')) x (no)
      where e.city_id = ${cityId} group by 1, 2, 3, 4, 5
    )
    select unit_no as "unitNo", state, coalesce(k.n, 0) as kept, coalesce(c.n, 0) as counted
    from kept k full join counted c using (unit_no, campaign_id, kind, category, state)
    where coalesce(k.n, 0) <> coalesce(c.n, 0)
    order by unit_no, state limit 1000`.execute(db);
  return [...rows, ...(await recountFlow(db, cityId))];
}

/**
 * Make the counts anew from the rows: the mend for a fault that `recount` has found. Nobody waits for it: it counts the
 * city as it stood at one moment and takes away the deltas of before; what is put down meanwhile is folded afterwards.
 */
export async function rebuildCounts(db: Db, cityId: number): Promise<void> {
  await db.connection().execute(async (own) => {
    // Taken before the moment is fixed: a fold between the two would have taken the same deltas.
    await sql`select pg_advisory_lock(${FOLD_LOCK}, ${cityId})`.execute(own);
    try {
      await own
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((tx) => countAnew(tx, cityId));
    } finally {
      await sql`select pg_advisory_unlock(${FOLD_LOCK}, ${cityId})`.execute(own);
    }
  });
}

async function countAnew(tx: Tx, cityId: number): Promise<void> {
  // All events of a city are put in order once.
  await sql`set local work_mem = '64MB'`.execute(tx);
  await tx.deleteFrom('rollup_delta').where('city_id', '=', cityId).execute();
  await tx.deleteFrom('rollup').where('city_id', '=', cityId).execute();
  await sql`
    insert into rollup (city_id, unit_no, campaign_id, kind, category, state, n)
    select e.city_id, x.no::int, e.campaign_id, e.kind, e.category,
      case when exists (select 1 from merge_link m
        where m.city_id = e.city_id and m.entry_id = e.id and m.undone_at is null)
        then 'merged' else e.state end, count(*)::int
    from entry e cross join lateral unnest(string_to_array(trim(trailing '.' from e.org_path), '.')) x (no)
    where e.city_id = ${cityId} group by 1, 2, 3, 4, 5, 6
    -- A unit's counts on few pages: they are read together.
    order by 1, 2`.execute(tx);
  await rebuildFlow(tx, cityId);
}
