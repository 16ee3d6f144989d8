import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/indicator.ts';
import { LIGHT_RULE, type LightRule, ruleText } from '#domain/target/light.ts';
import { ruleSettingPost } from '#domain/target/policy.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';

type RuleView = Sent<typeof contract.setPaceRule.output>;

/** A rule of the city or a campaign, as stored. */
export interface PaceRule extends LightRule {
  readonly id: string | undefined;
  readonly campaign: string | undefined;
  readonly fromOn: string | undefined;
  readonly basis: string;
}

const DEFAULT: PaceRule = {
  ...LIGHT_RULE,
  id: undefined,
  campaign: undefined,
  fromOn: undefined,
  basis: '',
};

/** Every rule of a city, the newest first; the one that ships with the system comes last. */
export async function loadRules(db: Db | Tx, cityId: number): Promise<PaceRule[]> {
  const rows = await db
    .selectFrom('pace_rule')
    .where('city_id', '=', cityId)
    .orderBy('from_on', 'desc')
    .orderBy('set_at', 'desc')
    .selectAll()
    .execute();
  const own = rows.map((row) => ({
    id: row.id,
    version: row.label,
    campaign: row.campaign_id ?? undefined,
    fromOn: row.from_on,
    elapsedBy: row.elapsed_by as LightRule['elapsedBy'],
    yellowAt: row.yellow_at,
    redBelow: row.red_below,
    lagDays: row.lag_days,
    basis: row.basis,
  }));
  return [...own, DEFAULT];
}

/** The place of the rule in force on a day: a campaign's own before the city's. */
export function ruleAt(rules: readonly PaceRule[], campaign: string | null, at: string): number {
  const begun = (rule: PaceRule): boolean => rule.fromOn === undefined || rule.fromOn <= at;
  const own = rules.findIndex(
    (rule) => rule.campaign !== undefined && rule.campaign === campaign && begun(rule),
  );
  return own >= 0 ? own : rules.findIndex((rule) => rule.campaign === undefined && begun(rule));
}

/**
 * A rule as it is sent, with the sentence that says it; the one without an id is what counts where none was
 * set.
 */
export function viewRule(rule: PaceRule): RuleView {
  return {
    id: rule.id ?? null,
    label: rule.version,
    campaign: rule.campaign ?? null,
    fromOn: rule.fromOn ?? null,
    elapsedBy: rule.elapsedBy,
    yellowAt: rule.yellowAt,
    redBelow: rule.redBelow,
    lagDays: rule.lagDays,
    basis: rule.basis,
    text: ruleText(rule),
  };
}

export async function listPaceRules(
  q: Query,
): Promise<Sent<(typeof contract.listPaceRules)['output']>> {
  const rules = await loadRules(q.db, q.cityId);
  return {
    rules: rules.map(viewRule),
    inForce: rules[ruleAt(rules, null, q.today)]?.id ?? null,
  };
}

/** A rule from a day on; those before it stay, and go on telling what a light meant then. */
export async function setPaceRule(
  ctx: Context,
  input: InputOf<typeof contract.setPaceRule>,
): Promise<RuleView> {
  const office = input.campaign === undefined ? undefined : await officeOf(ctx, input.campaign);
  const by = ruleSettingPost(ctx.actor, office);
  if (by === undefined) throw new Refusal('not-allowed');
  if (input.redBelow > input.yellowAt) throw new Refusal('invalid', { where: 'redBelow' });
  const id = newId(ctx.now.getTime());
  const row = {
    city_id: ctx.cityId,
    id,
    campaign_id: input.campaign ?? null,
    label: input.label,
    from_on: input.fromOn ?? ctx.today,
    elapsed_by: input.elapsedBy,
    yellow_at: input.yellowAt,
    red_below: input.redBelow,
    lag_days: input.lagDays,
    basis: input.basis,
    set_by: ctx.actor.personId,
    set_at: ctx.now,
  };
  await ctx.tx.insertInto('pace_rule').values(row).execute();
  await recordOrg(ctx, {
    kind: 'pace_rule.set',
    subjectId: id,
    byPost: by.postId,
    payload: { ...input, fromOn: row.from_on },
  });
  const rules = await loadRules(ctx.tx, ctx.cityId);
  return viewRule(rules.find((rule) => rule.id === id) ?? DEFAULT);
}

async function officeOf(ctx: Context, campaign: string): Promise<{ unitId: string; path: string }> {
  const row = await ctx.tx
    .selectFrom('campaign')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', campaign)
    .select('office_unit')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { campaign });
  return {
    unitId: row.office_unit,
    path: await pathOfUnit(ctx.tx, ctx.cityId, row.office_unit),
  };
}
