import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey-public.ts';
import { Refusal } from '#domain/refusal.ts';
import {
  type ChoiceResult,
  choiceResults,
  choicesOf,
  NO_ANSWER,
  responseRate,
  type SurveyMethod,
  standingOf,
  toldAnswered,
} from '#domain/voice/survey.ts';
import { SURVEY_WORDS } from '#domain/voice/survey-words.ts';
import type { Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { csvResponse } from '#platform/sheets/csv-response.ts';
import { knock } from '../door.ts';
import type { ListenKeys } from '../listen-keys.ts';
import { shortMemory } from '../short-memory.ts';
import {
  headOf,
  stateOf,
  type Survey,
  surveyByCode,
  surveysWhere,
  surveyWithin,
} from './survey-store.ts';

type Public = Sent<(typeof contract.publicSurvey)['output']>;
type Results = Public['results'];
type Result = NonNullable<Results['questions']>[number];

/** 问卷结果, each figure with how it came about. Only of a survey that is over: see `Detail` of the contract. */
export async function resultsOf(
  db: Db,
  cityId: number,
  it: Survey,
  { texts }: { readonly texts: boolean },
): Promise<Results> {
  const made: SurveyMethod = {
    chosen: it.chosen,
    invited: it.invited ?? undefined,
    answered: it.answered,
  };
  const [answered, held] = [toldAnswered(it.answered), toldAnswered(it.held)];
  const rate = answered === undefined ? undefined : responseRate(made);
  const method = {
    chosen: it.chosen,
    method: it.method,
    ...(it.invited === null ? {} : { invited: it.invited }),
    ...(answered === undefined ? {} : { answered }),
    ...(rate === undefined ? {} : { rate }),
    standing: standingOf(made),
    ...(held === undefined ? {} : { held }),
  };
  if (answered === undefined || answered === 0) return { method };
  const [counts, written] = await Promise.all([
    countCells(db, cityId, it),
    writtenOf(db, cityId, it),
  ]);
  const questions = it.questions.map((question, i): Result => {
    const { words, kind } = question;
    const asked = { words, kind, choices: [...question.choices] };
    if (kind === 'text') {
      const all = written.filter((row) => row.question === i).map((row) => row.text);
      const n = toldAnswered(all.length);
      return {
        ...asked,
        cells: [],
        ...(n === undefined ? {} : { written: n }),
        ...(texts && { texts: all }),
      };
    }
    const choices = [...Array.from({ length: choicesOf(question) }, (_, at) => at), NO_ANSWER];
    const cells = choiceResults(
      choices.map((choice) => counts.get(`${i} ${choice}`) ?? 0),
      it.chosen,
    );
    return { ...asked, cells: choices.map((choice, at) => cellOf(choice, cells?.[at])) };
  });
  return { method, questions };
}

function cellOf(choice: number, cell: ChoiceResult | undefined): Result['cells'][number] {
  if (cell?.n === undefined) return { choice };
  const { n, share, low, high } = cell;
  return {
    choice,
    n,
    ...(share !== undefined && { share }),
    ...(low !== undefined && { low, high }),
  };
}

/** Answers by question and choice, both from 0. */
async function countCells(
  db: Db,
  cityId: number,
  it: Survey,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ cell: string; n: number }>`
    select (q.at - 1) || ' ' || (q.value #>> '{}') as cell, count(*)::int as n
    from survey_answer a, jsonb_array_elements(a.answers) with ordinality q (value, at)
    where a.city_id = ${cityId} and a.survey_id = ${it.id} and not a.held and jsonb_typeof(q.value) = 'number'
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.cell, row.n]));
}

const MOST_TEXTS = 2000;

/** In the order of their characters: not which came when, nor which two came together. */
async function writtenOf(
  db: Db,
  cityId: number,
  it: Survey,
): Promise<readonly { readonly question: number; readonly text: string }[]> {
  const { rows } = await sql<{ question: number; text: string }>`
    select (q.at - 1)::int as question, q.value #>> '{}' as text
    from survey_answer a, jsonb_array_elements(a.answers) with ordinality q (value, at)
    where a.city_id = ${cityId} and a.survey_id = ${it.id} and not a.held
      and jsonb_typeof(q.value) = 'string' and q.value #>> '{}' <> ''
    order by 1, q.value #>> '{}' collate "C" limit ${MOST_TEXTS}`.execute(db);
  return rows;
}

/** 结果表, for who may see the survey. */
export async function surveyData(call: Direct, input: { id: string }): Promise<Response> {
  const { actor, cityId, db, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const q: Query = { actor, cityId, db, now, today };
  const it = await surveyWithin(q, input.id);
  if (stateOf(it, today) !== 'over') throw new Refusal('survey-state');
  return await tableOf(call, it);
}

/** 公开的结果表 */
export async function publicSurveyData(
  keys: ListenKeys,
  call: Direct,
  input: { code: string },
): Promise<Response> {
  await knock({ ...call, keys }, 'table');
  return await tableOf(call, await toldSurvey(call, input.code));
}

const COLUMNS = [
  '题号',
  '题目',
  '选项',
  '份数',
  '占比',
  '区间下限',
  '区间上限',
  '调查方式',
  '对象产生办法',
  '邀请',
  '有效答卷',
  '应答率',
  '说明',
];

async function tableOf({ db, cityId }: Direct, it: Survey): Promise<Response> {
  const { method, questions = [] } = await toldResults(db, cityId, it);
  const w = SURVEY_WORDS.zh;
  const how = [
    w.chosen[method.chosen],
    method.method,
    method.invited,
    method.answered ?? w.few,
    method.chosen === 'open' ? w.openRate : shareOf(method.rate),
    w.standing[method.standing],
  ];
  const rows = questions.flatMap(({ words, kind, choices, cells, written }, i) =>
    kind === 'text'
      ? [[i + 1, words, '文字回答', written ?? w.few, undefined, undefined, undefined, ...how]]
      : cells.map(({ choice, n, share, low, high }) => [
          i + 1,
          words,
          choice === NO_ANSWER ? w.none : (kind === 'levels' ? w.levels : choices)[choice],
          n ?? w.few,
          shareOf(share),
          shareOf(low),
          shareOf(high),
          ...how,
        ]),
  );
  return await csvResponse(`survey-${it.code}.csv`, [COLUMNS, ...rows]);
}

function shareOf(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Number(share.toFixed(4));
}

/** A survey whose results a post has released. @throws Refusal `not-found` */
async function toldSurvey({ db, cityId, today }: Direct, code: string): Promise<Survey> {
  const it = await surveyByCode(db, cityId, code);
  if (it === undefined || !it.released.includes('results') || stateOf(it, today) !== 'over')
    throw new Refusal('not-found', { id: code });
  return it;
}

/** 已公开的结果 */
export async function publicSurvey(
  keys: ListenKeys,
  call: Direct,
  input: { code: string },
): Promise<Public> {
  await knock({ ...call, keys }, 'public');
  const it = await toldSurvey(call, input.code);
  const results = await toldResults(call.db, call.cityId, it);
  return { ...headOf(it, call.today), unit: it.unit, results };
}

const counted = new WeakMap<Db, Map<string, Promise<Results>>>();
const MOST_COUNTED = 50;

/**
 * Results without texts. Nobody answers any more once a survey is over, so that they are counted once: anybody may
 * ask for them as often as he likes, and fifty thousand answers take seconds.
 */
async function toldResults(db: Db, cityId: number, it: Survey): Promise<Results> {
  const known = counted.get(db) ?? new Map<string, Promise<Results>>();
  counted.set(db, known);
  const key = `${it.id} ${it.answered} ${it.held}`;
  const made = known.get(key) ?? resultsOf(db, cityId, it, { texts: false });
  known.delete(key);
  known.set(key, made);
  made.catch(() => known.delete(key));
  for (const oldest of known.keys()) if (known.size > MOST_COUNTED) known.delete(oldest);
  return await made;
}

type Listed = Sent<(typeof contract.publicSurveys)['output']>;

/** 公开的问卷: those everybody may answer now, and those whose results may be read. */
export async function publicSurveys(call: Direct): Promise<Listed> {
  return await LISTED.get(call);
}

const LISTED = shortMemory((call) => listPublic(call), surveyStamp);

/** Changes with every release, withdrawal and early end, whichever process made it. */
async function surveyStamp({ db, cityId, today }: Direct): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select count(*) || ' ' || count(withdrawn_at) || ' '
      || (select count(ended_at) from survey where city_id = ${cityId}) as stamp
    from survey_release where city_id = ${cityId}`.execute(db);
  return `${today} ${rows[0]?.stamp ?? ''}`;
}

async function listPublic({ db, cityId, today }: Direct): Promise<Listed> {
  const all = await surveysWhere(
    db,
    cityId,
    sql`exists (select from survey_release r where r.city_id = s.city_id and r.survey_id = s.id and r.withdrawn_at is null)`,
  );
  const items = all.map((it) => {
    const head = headOf(it, today);
    return {
      ...head,
      unit: it.unit,
      results: head.state === 'over' && it.released.includes('results'),
    };
  });
  return {
    items: items.filter(
      ({ state, chosen, results }) => results || (state === 'open' && chosen === 'open'),
    ),
  };
}
