import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/indicator.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { isPeriodEnd, nextPeriodEnd } from '#domain/target/period.ts';
import { confirmingPost, reportingPost, type UnitPlace } from '#domain/target/policy.ts';
import { vintageObjection } from '#domain/target/reading.ts';
import { sameDecimal } from '#domain/target/reading-sheet.ts';
import { insist, type Objection, Refusal, type RefusalDetails } from '#domain/refusal.ts';
import { findUnit } from '#modules/org/unit-store.ts';
import type { Context, Query } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { findIndicator, type Indicator, keeperOf } from './indicators.ts';
import { tell } from './told.ts';

type Reading = InputOf<typeof contract.recordReading>;
type Recorded = Sent<typeof contract.recordReading.output>;
type Vintage = Reading['vintage'];

/** What a period had before, if anything. */
export interface Before {
  readonly version: number;
  readonly vintage: Vintage;
  readonly value: string;
}

/** A figure on its way in. */
export interface Figure {
  readonly periodEnd: string;
  readonly value: string;
  readonly vintage: Vintage;
  readonly asOf: string;
  readonly note: string;
}

/** 报数、终核、修正. The same figure again changes nothing. */
export async function recordReading(ctx: Context, input: Reading): Promise<Recorded> {
  const indicator = await findIndicator(ctx.tx, ctx, input.id);
  const unit = await findUnit(ctx.tx, ctx.cityId, input.unit);
  const place = { unitId: unit.id, path: unit.path };
  const figure: Figure = {
    periodEnd: input.periodEnd,
    value: input.value,
    vintage: input.vintage,
    asOf: input.asOf ?? ctx.today,
    note: input.note ?? '',
  };
  const by = recordingPost(ctx, indicator, place, figure.vintage);
  if (by === undefined)
    throw new Refusal(reaches(reachOf(ctx.actor), unit.path) ? 'not-allowed' : 'not-found');
  const no = periodObjection(figure.periodEnd, indicator, ctx.today);
  if (no !== undefined) throw new Refusal(no.code, no.details);
  return await writeFigure(ctx, indicator, unit.id, figure, by);
}

/** The post by which this vintage may be recorded; a unit reports its own figures, others confirm them. */
export function recordingPost(
  of: Pick<Query, 'actor'>,
  indicator: Indicator,
  unit: UnitPlace,
  vintage: Vintage,
): HeldPost | undefined {
  const rule = vintage === 'provisional' ? reportingPost : confirmingPost;
  return rule(of.actor, keeperOf(indicator), unit);
}

/** A figure is given for a period of its indicator that is over. */
export function periodObjection(
  day: string,
  indicator: Pick<Indicator, 'periodicity'>,
  today: string,
): { readonly code: NonNullable<Objection>; readonly details: RefusalDetails } | undefined {
  if (day > today) return { code: 'period-ahead', details: { day } };
  if (isPeriodEnd(day, indicator.periodicity)) return undefined;
  return {
    code: 'not-period-end',
    details: { day, next: nextPeriodEnd(day, indicator.periodicity) ?? day },
  };
}

/** Does this figure say nothing new? A provisional report of what is final already is no news either. */
export function isKnown(before: Before | undefined, figure: Figure): boolean {
  if (before === undefined || !sameDecimal(before.value, figure.value)) return false;
  return before.vintage === figure.vintage || figure.vintage === 'provisional';
}

/**
 * Write a figure as the next vintage of its period: the row, its vintage and its event together. Two who
 * report the same period at once come one after the other.
 */
export async function writeFigure(
  ctx: Context,
  indicator: Indicator,
  unitId: string,
  figure: Figure,
  by: HeldPost,
): Promise<Recorded> {
  const key = {
    city_id: ctx.cityId,
    indicator_id: indicator.id,
    unit_id: unitId,
    period_end: figure.periodEnd,
  };
  const { value, vintage } = figure;
  const fresh = await ctx.tx
    .insertInto('reading')
    .values({ ...key, id: newId(ctx.now.getTime()), version: 1, state: vintage, value })
    .onConflict((c) => c.columns(['city_id', 'indicator_id', 'unit_id', 'period_end']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (fresh !== undefined) {
    insist(vintageObjection(undefined, figure));
    await addVintage(ctx, fresh.id, 1, indicator, figure, by);
    return recorded(fresh.id, 1, figure, true);
  }
  const row = await ctx.tx
    .selectFrom('reading')
    .where('city_id', '=', key.city_id)
    .where('indicator_id', '=', key.indicator_id)
    .where('unit_id', '=', key.unit_id)
    .where('period_end', '=', key.period_end)
    .forNoKeyUpdate()
    .select(['id', 'version', 'state', 'value'])
    .executeTakeFirstOrThrow();
  const before: Before = { ...row, vintage: row.state as Vintage };
  if (isKnown(before, figure))
    return recorded(row.id, row.version, { ...figure, ...before }, false);
  insist(vintageObjection(before, figure));
  const version = row.version + 1;
  await ctx.tx
    .updateTable('reading')
    .set({ version, state: vintage, value })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', row.id)
    .execute();
  await addVintage(ctx, row.id, version, indicator, figure, by);
  return recorded(row.id, version, figure, true);
}

async function addVintage(
  ctx: Context,
  id: string,
  version: number,
  indicator: Indicator,
  figure: Figure,
  by: HeldPost,
): Promise<void> {
  const { value, vintage, asOf, note } = figure;
  await ctx.tx
    .insertInto('reading_vintage')
    .values({
      city_id: ctx.cityId,
      reading_id: id,
      version,
      vintage,
      value,
      as_of: asOf,
      definition: indicator.version,
      note,
      by_unit: by.unitId,
      by_post: by.postId,
      at: ctx.now,
    })
    .execute();
  await tell(ctx, {
    kind: `reading.${vintage}`,
    subjectId: id,
    version,
    state: vintage,
    by,
    change: { indicator: indicator.id, ...figure },
    reason: note,
  });
}

function recorded(
  id: string,
  version: number,
  { periodEnd, value, vintage }: Figure,
  changed: boolean,
): Recorded {
  return { reading: { id, version, periodEnd, value, vintage }, changed };
}
