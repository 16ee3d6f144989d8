import { sql } from 'kysely';
import { Links } from '#domain/alike/links.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { type EdgeRow, edgesOf, reachable } from './alike-store.ts';

interface CutEdge extends Omit<EdgeRow, 'id'> {
  decision_id: string | null;
  cut_by: string;
}

interface ApartRow {
  a_id: string;
  b_id: string;
  decision_id: string;
}

/**
 * Draws anew what only judgements taken back had cut, with the reason it had: so judgements may be taken back in any
 * order, and when all are, every link is there that was at first. What another judgement in force cut stays cut, and
 * nothing is drawn that brings together two which a later judgement in force set apart. `main` is tied first.
 */
export async function restoreEdges(
  ctx: Context,
  decision: string,
  touched: readonly string[],
): Promise<void> {
  const cut = await cutEdges(ctx, decision, touched);
  if (cut.length === 0) return;
  const ends = cut.flatMap(({ a_id: a, b_id: b }) => [a, b]);
  const members = await reachable(ctx.tx, ctx.cityId, [...new Set([...touched, ...ends])]);
  const numbers = new Map(members.map((id, at) => [id, at]));
  const numberOf = (id: string): number => numbers.get(id) ?? -1;
  const links = new Links();
  const why = { score: 1, rule: '', actor: '' };
  for (const { a_id: a, b_id: b } of await edgesOf(ctx.tx, ctx.cityId, members))
    links.link(numberOf(a), numberOf(b), why);
  const aparts = await apartWithin(ctx, members);
  const [main] = touched;
  const isMains = ({ a_id: a, b_id: b }: CutEdge): number => Number(a === main || b === main);
  for (const edge of cut.toSorted((x, y) => isMains(y) - isMains(x) || y.score - x.score)) {
    const ends = [links.root(numberOf(edge.a_id)), links.root(numberOf(edge.b_id))];
    const meets = ({ a_id: a, b_id: b, decision_id: by }: ApartRow): boolean => {
      const apart = [links.root(numberOf(a)), links.root(numberOf(b))];
      return (
        by > edge.cut_by && apart[0] !== apart[1] && apart.every((root) => ends.includes(root))
      );
    };
    if (ends[0] !== ends[1] && aparts.some(meets)) continue;
    links.link(numberOf(edge.a_id), numberOf(edge.b_id), why);
    const { cut_by: _, ...drawn } = edge;
    await ctx.tx
      .insertInto('alike_edge')
      .values({ ...drawn, city_id: ctx.cityId, id: newId(ctx.now.getTime()) })
      .execute();
  }
}

/** Of each pair that is not linked now the last link that judgements taken back had cut, unless one in force cut it too. */
async function cutEdges(
  { tx, cityId }: Context,
  decision: string,
  touched: readonly string[],
): Promise<CutEdge[]> {
  const { rows } = await sql<CutEdge>`
    with cut as (
      select e.*, c.id = ${decision} or c.undone_at is not null as is_lifted from (
        select * from alike_edge where city_id = ${cityId} and undone_at is not null and a_id = any(${touched}::uuid[])
        union select * from alike_edge where city_id = ${cityId} and undone_at is not null and b_id = any(${touched}::uuid[])) e
      join alike_decision c on c.city_id = e.city_id and c.id = e.undone_by_decision
      where e.undone_by_decision is distinct from e.decision_id)
    select distinct on (e.a_id, e.b_id) e.a_id, e.b_id, e.a_kind, e.b_kind, e.score, e.rule, e.actor,
      e.decision_id, e.linked_at, e.undone_by_decision as cut_by
    from cut e left join alike_decision d on d.city_id = e.city_id and d.id = e.decision_id
    where e.is_lifted and (d.id is null or (d.id <> ${decision} and d.undone_at is null))
      and not exists (select 1 from cut k where k.a_id = e.a_id and k.b_id = e.b_id and not k.is_lifted)
      and not exists (select 1 from alike_edge l
        where l.city_id = ${cityId} and l.a_id = e.a_id and l.b_id = e.b_id and l.undone_at is null)
    order by e.a_id, e.b_id, e.id desc`.execute(tx);
  return rows;
}

async function apartWithin({ tx, cityId }: Context, ids: readonly string[]): Promise<ApartRow[]> {
  const { rows } = await sql<ApartRow>`
    select a_id, b_id, decision_id from alike_apart
    where city_id = ${cityId} and undone_at is null
      and a_id = any(${ids}::uuid[]) and b_id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}
