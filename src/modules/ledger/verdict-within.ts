import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { isClaimed, isListed } from '#domain/entry/entry.ts';
import { type Verdict, VERDICTS } from '#domain/entry/verdict.ts';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { TASK_STATES } from '#domain/task/lifecycle.ts';
import type { Reach } from '#domain/org/reach.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';

const BY_OTHERS = sql<SqlBool>`c.assurance <> 'superior' and c.finding <> 'cannot_verify'`;
/** Is check `c` about what stands of entry `e` now? */
const IN_FORCE = sql<SqlBool>`c.episode = e.episode and (e.delivered_at is null or c.checked_at >= e.delivered_at)`;

/** The same rule as `verdictOf`, in SQL, of `entry e`; null where it is 尚未核实. */
const VERDICT = sql<Verdict | null>`(
  select c.finding from entry_check c
  where c.city_id = e.city_id and c.entry_id = e.id and ${BY_OTHERS} and ${IN_FORCE}
  order by c.checked_at desc, c.id desc limit 1)`;

/** The condition that `entry e` stands under one of these verdicts. */
export function verdictPart(
  q: Pick<Query, 'cityId'>,
  wanted: readonly Verdict[],
): RawBuilder<SqlBool> {
  const found = VERDICTS.filter((one) => one !== 'none' && wanted.includes(one));
  const none = sql<SqlBool>`${VERDICT} is null`;
  if (found.length === 0) return none;
  // As an array, so that the planner does not walk the whole list for the few that were checked.
  const some = sql<SqlBool>`(e.id = any(array(
    select c.entry_id from entry_check c
    where c.city_id = ${q.cityId} and ${BY_OTHERS} and c.finding in (${sql.join(found)})))
    and ${VERDICT} in (${sql.join(found)}))`;
  return wanted.includes('none') ? sql<SqlBool>`(${none} or ${some})` : some;
}

/** The condition that others ever came to a conclusion on `entry e`: the entries whose checks `weeksWithin` counts. */
export function checkedPart(q: Pick<Query, 'cityId'>, wanted: boolean): RawBuilder<SqlBool> {
  const ever = sql<SqlBool>`e.id = any(array(
    select c.entry_id from entry_check c where c.city_id = ${q.cityId} and ${BY_OTHERS}))`;
  return wanted ? ever : sql<SqlBool>`not (${ever})`;
}

const STATES = [...new Set([...PROBLEM_STATES, ...TASK_STATES])];
const CLAIMED = sql`(${sql.join(STATES.filter(isClaimed))})`;
const LISTED = sql`(${sql.join(STATES.filter(isListed))})`;

/** How the entries of a scope stand before others: claims upheld, findings against any entry on the ledger, claims looked at. */
export async function verdictsWithin(
  q: Query,
  scope: Reach,
  only: { readonly campaign: string | undefined; readonly kind: string },
): Promise<{ readonly upheld: number; readonly failed: number; readonly looked: number }> {
  const { rows } = await sql<{ upheld: number; failed: number; looked: number }>`
    select count(*) filter (where claimed and finding = 'confirmed')::int as upheld,
      count(*) filter (where finding <> 'confirmed')::int as failed,
      count(*) filter (where claimed)::int as looked
    from (
      select distinct on (c.entry_id) c.finding, e.state in ${CLAIMED} as claimed
      from entry_check c join entry e on e.city_id = c.city_id and e.id = c.entry_id
      where c.city_id = ${q.cityId} and ${BY_OTHERS} and ${IN_FORCE}
        and e.state in ${LISTED} and e.kind = ${only.kind} and ${within('e.org_path', scope)}
        ${only.campaign === undefined ? sql`` : sql`and e.campaign_id = ${only.campaign}`}
        and not exists (select 1 from merge_link k
          where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
      order by c.entry_id, c.checked_at desc, c.id desc) v`.execute(q.db);
  return rows[0] ?? { upheld: 0, failed: 0, looked: 0 };
}
