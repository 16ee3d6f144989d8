import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type House, openHouse, type Who } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

const QUESTIONS = [
  { kind: 'choice', words: '赶集怎么来？', choices: ['公交', '步行', '开车'] },
  { kind: 'levels', words: '对班次满意吗？' },
  { kind: 'text', words: '还想说什么？' },
];
const WINDOW = { fromOn: '2026-05-20', toOn: '2026-06-20' };

async function post(path: string, body: Body, as?: Who): Promise<Answer> {
  return await house.real.ask('POST', `/api/v1${path}`, { body, ...(as && { as }) });
}

async function get(path: string, as?: Who): Promise<Answer> {
  return await house.real.ask('GET', `/api/v1${path}`, as && { as });
}

async function make(body: Body = {}, as: Who = 'eastOffice'): Promise<Answer> {
  const survey = { title: '集市日出行', chosen: 'open', questions: QUESTIONS, ...WINDOW, ...body };
  return await post('/surveys', survey, as);
}

async function release(id: unknown, what = 'questions', as: Who = 'eastOffice'): Promise<Answer> {
  return await post(`/surveys/${String(id)}/release`, { what, reason: '题目中性，准予发布' }, as);
}

async function answer(code: unknown, answers: string[], more: Body = {}): Promise<Answer> {
  const form = await get(`/say/surveys/${String(code)}`);
  return await post(`/say/surveys/${String(code)}/answers`, {
    nonce: form.body['nonce'],
    answers,
    ...more,
  });
}

test('a survey says how its people were found, and its questions can be answered', async () => {
  expect((await make({ chosen: 'drawn', invited: 20 })).body['code']).toBe('survey-method');
  expect((await make({ invited: 20 })).body['code']).toBe('survey-method');
  expect((await make({ chosen: 'list', method: '全县企业名录' })).body['code']).toBe(
    'survey-method',
  );
  const [first, ...rest] = QUESTIONS;
  const twice = [{ ...first, choices: ['公交', '公交'] }, ...rest];
  expect((await make({ questions: twice })).body['code']).toBe('survey-question');
  expect((await make({ questions: [first] })).status).toBe(400);
  expect((await make({ toOn: '2026-05-01' })).body['code']).toBe('window-backwards');
  expect((await make({}, 'secretary')).status).toBe(403);
  expect((await make({ unit: house.city.unit.west.id })).body['code']).toBe('out-of-reach');
});

test('nobody reads or answers it before a post over it has released it, nor after it was taken back', async () => {
  const { body: made } = await make();
  expect(made).toMatchObject({ state: 'draft', released: [], can: ['end', 'release'] });
  const id = String(made['id']);
  const code = String(made['code']);
  expect((await get(`/say/surveys/${code}`)).status).toBe(404);
  expect((await answer(code, ['0', '0', ''])).status).toBe(400);
  expect((await release(id, 'questions', 'westOffice')).status).toBe(404);
  expect((await get(`/surveys/${id}`, 'westOffice')).status).toBe(404);
  expect((await get('/surveys', 'westOffice')).body['items']).toEqual([]);
  expect((await release(id, 'results')).body['code']).toBe('survey-state');
  expect((await release(id)).body).toMatchObject({ state: 'open', released: ['questions'] });
  expect((await release(id)).body['code']).toBe('survey-state');
  expect((await get('/public/surveys')).text).toContain(code);
  expect((await get(`/say/surveys/${code.toLowerCase()}`)).body).toMatchObject({ state: 'open' });
  expect((await answer(code, ['0', '', ''])).body).toMatchObject({ code: 'survey-answers' });
  expect((await answer(code, ['0', 'none', '班次太少'])).status).toBe(200);
  await post(`/surveys/${id}/withdraw`, { what: 'questions', reason: '题目有误' }, 'eastOffice');
  expect((await get(`/say/surveys/${code}`)).status).toBe(404);
  expect((await get('/public/surveys')).text).not.toContain(code);
  const { body: detail } = await get(`/surveys/${id}`, 'eastOffice');
  expect(detail['releases']).toMatchObject([{ what: 'questions', withdrawnFor: '题目有误' }]);
});

test('a form counts once; answers hold no person, no moment and no number; results wait for the end', async () => {
  const { body: made } = await make({ title: '图书室开门' });
  const [id, code] = [String(made['id']), String(made['code'])];
  await release(id);
  const form = await get(`/say/surveys/${code}`);
  const sheet = { nonce: form.body['nonce'], answers: ['0', '1', '请打13800138000找我'] };
  for (const _ of [1, 2])
    expect((await post(`/say/surveys/${code}/answers`, sheet)).body).toEqual({
      ok: true,
      danger: false,
      hidden: true,
    });
  expect((await get(`/surveys/${id}`, 'eastOffice')).body['answered']).toBeUndefined();
  for (let i = 0; i < 5; i++) await answer(code, ['0', '1', '']);
  for (let i = 0; i < 2; i++) await answer(code, ['1', '4', '']);
  const before = await get(`/surveys/${id}`, 'eastOffice');
  expect(before.body).toMatchObject({ answered: 8 });
  expect(before.body['results']).toBeUndefined();
  expect((await get(`/surveys/${id}/data`, 'eastOffice')).body['code']).toBe('survey-state');
  await post(`/surveys/${id}/end`, {}, 'eastOffice');
  const { body, text } = await get(`/surveys/${id}`, 'eastOffice');
  expect(text).not.toContain('13800138000');
  expect(body['results']).toMatchObject({
    method: { chosen: 'open', answered: 8, standing: 'answered' },
  });
  expect((body['results'] as { method: Body }).method['rate']).toBeUndefined();
  const [way] = (body['results'] as { questions: { cells: Body[] }[] }).questions;
  // Two walked: hidden, and with them those who came by bus, from whom they could be reckoned.
  expect(way?.cells).toEqual([
    { choice: 0 },
    { choice: 1 },
    { choice: 2, n: 0, share: 0 },
    { choice: -1, n: 0, share: 0 },
  ]);
  expect((await answer(code, ['0', '1', ''])).body['code']).toBe('survey-closed');
  const { rows } = await sql<Body>`
    select * from survey_answer where survey_id = ${id} limit 1`.execute(house.database.db);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual([
    'answers',
    'city_id',
    'form_hash',
    'held',
    'id',
    'survey_id',
    'ticket',
  ]);
  expect((await get(`/public/surveys/${code}`)).status).toBe(404);
  expect((await get(`/public/surveys/${code}/data`)).status).toBe(404);
  expect((await release(id, 'results')).body).toMatchObject({ released: ['questions', 'results'] });
  const told = await get(`/public/surveys/${code}`);
  expect(told.body['results']).toMatchObject({ method: { answered: 8 } });
  expect(told.text).not.toContain('找我');
  await post(`/surveys/${id}/withdraw`, { what: 'results', reason: '复核' }, 'eastOffice');
  expect((await get(`/public/surveys/${code}`)).status).toBe(404);
});

test('an invitation opens once, also when sent twice at a moment; only a random draw has intervals', async () => {
  const drawn = { chosen: 'drawn', method: '从全县企业名录随机抽取', invited: 20 };
  const { body: made } = await make({ title: '企业办事', ...drawn });
  const [id, code] = [String(made['id']), String(made['code'])];
  await release(id);
  expect((await get(`/surveys/${id}/invites`, 'westOffice')).status).toBe(404);
  const slips = (await get(`/surveys/${id}/invites`, 'eastOffice')).text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  expect(new Set(slips).size).toBe(20);
  const [first = '', ...rest] = slips;
  expect((await answer(code, ['0', '0', ''])).body['code']).toBe('invite-unknown');
  expect((await answer(code, ['0', '0', ''], { invite: '2222-2222-2222' })).status).toBe(422);
  const sent = await Promise.all(
    [1, 2, 3].map(() => answer(code, ['0', '0', ''], { invite: first.toLowerCase() })),
  );
  expect(sent.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422, 422]);
  expect(await crossed(id)).toEqual([]);
  for (const invite of rest.slice(0, 8)) await answer(code, ['0', '0', ''], { invite });
  for (const invite of rest.slice(8, 14)) await answer(code, ['1', '0', ''], { invite });
  expect(await crossed(id)).toEqual([]);
  await post(`/surveys/${id}/end`, {}, 'eastOffice');
  expect(await written(id)).toEqual({ n: 15, transactions: 1, marked: 0 });
  const { body } = await get(`/surveys/${id}`, 'eastOffice');
  expect(body['results']).toMatchObject({
    method: { invited: 20, answered: 15, rate: 0.75, standing: 'sample' },
    questions: [
      {
        cells: [
          {
            choice: 0,
            n: 9,
            share: 0.6,
            low: expect.closeTo(0.3575, 3),
            high: expect.closeTo(0.8018, 3),
          },
          { choice: 1, n: 6 },
          { choice: 2, n: 0 },
          { choice: -1, n: 0 },
        ],
      },
      {},
      {},
    ],
  });
  const table = (await get(`/surveys/${id}/data`, 'eastOffice')).text.trim().split('\r\n');
  expect(table).toHaveLength(1 + 4 + 6 + 1);
  for (const line of table.slice(1))
    expect(line).toContain('随机抽取,从全县企业名录随机抽取,20,15,0.75');
});

/** Invitations and answers that one transaction wrote, or that bear one mark: nothing must lead from one to the other. */
async function crossed(id: string): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select 1 from survey_invite i join survey_answer a on a.survey_id = i.survey_id
      and (a.xmin::text = i.xmin::text or a.xmin::text = i.xmax::text or a.ticket = i.code_hash or a.form_hash = i.code_hash)
    where i.survey_id = ${id}`.execute(house.database.db);
  return rows;
}

/** How many answers, by how many transactions, and how many of them still bear a mark. */
async function written(id: string): Promise<unknown> {
  const { rows } = await sql`
    select count(*)::int as n, count(distinct xmin::text)::int as transactions,
      (count(*) filter (where ticket is not null or form_hash is not null))::int as marked
    from survey_answer where survey_id = ${id}`.execute(house.database.db);
  return rows[0];
}

test('what is written is screened like an opinion: no accusation is kept, an advertisement does not count', async () => {
  const { body: made } = await make({ title: '窗口服务' });
  const [id, code] = [String(made['id']), String(made['code'])];
  await release(id);
  const accused = await answer(code, ['0', '0', '窗口的张某收 黑 钱']);
  expect(accused.body).toMatchObject({ code: 'survey-accusation' });
  expect(accused.text).toContain('12388');
  expect(await written(id)).toMatchObject({ n: 0 });
  expect((await answer(code, ['0', '0', '不想活了'])).body).toMatchObject({ danger: true });
  for (let i = 0; i < 5; i++) await answer(code, ['0', '0', '加微信，代开发票']);
  await post(`/surveys/${id}/end`, {}, 'eastOffice');
  const { body } = await get(`/surveys/${id}`, 'eastOffice');
  expect(body['results']).toMatchObject({ method: { held: 5 } });
});

test('a flood without proof of work is told apart, not counted', async () => {
  const { body: made } = await make({ title: '被刷的问卷' });
  const [id, code] = [String(made['id']), String(made['code'])];
  await release(id);
  await sql`update door_try set n = 130 where key like 'survey:%'`.execute(house.database.db);
  const form = await get(`/say/surveys/${code}`);
  expect(form.body['proofBits']).toBeGreaterThan(0);
  for (let i = 0; i < 6; i++) expect((await answer(code, ['2', '0', ''])).status).toBe(200);
  await post(`/surveys/${id}/end`, {}, 'eastOffice');
  const { body } = await get(`/surveys/${id}`, 'eastOffice');
  expect(body['results']).toEqual({
    method: { chosen: 'open', method: '', answered: 0, standing: 'answered', held: 6 },
  });
});

test('answers of a survey whose window is past are written anew by the house itself', async () => {
  const { body: made } = await make({ title: '停车位' });
  const [id, code] = [String(made['id']), String(made['code'])];
  await release(id);
  for (let i = 0; i < 3; i++) await answer(code, ['0', '0', '']);
  const tidy = (now: string): Promise<readonly { rule: { what: string }; n: number }[]> =>
    house.retain(new Date(now));
  const found = async (now: string): Promise<unknown> =>
    (await tidy(now)).find(({ rule }) => rule.what === 'survey_order')?.n;
  expect(await found('2026-06-20T01:00:00Z')).toBe(0);
  expect(await written(id)).toMatchObject({ marked: 3 });
  expect(await found('2026-06-21T01:00:00Z')).toBeGreaterThanOrEqual(3);
  expect(await written(id)).toEqual({ n: 3, transactions: 1, marked: 0 });
  expect(await found('2026-06-21T01:00:00Z')).toBe(0);
});
