import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { SurveyPart } from '#domain/voice/survey.ts';
import type { Context } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { answerWith, type Survey, SURVEY_REVIEWERS, surveyWithin, viewOf } from './survey-store.ts';

type View = Sent<typeof contract.SurveyView>;

/** 公开审查记录 of one survey. */
export async function releasesOf(
  db: Db,
  cityId: number,
  id: string,
): Promise<Sent<(typeof contract.readSurvey)['output']>['releases']> {
  const rows = await db
    .selectFrom('survey_release as r')
    .innerJoin('post as p', (join) =>
      join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.by_post'),
    )
    .where('r.city_id', '=', cityId)
    .where('r.survey_id', '=', id)
    .orderBy('r.id')
    .select(['r.what', 'p.name', 'r.reason', 'r.at', 'r.withdrawn_at', 'r.withdrawn_for'])
    .execute();
  return rows.map((row) => ({
    what: row.what,
    post: row.name,
    reason: row.reason,
    at: row.at.toISOString(),
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at.toISOString() }),
    ...(row.withdrawn_for === null ? {} : { withdrawnFor: row.withdrawn_for }),
  }));
}

/** 公开审查, by a post over it, as of everything that becomes public. */
export async function releaseSurvey(
  ctx: Context,
  input: InputOf<typeof contract.releaseSurvey>,
): Promise<View> {
  const { it, post } = await reviewed(ctx, input.id);
  const { can } = viewOf(it, ctx.actor, ctx.today);
  if (!can.includes(input.what === 'questions' ? 'release' : 'release_results'))
    throw new Refusal('survey-state');
  await ctx.tx
    .insertInto('survey_release')
    .values({
      city_id: ctx.cityId,
      id: newId(ctx.now.getTime()),
      survey_id: it.id,
      what: input.what,
      reason: input.reason,
      by_person: ctx.actor.personId,
      by_post: post,
      at: ctx.now,
    })
    .execute();
  return await answerWith(ctx, it.id);
}

/** 撤回: from the next request on nobody reads or answers it. */
export async function withdrawSurvey(
  ctx: Context,
  input: InputOf<typeof contract.withdrawSurvey>,
): Promise<View> {
  const { it } = await reviewed(ctx, input.id);
  if ((await takeBack(ctx, it.id, input.what, input.reason)) === 0n)
    throw new Refusal('survey-state');
  return await answerWith(ctx, it.id);
}

async function takeBack(
  ctx: Context,
  id: string,
  what: SurveyPart,
  reason: string,
): Promise<bigint> {
  const done = await ctx.tx
    .updateTable('survey_release')
    .set({ withdrawn_at: ctx.now, withdrawn_by: ctx.actor.personId, withdrawn_for: reason })
    .where('city_id', '=', ctx.cityId)
    .where('survey_id', '=', id)
    .where('what', '=', what)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows;
}

async function reviewed(ctx: Context, id: string): Promise<{ it: Survey; post: string }> {
  await lock(ctx, id);
  const it = await surveyWithin({ ...ctx, db: ctx.tx }, id);
  const post = postOver(ctx.actor, SURVEY_REVIEWERS, it.org_path);
  if (post === undefined) throw new Refusal('not-allowed');
  return { it, post: post.postId };
}

/** Two who release at the same moment do it one after the other. */
async function lock(ctx: Context, id: string): Promise<void> {
  await ctx.tx
    .selectFrom('survey')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .execute();
}
