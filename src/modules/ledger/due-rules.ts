import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/source-rule.ts';
import { type DueRule, dueBy } from '#domain/entry/due-rule.ts';
import { SOURCES, type Source } from '#domain/entry/entry.ts';
import { lineageOf } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { isWorkingDay } from '#platform/working-days.ts';

/** The rules that hold on a day, at most one a source. */
async function rulesFor(
  db: Db | Tx,
  cityId: number,
  sources: readonly Source[],
  on: string,
): Promise<DueRule[]> {
  const rows = await db
    .selectFrom('source_rule')
    .where('city_id', '=', cityId)
    .where('source', 'in', [...sources])
    .where('from_on', '<=', on)
    .distinctOn('source')
    .orderBy('source')
    .orderBy('from_on', 'desc')
    .select(['source', 'days', 'day_kind', 'basis'])
    .execute();
  return rows.map((row) => ({
    source: row.source as Source,
    days: row.days,
    dayKind: row.day_kind as DueRule['dayKind'],
    basis: row.basis,
  }));
}

/** The deadline that the rule of its source gives an entry handed over today; undefined without a rule. */
export async function ruledDeadline(
  ctx: Context,
  source: Source,
): Promise<{ kind: 'date'; on: string } | undefined> {
  const [rule] = await rulesFor(ctx.tx, ctx.cityId, [source], ctx.today);
  return rule === undefined
    ? undefined
    : { kind: 'date', on: dueBy(rule, ctx.today, isWorkingDay) };
}

/** 来源时限规则: what holds today, source by source. */
export async function listSourceRules(
  q: Query,
): Promise<Sent<(typeof contract.listSourceRules)['output']>> {
  return { rules: await rulesFor(q.db, q.cityId, SOURCES, q.today) };
}

/** The rule already laid down for exactly this day, which a second one replaces. */
async function ruleFrom(
  ctx: Context,
  source: Source,
  fromOn: string,
): Promise<{ days: number; dayKind: string; basis: string } | undefined> {
  return ctx.tx
    .selectFrom('source_rule')
    .where('city_id', '=', ctx.cityId)
    .where('source', '=', source)
    .where('from_on', '=', fromOn)
    .select(['days', 'day_kind as dayKind', 'basis'])
    .forUpdate()
    .executeTakeFirst();
}

/**
 * A rule from a day on; the earlier one stays on record and goes on holding until then. Each setting is
 * an event, so that one which replaces another of the same day does not hide it.
 */
export async function setSourceRule(
  ctx: Context,
  input: InputOf<typeof contract.setSourceRule>,
): Promise<Sent<(typeof contract.setSourceRule)['output']>> {
  const by = ctx.actor.posts.find(
    (post) => post.role === 'office' && lineageOf(post.path).length === 1,
  );
  if (by === undefined) throw new Refusal('not-allowed');
  const { source, days, dayKind, basis, fromOn = ctx.today } = input;
  const before = await ruleFrom(ctx, source, fromOn);
  await ctx.tx
    .insertInto('source_rule')
    .values({
      city_id: ctx.cityId,
      source,
      from_on: fromOn,
      days,
      day_kind: dayKind,
      basis,
      set_by: ctx.actor.personId,
      set_at: ctx.now,
    })
    .onConflict((c) =>
      c.columns(['city_id', 'source', 'from_on']).doUpdateSet({
        days,
        day_kind: dayKind,
        basis,
        set_by: ctx.actor.personId,
        set_at: ctx.now,
      }),
    )
    .execute();
  await recordOrg(ctx, {
    kind: 'source_rule.set',
    byPost: by.postId,
    payload: { source, fromOn, days, dayKind, basis, ...(before && { before }) },
  });
  return { ok: true };
}
