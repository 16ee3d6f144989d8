import { type Selectable, sql } from 'kysely';
import type { Parsed } from '#contract/operation.ts';
import type { MeasureInput } from '#contract/entry-moves.ts';
import type { Context } from '#platform/command.ts';
import type { Tables } from '#platform/db/tables.ts';
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

type Standing = Pick<Selectable<Tables['measure']>, 'id' | 'kind' | 'text' | 'due_on' | 'seq'>;

/** The measures and milestones of an entry that stand, in order. */
export function standingOf(ctx: Context, entryId: string): Promise<Standing[]> {
  return ctx.tx
    .selectFrom('measure')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId)
    .where('dropped_at', 'is', null)
    .orderBy('seq')
    .select(['id', 'kind', 'text', 'due_on', 'seq'])
    .execute();
}

function saysTheSame(one: Standing, measure: Measure): boolean {
  return (
    one.kind === measure.kind &&
    one.text === measure.text &&
    (one.due_on ?? undefined) === measure.dueOn
  );
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
 */
export async function replaceMeasures(
  ctx: Context,
  entryId: string,
  measures: readonly Measure[],
  standing?: readonly Standing[],
): Promise<void> {
  const rest = [...(standing ?? (await standingOf(ctx, entryId)))];
  const placed = measures.map((measure, i) => {
    const at = rest.findIndex((one) => saysTheSame(one, measure));
    return { measure, seq: i + 1, same: at < 0 ? undefined : rest.splice(at, 1)[0] };
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
  for (const { seq, same } of placed)
    if (same !== undefined && same.seq !== seq)
      await ctx.tx
        .updateTable('measure')
        .set({ seq })
        .where('city_id', '=', ctx.cityId)
        .where('id', '=', same.id)
        .execute();
  const fresh = placed.filter((one) => one.same === undefined);
  if (fresh.length === 0) return;
  await ctx.tx
    .insertInto('measure')
    .values(
      fresh.map(({ measure, seq }) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        entry_id: entryId,
        kind: measure.kind,
        seq,
        text: measure.text,
        due_on: measure.dueOn ?? null,
      })),
    )
    .execute();
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
