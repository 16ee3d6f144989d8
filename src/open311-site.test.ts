import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { raiseFromVoice } from '#modules/listen/link-voice.ts';
import { releaseEntry } from '#modules/listen/release-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { NOW, openStage, PASSWORD, type Stage } from '#test/e2e/lite-stage.ts';

const SITE = 'http://127.0.0.1';
const CANARY = '13800138000';
const LAMP = '北街口路灯 <b>不亮</b> & 老人摔跤';

let stage: Stage;
let key = '';
beforeAll(async () => {
  stage = await openStage();
  const post = (path: string, body: object, cookie = ''): Promise<Response> =>
    Promise.resolve(
      stage.app.request(`${SITE}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
        body: JSON.stringify(body),
      }),
    );
  const signed = await post('/login', { login: 'cityoffice', password: PASSWORD });
  const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0];
  const scopes = ['voices:read', 'voices:write'];
  const made = await post('/account/tokens', { name: '热线平台', scopes, days: 30 }, cookie);
  key = ((await made.json()) as { token: string }).token;
});
afterAll(() => stage.close());

async function get(path: string): Promise<{ status: number; text: string; json: unknown }> {
  const response = await stage.app.request(`${SITE}/open311${path}`);
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: path.includes('.json') ? JSON.parse(text) : undefined,
  };
}

async function send(
  fields: Record<string, string>,
  headers: Record<string, string> = {},
  format = 'json',
): Promise<{ status: number; json: Record<string, unknown>; text: string }> {
  const response = await stage.app.request(`${SITE}/open311/v2/requests.${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  const text = await response.text();
  const [json = {}] = format === 'json' ? (JSON.parse(text) as Record<string, unknown>[]) : [];
  return { status: response.status, json, text };
}

const lamp = (): Record<string, string> => ({
  api_key: key,
  service_code: 'lighting',
  description: LAMP,
  address_string: '北街口',
  phone: CANARY,
});

const TEXT = ['service_request_id', 'status', 'service_name', 'service_code', 'description'];
const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/;

test('discovery and services are the same in JSON and XML', async () => {
  const { json } = await get('/discovery.json');
  expect(json).toMatchObject({
    endpoints: [{ url: `${SITE}/open311/v2`, formats: ['text/xml', 'application/json'] }],
  });
  const xml = await stage.app.request(`${SITE}/open311/discovery.xml`);
  expect(xml.headers.get('content-type')).toBe('text/xml');
  const services = (await get('/v2/services.json')).json as Record<string, unknown>[];
  expect(services.map((one) => one['service_code'])).toEqual([...SUBJECTS]);
  for (const one of services)
    expect(one).toMatchObject({ metadata: false, service_name: expect.any(String) });
  const { text } = await get('/v2/services.xml');
  expect(text.match(/<service_code>/g)).toHaveLength(SUBJECTS.length);
  expect((await get('/v2/services/nonsense.json')).status).toBe(404);
});

test('what is not right is refused with a list of errors, in the format asked for', async () => {
  const { api_key: _key, ...keyless } = lamp();
  expect((await send(keyless)).status).toBe(403);
  expect((await send({ ...lamp(), api_key: 'ls_nobody-has-this-token-at-all' })).status).toBe(403);
  expect((await send({ ...lamp(), service_code: '' })).json).toMatchObject({ code: 400 });
  expect((await send({ ...lamp(), service_code: 'dragons' })).status).toBe(404);
  expect((await send({ ...lamp(), address_string: '' })).json).toMatchObject({ code: 400 });
  expect((await send({ ...lamp(), description: '……' })).json).toMatchObject({ code: 400 });
  const xml = await send(keyless, {}, 'xml');
  expect(xml.text).toContain('<errors><error><code>403</code><description>');
  expect((await get('/v2/requests.json?start_date=yesterday')).status).toBe(400);
  expect((await get('/v2/requests/unknown.json')).status).toBe(404);
  expect((await get('/v2/tokens/0123456789abcdef0123456789abcdef.json')).status).toBe(404);
});

test('a request is taken once, is public only after its release, and its reporter never', async () => {
  const first = await send(lamp(), { 'idempotency-key': 'call-1' });
  expect(first.status).toBe(200);
  const token = String(first.json['token']);
  expect(first.json['service_notice']).toMatch(/([2-9A-Z]{4} ?){5}/);
  expect((await send(lamp(), { 'idempotency-key': 'call-1' })).json).toEqual(first.json);
  expect(
    (await send({ ...lamp(), description: '别的事' }, { 'idempotency-key': 'call-1' })).status,
  ).toBe(400);
  const { db } = stage.database;
  const { rows } = await sql<{
    id: string;
    channel: string;
  }>`select id, channel from voice`.execute(db);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.channel).toBe('open311');
  expect((await get('/v2/requests.json')).json).toEqual([]);
  expect((await get(`/v2/tokens/${token}.json`)).json).toEqual([
    { token, service_request_id: null },
  ]);

  const id = rows[0]?.id ?? '';
  const act = <T>(work: Parameters<typeof stage.city.act<T>>[2]): Promise<T> =>
    stage.city.act(db, 'cityOffice', work, NOW);
  await act((ctx) => registerVoice(ctx, { id, version: 1 }));
  const raised = await act((ctx) => raiseFromVoice(ctx, { id, version: 2, title: '北街路灯不亮' }));
  const [entry] = raised.entries;
  const no = entry?.no ?? '';
  expect((await get(`/v2/requests/${no}.json`)).status).toBe(404);
  await act((ctx) => listEntry(ctx, { id: entry?.id ?? '', version: 1 }));
  await act((ctx) =>
    releaseEntry(ctx, {
      id: entry?.id ?? '',
      title: '北街路灯 <不亮>',
      words: '正在修',
      reason: '无个人信息',
    }),
  );

  const [one] = (await get('/v2/requests.json')).json as Record<string, unknown>[];
  expect(one).toMatchObject({
    service_request_id: no,
    status: 'open',
    service_code: 'lighting',
    media_url: null,
  });
  for (const name of TEXT) expect(one?.[name]).toEqual(expect.any(String));
  for (const name of ['requested_datetime', 'updated_datetime'])
    expect(one?.[name]).toMatch(DATETIME);
  const day = NOW.toISOString();
  const many = async (query: string): Promise<number> =>
    ((await get(`/v2/requests.json?${query}`)).json as unknown[]).length;
  expect(await many('status=closed')).toBe(0);
  expect(await many('status=open,closed&service_code=lighting,roads')).toBe(1);
  expect(
    await many(`end_date=${encodeURIComponent(new Date(NOW.getTime() - 1000).toISOString())}`),
  ).toBe(0);
  expect(await many(`start_date=${encodeURIComponent(day)}`)).toBe(1);
  expect(await many(`service_request_id=${no}&status=closed`)).toBe(1);
  expect((await get(`/v2/tokens/${token}.json`)).json).toEqual([{ token, service_request_id: no }]);
  const { text } = await get(`/v2/requests/${no}.xml?extensions=true`);
  expect(text).toContain('<description>北街路灯 &lt;不亮&gt;\n正在修</description>');
  expect(text).toContain('<notes><note><datetime>');
  const updates = (await get('/v2/servicerequestupdates.json')).json as Record<string, unknown>[];
  expect(updates[0]).toMatchObject({
    service_request_id: no,
    status: 'open',
    description: expect.any(String),
  });
  expect((await get('/v2/servicerequestupdates.xml')).text).toContain(
    '<request_update><update_id>',
  );
  for (const path of [
    '/v2/requests.json?extensions=true',
    `/v2/requests/${no}.xml`,
    '/v2/servicerequestupdates.xml',
  ])
    expect((await get(path)).text).not.toContain(CANARY);
});

const ENTITIES = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'ab'.repeat(i + 1)} "${'&a;'.repeat(10)}">`).join('')}]><a>&a;</a>`;
const FORM_TYPE = 'application/x-www-form-urlencoded';

test.each([
  ['an XML of entities', 'text/xml', (): string => ENTITIES],
  ['a deep JSON', 'application/json', (): string => '['.repeat(49_000) + ']'.repeat(49_000)],
  ['a JSON called a form', FORM_TYPE, (): string => JSON.stringify(lamp())],
  ['nothing', FORM_TYPE, (): string => ''],
  [
    'thousands of fields',
    FORM_TYPE,
    (): string => `${new URLSearchParams(lamp()).toString()}${'&a'.repeat(3000)}`,
  ],
  ['a form of parts without parts', 'multipart/form-data', (): string => '--'],
  [
    'an address of a picture as long as a book',
    FORM_TYPE,
    (): string =>
      new URLSearchParams({ ...lamp(), media_url: `http://a/${'x'.repeat(60_000)}` }).toString(),
  ],
  [
    'more than a request holds',
    FORM_TYPE,
    (): string => new URLSearchParams({ ...lamp(), description: 'x'.repeat(100_001) }).toString(),
  ],
])(
  '%s is no request: a list with a code and a sentence, and nothing is kept',
  async (_, type, body) => {
    const count = async (): Promise<number> => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from voice`.execute(
        stage.database.db,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await count();
    const response = await stage.app.request(`${SITE}/open311/v2/requests.json`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: body(),
    });
    expect([400, 403]).toContain(response.status);
    const [told] = (await response.json()) as { code: number; description: string }[];
    expect(told?.code).toBe(response.status);
    expect(told?.description.length).toBeGreaterThan(8);
    expect(await count()).toBe(before);
  },
);
