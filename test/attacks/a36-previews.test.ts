import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSurvey } from '#modules/listen/doors/survey-answers.ts';
import { listenKeys } from '#modules/listen/listen-keys.ts';
import type { Direct } from '#platform/http.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site, type Who } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function post(path: string, body: Body, as?: Who): Promise<Body> {
  const answer = await house.real.ask('POST', `/api/v1${path}`, { body, ...(as && { as }) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

/** Everything that is sent to somebody as a link, or written under a code that opens something once. */
interface Sent {
  readonly links: readonly string[];
  readonly survey: string;
  readonly invite: string;
  readonly code: string;
}

async function sent(): Promise<Sent> {
  const form = await house.real.ask('GET', '/api/v1/say/form');
  const said = await post('/say', {
    nonce: form.body['nonce'],
    kind: 'request',
    words: '北街路灯不亮',
  });
  const day = { fromOn: '2026-05-20', toOn: '2026-06-20' };
  const asked = await post('/collections', { topic: '停车难怎么办', ...day }, 'eastOffice');
  const made = await post(
    '/surveys',
    {
      title: '集市日出行',
      chosen: 'drawn',
      method: '全县户籍底册随机抽取',
      invited: 20,
      questions: [
        { kind: 'levels', words: '对班次满意吗？' },
        { kind: 'text', words: '还想说什么？' },
      ],
      ...day,
    },
    'eastOffice',
  );
  const id = String(made['id']);
  await post(`/surveys/${id}/release`, { what: 'questions', reason: '题目中性' }, 'eastOffice');
  const slips = await house.real.ask('GET', `/api/v1/surveys/${id}/invites`, { as: 'eastOffice' });
  const invite = slips.text.split('\r\n')[1]?.split(',')[0] ?? '';
  expect(invite).not.toBe('');
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  const hand = await post(`/entries/${entry.id}/hand-over`, { purpose: 'progress' }, 'townLiaison');
  const survey = String(made['code']);
  const code = String(said['code']);
  return {
    survey,
    invite,
    code,
    links: [
      '/say',
      '/say/enterprise',
      `/say?c=${String(asked['code'])}`,
      `/say/poster/${String(asked['code'])}`,
      `/say/s/${survey}?i=${encodeURIComponent(invite)}`,
      `/api/v1/say/surveys/${survey}`,
      `/follow?code=${encodeURIComponent(code)}`,
      `/follow?do=withdraw&code=${encodeURIComponent(code)}`,
      '/public',
      `/m/hand?word=${String(hand['word'])}`,
      `/m/hand/${String(hand['word'])}`,
      `/api/v1/hand-over?word=${String(hand['word'])}`,
    ],
  };
}

/** Every row of the house but how often a door was knocked at. */
async function rows(): Promise<string> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('public', 'vault') and table_type = 'BASE TABLE' and table_name <> 'door_try'
    order by 1, 2`.execute(house.database.db);
  const sums: string[] = [];
  for (const { schema, name } of tables) {
    const { rows: found } = await sql<{ sum: string | null }>`
      select md5(string_agg(t::text, '|' order by t::text)) as sum
      from ${sql.table(`${schema}.${name}`)} t`.execute(house.database.db);
    sums.push(`${schema}.${name} ${found[0]?.sum ?? ''}`);
  }
  return sums.join('\n');
}

/** As a messenger, a mail scanner and a hasty browser look at a link before anybody has opened it. */
async function look(site: Site, { links }: Sent): Promise<string[]> {
  const met: string[] = [];
  for (const agent of ['MicroMessenger preview', 'Mozilla/5.0'])
    for (const method of ['HEAD', 'GET', 'GET'])
      for (const path of links) {
        const headers = { 'user-agent': agent, 'sec-purpose': 'prefetch;prerender' };
        const { status } = await site.ask(method, path, { headers });
        if (status >= 500) met.push(`${method} ${path} ${status}`);
      }
  return met;
}

test('A36: a robot that opens every link before its reader changes no row and uses up no code', async () => {
  const all = await sent();
  const before = await rows();
  expect(await look(house.real, all)).toEqual([]);
  expect(await rows()).toBe(before);
  // Its reader comes after it.
  const form = await house.real.ask('GET', `/api/v1/say/surveys/${all.survey}`);
  const answer = { nonce: form.body['nonce'], answers: ['4', ''], invite: all.invite };
  await post(`/say/surveys/${all.survey}/answers`, answer);
  expect(await post('/follow', { code: all.code })).toMatchObject({ state: 'received' });
  // A build that takes an invitation for used when its page is opened.
  const keys = listenKeys(house.parts.identity.key);
  const weak = house.weakened({
    routes: instead('openSurvey', async (call: Direct, input: never) => {
      await sql`insert into survey_invite (city_id, survey_id, code_hash)
        select city_id, id, md5(random()::text) from survey`.execute(call.db);
      return await openSurvey(keys, call, input);
    }),
  });
  const then = await rows();
  await look(weak, all);
  expect(await rows()).not.toBe(then);
}, 120_000);
