import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey.ts';
import { type Actor, postOver } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { readCollectionCode } from '#domain/voice/collection.ts';
import {
  type Chosen,
  type SurveyPart,
  type SurveyQuestion,
  type SurveyState,
  surveyState,
  toldAnswered,
} from '#domain/voice/survey.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';

type View = Sent<typeof contract.SurveyView>;

export const SURVEY_MAKERS = ['office', 'liaison'] as const;
export const SURVEY_REVIEWERS = ['office', 'leader'] as const;

/** 一份问卷 as it is stored, with what is released of it and how many answered. */
export interface Survey {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly words: string;
  readonly unit_id: string;
  readonly unit: string;
  readonly org_path: string;
  readonly chosen: Chosen;
  readonly method: string;
  readonly invited: number | null;
  readonly questions: readonly SurveyQuestion[];
  readonly from_on: string;
  readonly to_on: string;
  readonly ended: boolean;
  readonly released: readonly SurveyPart[];
  readonly answered: number;
  readonly held: number;
}

const MOST = 200;

/** Surveys that a condition on `survey s` names, the newest first. */
export async function surveysWhere(
  db: Db | Tx,
  cityId: number,
  which: RawBuilder<SqlBool>,
): Promise<readonly Survey[]> {
  const { rows } = await sql<Survey>`
    select s.id, s.code, s.title, s.words, s.unit_id, u.short_name as unit, s.org_path, s.chosen, s.method,
      s.invited, s.questions, s.from_on, s.to_on, s.ended_at is not null as ended,
      array(select r.what from survey_release r
        where r.city_id = s.city_id and r.survey_id = s.id and r.withdrawn_at is null order by r.what) as released,
      n.answered, n.held
    from survey s
    join unit u on u.city_id = s.city_id and u.id = s.unit_id
    cross join lateral (select count(*) filter (where not a.held)::int as answered,
        count(*) filter (where a.held)::int as held
      from survey_answer a where a.city_id = s.city_id and a.survey_id = s.id) n
    where s.city_id = ${cityId} and ${which} order by s.id desc limit ${MOST}`.execute(db);
  return rows;
}

/** The survey of a code as somebody typed or scanned it. */
export async function surveyByCode(
  db: Db | Tx,
  cityId: number,
  typed: string,
): Promise<Survey | undefined> {
  const code = readCollectionCode(typed);
  if (code === undefined) return undefined;
  return (await surveysWhere(db, cityId, sql<SqlBool>`s.code = ${code}`))[0];
}

export function stateOf(it: Survey, today: string): SurveyState {
  const window = { fromOn: it.from_on, toOn: it.to_on, ended: it.ended };
  return surveyState(window, it.released.includes('questions'), today);
}

/** What is the same for officers and citizens. */
export function headOf(it: Survey, today: string) {
  return {
    code: it.code,
    title: it.title,
    words: it.words,
    chosen: it.chosen,
    fromOn: it.from_on,
    toOn: it.to_on,
    state: stateOf(it, today),
  };
}

/** As officers see it, with what this one may do. */
export function viewOf(it: Survey, actor: Actor, today: string): View {
  const answered = toldAnswered(it.answered);
  return {
    ...headOf(it, today),
    id: it.id,
    unit: { id: it.unit_id, name: it.unit },
    method: it.method,
    ...(it.invited === null ? {} : { invited: it.invited }),
    ...(answered === undefined ? {} : { answered }),
    released: [...it.released],
    can: mayDo(it, actor, stateOf(it, today)),
  };
}

function mayDo(it: Survey, actor: Actor, state: SurveyState): View['can'] {
  const makes = postOver(actor, SURVEY_MAKERS, it.org_path) !== undefined;
  const reviews = postOver(actor, SURVEY_REVIEWERS, it.org_path) !== undefined;
  const [asked, told] = [it.released.includes('questions'), it.released.includes('results')];
  const all = {
    end: makes && state !== 'over',
    invites: makes && state !== 'over' && it.chosen !== 'open',
    release: reviews && state === 'draft',
    withdraw: reviews && state !== 'over' && asked,
    release_results: reviews && state === 'over' && asked && !told,
    withdraw_results: reviews && told,
  };
  return (Object.keys(all) as (keyof typeof all)[]).filter((one) => all[one]);
}

/** The survey as it now is, for who has just changed it. */
export async function answerWith(ctx: Context, id: string): Promise<View> {
  return viewOf(await surveyWithin({ ...ctx, db: ctx.tx }, id), ctx.actor, ctx.today);
}

/** From within a transaction too. */
type Asking = Omit<Query, 'db'> & { readonly db: Db | Tx };

/** One survey within reach. @throws Refusal `not-found` */
export async function surveyWithin(q: Asking, id: string): Promise<Survey> {
  const mine = within('s.org_path', reachOf(q.actor));
  const [it] = await surveysWhere(q.db, q.cityId, sql<SqlBool>`s.id = ${id} and ${mine}`);
  if (it === undefined) throw new Refusal('not-found', { id });
  return it;
}
