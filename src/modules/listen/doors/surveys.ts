import { createHmac } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey.ts';
import { postOver } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { COLLECTION_ALPHABET } from '#domain/voice/collection.ts';
import { faultyQuestion } from '#domain/voice/survey.ts';
import type { Context, Query } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { within } from '#platform/reach.ts';
import { csvResponse } from '#platform/sheets/csv-response.ts';
import { codeHash, type ListenKeys } from '../listen-keys.ts';
import { askingUnit } from './asking-unit.ts';
import { newCollectionCode } from './collections.ts';
import { releasesOf } from './survey-releases.ts';
import { resultsOf } from './survey-results.ts';
import { shuffleAnswers } from './survey-shuffle.ts';
import {
  answerWith,
  stateOf,
  SURVEY_MAKERS,
  surveysWhere,
  surveyWithin,
  viewOf,
} from './survey-store.ts';

type View = Sent<typeof contract.SurveyView>;
type Detail = Sent<(typeof contract.readSurvey)['output']>;

/** 新建问卷. Its questions stay as they are: who answers later answers the same. */
export async function createSurvey(
  keys: ListenKeys,
  ctx: Context,
  input: InputOf<typeof contract.createSurvey>,
): Promise<View> {
  const { unit, post } = await askingUnit(ctx, SURVEY_MAKERS, input);
  const faulty = faultyQuestion(input.questions);
  if (faulty !== undefined) throw new Refusal('survey-question', { no: faulty });
  const isOpen = input.chosen === 'open';
  if (isOpen !== (input.invited === undefined) || (!isOpen && input.method === ''))
    throw new Refusal('survey-method');
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('survey')
    .values({
      city_id: ctx.cityId,
      id,
      code: newCollectionCode(),
      title: input.title,
      words: input.words,
      unit_id: unit.id,
      org_path: unit.path,
      chosen: input.chosen,
      method: input.method,
      invited: input.invited ?? null,
      questions: JSON.stringify(input.questions),
      from_on: input.fromOn,
      to_on: input.toOn,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      at: ctx.now,
    })
    .execute();
  await insertMany(
    ctx.tx,
    'survey_invite',
    invitesOf(keys, id, input.invited ?? 0).map((code) => ({
      city_id: ctx.cityId,
      survey_id: id,
      code_hash: codeHash(keys, code),
    })),
  );
  return await answerWith(ctx, id);
}

const INVITE_LENGTH = 12;

/** 邀请码: they follow from the installation's key, so that none of them is stored. */
function invitesOf(keys: ListenKeys, surveyId: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => {
    const mac = createHmac('sha256', keys.code).update(`invite ${surveyId} ${i}`).digest();
    return Array.from(
      mac.subarray(0, INVITE_LENGTH),
      (byte) => COLLECTION_ALPHABET[byte % COLLECTION_ALPHABET.length] ?? '',
    ).join('');
  });
}

/** 问卷列表 within reach. */
export async function listSurveys(
  q: Query,
): Promise<Sent<(typeof contract.listSurveys)['output']>> {
  const all = await surveysWhere(q.db, q.cityId, within('s.org_path', reachOf(q.actor)));
  return { items: all.map((it) => viewOf(it, q.actor, q.today)) };
}

/** 一份问卷; the results as soon as it is over. */
export async function readSurvey(q: Query, input: { id: string }): Promise<Detail> {
  const it = await surveyWithin(q, input.id);
  const isOver = stateOf(it, q.today) === 'over';
  return {
    ...viewOf(it, q.actor, q.today),
    questions: it.questions.map((question) => ({ ...question, choices: [...question.choices] })),
    ...(isOver && { results: await resultsOf(q.db, q.cityId, it, { texts: true }) }),
    releases: await releasesOf(q.db, q.cityId, it.id),
  };
}

/** 提前结束, by who could have made it. */
export async function endSurvey(
  ctx: Context,
  input: InputOf<typeof contract.endSurvey>,
): Promise<View> {
  const it = await surveyWithin({ ...ctx, db: ctx.tx }, input.id);
  if (postOver(ctx.actor, SURVEY_MAKERS, it.org_path) === undefined)
    throw new Refusal('not-allowed');
  await ctx.tx
    .updateTable('survey')
    .set({ ended_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', it.id)
    .where('ended_at', 'is', null)
    .execute();
  await shuffleAnswers(ctx, it.id);
  return await answerWith(ctx, it.id);
}

/** 邀请码, to be cut into slips and handed out without a list of who got which. */
export async function surveyInvites(
  keys: ListenKeys,
  call: Direct,
  input: { id: string },
): Promise<Response> {
  const { actor, cityId, db, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const it = await surveyWithin({ actor, cityId, db, now, today }, input.id);
  const { can } = viewOf(it, actor, today);
  if (postOver(actor, SURVEY_MAKERS, it.org_path) === undefined) throw new Refusal('not-allowed');
  if (!can.includes('invites')) throw new Refusal('survey-state');
  const codes = invitesOf(keys, it.id, it.invited ?? 0);
  const where = new URL(`/say/s/${it.code}`, call.request.url);
  const rows = codes.map((code) => {
    const spoken = code.replaceAll(/(.{4})(?=.)/g, '$1-');
    return [spoken, `${where.pathname}?i=${spoken}`];
  });
  return await csvResponse(`invitations-${it.code}.csv`, [['邀请码', '填写页'], ...rows]);
}
