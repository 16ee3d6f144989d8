import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/my-work.ts';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { outermost } from '#domain/org/path.ts';
import type { Reach } from '#domain/org/reach.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { reviewPart } from './entries-within.ts';
import { loadLines } from './entry-load.ts';
import { viewRow } from './entry-view.ts';
import { keptIn } from './tally.ts';

type Work = Sent<(typeof contract.myWork)['output']>;
type Kind = keyof Work['counts'];

/** Over so many the queue says "1,000" and no more. */
const CAP = 1000;

function postsOf(actor: Actor, roles: readonly Role[]): readonly HeldPost[] {
  return actor.posts.filter((post) => roles.includes(post.role));
}

/** Duty is handed down the territory: what an office sees by line or Party is not its to assign. */
function assigning({ cityId, actor }: Query): Reach {
  return { cityId, roots: outermost(postsOf(actor, ['office']).map((post) => post.path)) };
}

/** The condition on `entry e` for each kind of thing that waits; false where no post of the actor has it to do. */
function conditions(q: Query): Record<Kind, RawBuilder<SqlBool>> {
  // What waits is open: said again for the indexes of what is.
  const lead = sql<SqlBool>`e.closed_at is null and e.lead_unit = any(${postsOf(q.actor, ['liaison', 'handler', 'office']).map((post) => post.unitId)}::uuid[])`;
  const office = within('e.org_path', assigning(q));
  const posts = q.actor.posts.map((post) => post.postId);
  const checkers = postsOf(q.actor, ['inspector', 'office']).map((post) => post.path);
  // Underway after a delivery: sent back, or reopened.
  const cameBack = sql<SqlBool>`(e.state = 'underway' and exists (select 1 from event v
    where v.city_id = e.city_id and v.subject_id = e.id and v.state = 'delivered'))`;
  const review = reviewPart(q);
  return {
    decide: sql<SqlBool>`e.id in (select r.entry_id from request r
      where r.city_id = ${q.cityId} and r.decision is null and r.approver_post = any(${posts}::uuid[]))`,
    check: sql<SqlBool>`e.state = 'delivered' and exists (select 1 from party p
        where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode
          and p.role = 'checker' and p.org_path = any(${checkers}::text[]))
      and not exists (select 1 from request r
        where r.city_id = e.city_id and r.entry_id = e.id and r.decision is null)`,
    returned: sql<SqlBool>`${cameBack} and ${lead}`,
    review: sql<SqlBool>`${review} and not ${cameBack} and ${lead}`,
    accept: sql<SqlBool>`e.state = 'assigned' and not ${review} and ${lead}`,
    deliver: sql<SqlBool>`e.state in ('accepted', 'underway', 'blocked') and not ${cameBack}
      and not ${review} and ${lead}`,
    assign: sql<SqlBool>`e.state = 'listed' and e.closed_at is null and ${office}`,
  };
}

/** 我的待办: everything that waits for a post of mine, the most pressing kind first, each by deadline. */
export async function myWork(q: Query, input: InputOf<typeof contract.myWork>): Promise<Work> {
  const found: { kind: Kind; ids: string[]; n: number }[] = [];
  for (const [kind, where] of Object.entries(conditions(q)) as [Kind, RawBuilder<SqlBool>][]) {
    // Of an office what is to be assigned is many, and counted already.
    const most = kind === 'assign' ? input.limit : CAP;
    const { rows } = await sql<{ id: string }>`
      select e.id from entry e where e.city_id = ${q.cityId} and ${where}
        and not exists (select 1 from merge_link k where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)
      order by e.due_sort, e.id limit ${most}`.execute(q.db);
    const n =
      kind === 'assign' ? Math.min(CAP, await keptIn(q, assigning(q), 'listed')) : rows.length;
    found.push({ kind, ids: rows.map((row) => row.id), n });
  }
  const chosen = found
    .flatMap(({ kind, ids }) => ids.map((id) => ({ kind, id })))
    .slice(0, input.limit);
  const entries = await loadLines(
    q,
    chosen.map((item) => item.id),
  );
  return {
    asOf: q.now.toISOString(),
    counts: Object.fromEntries(found.map(({ kind, n }) => [kind, n])) as Work['counts'],
    items: chosen.flatMap(({ kind, id }) => {
      const entry = entries.get(id);
      return entry === undefined ? [] : [{ ...viewRow(q, entry), waitsFor: kind }];
    }),
  };
}
