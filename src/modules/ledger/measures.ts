import { sql } from 'kysely';
import type { Parsed } from '#contract/operation.ts';
import type { MeasureInput } from '#contract/entry-move.ts';
import type { Context } from '#platform/command.ts';
import { AHEAD, KEPT } from '#platform/db/driver.ts';
import { statement } from '#platform/db/statement.ts';
import { bare, insertion, piece } from '#platform/db/write-sql.ts';
import { newId } from '#platform/ids.ts';

export type Measure = Parsed<typeof MeasureInput>;

/** How many measures and milestones an entry will have: those given, else those it has. */
export function measuresAfter(
  entry: { readonly measures: number; readonly milestones: number },
  given: readonly Measure[] | undefined,
): { measures: number; milestones: number } {
  if (given !== undefined) return countMeasures(given);
  return { measures: entry.measures, milestones: entry.milestones };
}

/** How many of each kind a list of measures holds. */
export function countMeasures(measures: readonly Measure[]): {
  measures: number;
  milestones: number;
} {
  const milestones = measures.filter((measure) => measure.kind === 'milestone').length;
  return { measures: measures.length - milestones, milestones };
}

/** A measure or milestone that stands, by its place in their order. */
export interface Standing {
  readonly id: string;
  readonly kind: 'measure' | 'milestone';
  readonly text: string;
  readonly dueOn?: string | undefined;
  readonly doneAt?: string | undefined;
  readonly seq: number;
}

/** The measures and milestones of an entry that stand, in order. */
async function standingOf(ctx: Context, entryId: string): Promise<Standing[]> {
  const rows = await askStanding(ctx.tx, { cityId: ctx.cityId, entryId });
  return rows.map(({ due_on, ...row }) => ({ ...row, dueOn: due_on ?? undefined }));
}

const askStanding = statement<
  { cityId: number; entryId: string },
  Standing & { readonly due_on: string | null }
>(
  (at) => sql`${sql.raw(KEPT)}
    select id, kind, text, due_on, seq from measure
    where city_id = ${at.cityId} and entry_id = ${at.entryId} and dropped_at is null
    order by seq`,
);

function saysTheSame(one: Standing, measure: Measure): boolean {
  return one.kind === measure.kind && one.text === measure.text && one.dueOn === measure.dueOn;
}

/** Are these the measures and milestones that stand? */
export async function standAlready(
  ctx: Context,
  entryId: string,
  measures: readonly Measure[],
): Promise<boolean> {
  const standing = await standingOf(ctx, entryId);
  return (
    standing.length === measures.length &&
    measures.every((measure) => standing.some((one) => saysTheSame(one, measure)))
  );
}

/**
 * Put measures (措施) and milestones (节点) in place of those that stand. One that says the same, for the
 * same day, stays the one it is, with the day it was done; the others are kept as dropped. `standing` is for
 * who has read them already.
 *
 * @returns those that stand now, measures before milestones, each kind in its order.
 */
export async function replaceMeasures(
  ctx: Context,
  entryId: string,
  measures: readonly Measure[],
  standing?: readonly Standing[],
): Promise<readonly Standing[]> {
  const rest = [...(standing ?? (await standingOf(ctx, entryId)))];
  const placed = measures.map((measure, i) => {
    const at = rest.findIndex((one) => saysTheSame(one, measure));
    const same = at < 0 ? undefined : rest.splice(at, 1)[0];
    const id = same?.id ?? newId(ctx.now.getTime());
    return { now: { ...same, ...measure, id, seq: i + 1 }, same };
  });
  if (rest.length > 0)
    await ctx.tx
      .updateTable('measure')
      .set({ dropped_at: ctx.now })
      .where('city_id', '=', ctx.cityId)
      .where(
        'id',
        'in',
        rest.map((one) => one.id),
      )
      .execute();
  for (const { now, same } of placed)
    if (same !== undefined && same.seq !== now.seq)
      await ctx.tx
        .updateTable('measure')
        .set({ seq: now.seq })
        .where('city_id', '=', ctx.cityId)
        .where('id', '=', now.id)
        .execute();
  const fresh = placed.filter(({ same }) => same === undefined);
  const rows = fresh.map(({ now: { id, kind, seq, text, dueOn } }) => ({
    city_id: ctx.cityId,
    id,
    entry_id: entryId,
    kind,
    seq,
    text,
    due_on: dueOn ?? null,
  }));
  if (rows.length > 0) await piece`${bare(AHEAD)} ${insertion('measure', rows)}`.execute(ctx.tx);
  const standingNow = placed.map(({ now }) => now);
  return ['measure', 'milestone'].flatMap((kind) => standingNow.filter((one) => one.kind === kind));
}

/** Mark measures of this entry as done; ids that are not its own, or done already, change nothing. */
export async function finishMeasures(
  ctx: Context,
  entryId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update measure set done_at = ${ctx.now}
    where city_id = ${ctx.cityId} and entry_id = ${entryId} and id = any(${ids}::uuid[])
      and done_at is null and dropped_at is null`.execute(ctx.tx);
}
