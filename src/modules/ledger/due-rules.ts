import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/source-rule.ts';
import { type DueRule, dueBy } from '#domain/entry/due-rule.ts';
import { SOURCES, type Source } from '#domain/entry/entry.ts';
import { lineageOf } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { isWorkingDay } from '#platform/working-days.ts';

/** The rule that holds for a source on a day, if the city has set one. */
async function ruleFor(
  db: Db | Tx,
  cityId: number,
  source: Source,
  on: string,
): Promise<DueRule | undefined> {
  const row = await db
    .selectFrom('source_rule')
    .where('city_id', '=', cityId)
    .where('source', '=', source)
    .where('from_on', '<=', on)
    .orderBy('from_on', 'desc')
    .limit(1)
    .select(['days', 'day_kind', 'basis'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { source, days: row.days, dayKind: row.day_kind as DueRule['dayKind'], basis: row.basis };
}

/** The deadline that the rule of its source gives an entry handed over today; undefined without a rule. */
export async function ruledDeadline(
  ctx: Context,
  source: Source,
): Promise<{ kind: 'date'; on: string } | undefined> {
  const rule = await ruleFor(ctx.tx, ctx.cityId, source, ctx.today);
  return rule === undefined
    ? undefined
    : { kind: 'date', on: dueBy(rule, ctx.today, isWorkingDay) };
}

/** 来源时限规则: what holds today, source by source. */
export async function listSourceRules(
  q: Query,
): Promise<Sent<(typeof contract.listSourceRules)['output']>> {
  const rules = await Promise.all(
    SOURCES.map((source) => ruleFor(q.db, q.cityId, source, q.today)),
  );
  return { rules: rules.filter((rule) => rule !== undefined) };
}

/** A rule from a day on; the earlier one stays on record and goes on holding until then. */
export async function setSourceRule(
  ctx: Context,
  input: InputOf<typeof contract.setSourceRule>,
): Promise<Sent<(typeof contract.setSourceRule)['output']>> {
  const overCity = ctx.actor.posts.some(
    (post) => post.role === 'office' && lineageOf(post.path).length === 1,
  );
  if (!overCity) throw new Refusal('not-allowed');
  await ctx.tx
    .insertInto('source_rule')
    .values({
      city_id: ctx.cityId,
      source: input.source,
      from_on: input.fromOn ?? ctx.today,
      days: input.days,
      day_kind: input.dayKind,
      basis: input.basis,
      set_by: ctx.actor.personId,
      set_at: ctx.now,
    })
    .onConflict((c) =>
      c.columns(['city_id', 'source', 'from_on']).doUpdateSet({
        days: input.days,
        day_kind: input.dayKind,
        basis: input.basis,
        set_by: ctx.actor.personId,
        set_at: ctx.now,
      }),
    )
    .execute();
  return { ok: true };
}
