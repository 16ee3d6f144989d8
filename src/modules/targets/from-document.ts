import type { InputOf, Parsed, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target-moves.ts';
import { documentPost } from '#domain/document/policy.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { draftOf, type Drafted } from '#domain/target/from-figure.ts';
import { proposingPost } from '#domain/target/policy.ts';
import type { TargetState } from '#domain/target/lifecycle.ts';
import { foldText } from '#domain/text/fold.ts';
import { plainDecimal } from '#domain/target/reading-sheet.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Unit } from '#modules/org/unit-store.ts';
import type { Context } from '#platform/command.ts';
import { addIndicator } from './define-indicator.ts';
import {
  findIndicator,
  type Indicator,
  loadIndicators,
  nearestFor,
  unitFor,
} from './indicators.ts';
import { createTarget, insistCampaign } from './target-store.ts';

type Input = InputOf<typeof contract.proposeTargets>;
type Item = Parsed<typeof contract.ProposedItem>;
type Made = Sent<typeof contract.proposeTargets.output>['targets'][number];

/**
 * 由文件拟定目标: a target for each accepted figure of a document, with its words. The same place of the same
 * document makes one target for a unit, however often it is sent. What has no definition or no threshold
 * waits for it (口径待明确).
 */
export async function proposeTargets(
  ctx: Context,
  input: Input,
): Promise<Sent<typeof contract.proposeTargets.output>> {
  const unit = await unitFor(ctx, input.unit);
  const by = proposingPost(ctx.actor, { unitId: unit.id, path: unit.path });
  if (by === undefined) throw new Refusal('not-allowed');
  await insistDecides(ctx, input.document);
  await insistCampaign(ctx, input.campaign);
  const targets: Made[] = [];
  for (const item of input.items) {
    const before = await madeBefore(ctx, input.document, unit.id, item);
    if (before !== undefined) {
      targets.push({ ...before, start: item.start, end: item.end, made: false });
      continue;
    }
    const draft = draftOf({
      metric: item.scope === undefined ? item.metric : withScope(item.metric, item.scope),
      unitText: item.unitText,
      op: item.op,
      value: item.value,
      max: item.max,
      base: item.base,
      approximate: item.approximate,
    });
    const indicator = await indicatorFor(ctx, unit, draft, item.unitText);
    const whole = indicator.state === 'defined' && draft.goal !== undefined;
    const state: TargetState = whole ? 'proposed' : 'definition_pending';
    const columns = columnsOf(ctx, input, item, draft);
    const id = await createTarget(
      ctx,
      state,
      { ...columns, indicator_id: indicator.id, unit_id: unit.id },
      by,
      'target.propose',
    );
    targets.push({ id, start: item.start, end: item.end, made: true, state });
  }
  return { targets };
}

/**
 * Only who may decide on a document speaks for it: otherwise a unit could put a lower bar of its own under the
 * city's words before the city's office does, which would then take it for its own.
 */
async function insistDecides(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom('document as d')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'd.city_id').onRef('u.id', '=', 'd.unit_id'),
    )
    .where('d.city_id', '=', ctx.cityId)
    .where('d.id', '=', id)
    .select(['d.state', 'd.unit_id as unitId', 'u.org_path as path'])
    .executeTakeFirst();
  if (row === undefined || !reaches(reachOf(ctx.actor), row.path))
    throw new Refusal('not-found', { id });
  if (documentPost(ctx.actor, 'decide', row) === undefined) throw new Refusal('not-allowed');
}

/** 城镇 + 新增就业; the whole territory needs no saying. */
function withScope(metric: string, scope: string): string {
  const whole = /^(全市|我市|全县|我县|全区|全镇)$/.test(scope);
  return whole || metric.includes(scope) ? metric : `${scope}${metric}`.slice(0, 100);
}

async function madeBefore(
  ctx: Context,
  document: string,
  unitId: string,
  { start, end }: Item,
): Promise<{ id: string; state: TargetState } | undefined> {
  const row = await ctx.tx
    .selectFrom('target')
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', document)
    .where('span_start', '=', start)
    .where('span_end', '=', end)
    .where('unit_id', '=', unitId)
    .select(['id', 'state'])
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, state: row.state as TargetState };
}

/** The indicator of this name nearest above the unit, else a new one of its own without a definition. */
async function indicatorFor(
  ctx: Context,
  unit: Unit,
  draft: Drafted,
  measure: string,
): Promise<Indicator> {
  const name = draft.name.slice(0, 100);
  const known = await loadIndicators(ctx.tx, ctx);
  const same = known.filter((one) => foldText(one.name) === foldText(name));
  const found = nearestFor(unit.path, same);
  if (found !== undefined) return found;
  const id = await addIndicator(ctx, unit, {
    name,
    measure,
    direction: draft.direction,
    periodicity: 'monthly',
    adds: draft.adds,
  });
  return await findIndicator(ctx.tx, ctx, id);
}

function columnsOf(ctx: Context, input: Input, item: Item, draft: Drafted) {
  const to = item.to ?? `${ctx.today.slice(0, 4)}-12-31`;
  const from = item.from ?? `${to.slice(0, 4)}-01-01`;
  const goal = decimalOf(draft.goal);
  return {
    campaign_id: input.campaign ?? null,
    period_from: from <= to ? from : to,
    period_to: to,
    baseline: decimalOf(draft.baseline),
    goal,
    goal_to: goal === null ? null : decimalOf(draft.goalTo),
    op: draft.op,
    grade: item.grade ?? ('expected' as const),
    path: draft.path,
    document_id: input.document,
    profile: '[]',
    span_start: item.start,
    span_end: item.end,
    quote: item.quote,
  };
}

function decimalOf(value: number | undefined): string | null {
  return value === undefined ? null : (plainDecimal(value) ?? null);
}
