import { sql } from 'kysely';
import type { Parsed } from '#contract/operation.ts';
import type { MeasureInput } from '#contract/entry-moves.ts';
import type { Context } from '#platform/command.ts';
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

/** Put measures (措施) and milestones (节点) in place of those that stand; the old ones are kept as dropped. */
export async function replaceMeasures(
  ctx: Context,
  entryId: string,
  measures: readonly Measure[],
): Promise<void> {
  await ctx.tx
    .updateTable('measure')
    .set({ dropped_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId)
    .where('dropped_at', 'is', null)
    .execute();
  if (measures.length === 0) return;
  await ctx.tx
    .insertInto('measure')
    .values(
      measures.map((measure, i) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        entry_id: entryId,
        kind: measure.kind,
        seq: i + 1,
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
