import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { raiseFromVoice } from '#modules/listen/link-voice.ts';
import { releaseEntry } from '#modules/listen/release-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { SUBJECTS } from '#domain/voice/voice.ts';
import { NOW, openStage, PASSWORD, type Stage } from '#test/e2e/lite-stage.ts';

/** The public client of Code for America, as it stands in the npm registry: it knows nothing of us. */
type Ask = (...args: readonly unknown[]) => void;
interface Client {
  readonly serviceDiscovery: Ask;
  readonly serviceList: Ask;
  readonly serviceDefinition: Ask;
  readonly serviceRequests: Ask;
  readonly submitRequest: Ask;
  readonly token: Ask;
}
const require = createRequire(import.meta.url);
const Open311 = require('open311') as new (options: object) => Client;

let stage: Stage;
let base = '';
let client: Client;
beforeAll(async () => {
  stage = await openStage();
  base = await stage.listen();
  client = new Open311({
    endpoint: `${base}/open311/v2/`,
    discovery: `${base}/open311/discovery.json`,
    apiKey: await apiKey(),
    format: 'json',
  });
});
afterAll(() => stage.close());

async function apiKey(): Promise<string> {
  const post = (path: string, body: object, cookie = ''): Promise<Response> =>
    fetch(`${base}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
      body: JSON.stringify(body),
    });
  const signed = await post('/login', { login: 'eastoffice', password: PASSWORD });
  const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0];
  const scopes = ['voices:read', 'voices:write'];
  const made = await post('/account/tokens', { name: '热线平台', scopes, days: 30 }, cookie);
  return ((await made.json()) as { token: string }).token;
}

/** The client's own way of calling back, as a promise. */
async function ask(method: keyof Client, ...args: readonly unknown[]): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    client[method](...args, (error: unknown, answer: unknown) => {
      if (error === null || error === undefined || error === false) resolve(answer);
      else reject(new Error(JSON.stringify([error, answer])));
    });
  });
}

/** GeoReport v2 as its page says it: what must be there, what may be null, and nothing of another type. */
const text = z.string();
const maybe = text.nullable();
const moment = z.iso.datetime({ offset: true });
const Service = z.object({
  service_code: text.min(1),
  service_name: text.min(1),
  description: text,
  metadata: z.boolean(),
  type: z.enum(['realtime', 'batch', 'blackbox']),
  keywords: text,
  group: text,
});
const ServiceRequest = z.object({
  service_request_id: text.min(1),
  status: z.enum(['open', 'closed']),
  status_notes: maybe,
  service_name: text,
  service_code: z.enum(SUBJECTS),
  description: text.max(4000),
  agency_responsible: maybe,
  service_notice: maybe,
  requested_datetime: moment,
  updated_datetime: moment,
  expected_datetime: moment.nullable(),
  address: maybe,
  address_id: maybe,
  zipcode: maybe,
  lat: z.number().nullable(),
  long: z.number().nullable(),
  media_url: z.url().nullable(),
});

test('the public client finds its way: discovery, services, a definition', async () => {
  expect(await ask('serviceDiscovery')).toMatchObject({
    endpoints: [{ specification: 'http://wiki.open311.org/GeoReport_v2' }],
  });
  const services = z.array(Service).parse(await ask('serviceList'));
  expect(services.map((one) => one.service_code)).toEqual([...SUBJECTS]);
  const definition = await ask('serviceDefinition', 'lighting');
  expect(definition).toMatchObject({ service_code: 'lighting', attributes: [] });
});

test('it hands in a request, asks by its token, and reads it once a post has released the problem', async () => {
  const words = '桥头村口路灯不亮';
  const sent = await ask('submitRequest', {
    service_code: 'lighting',
    description: words,
    address_string: '桥头村口',
    email: 'canary@example.cn',
  });
  const [receipt] = z.array(z.object({ token: text })).parse([sent].flat());
  const token = receipt?.token ?? '';
  const ofToken = async (): Promise<unknown> => [await ask('token', token)].flat()[0];
  expect(await ofToken()).toMatchObject({ token, service_request_id: null });
  expect(await ask('serviceRequests')).toEqual([]);

  const { city, database } = stage;
  const row = await database.db
    .selectFrom('voice')
    .select('id')
    .where('channel', '=', 'open311')
    .executeTakeFirstOrThrow();
  const no = await city.act(
    database.db,
    'cityOffice',
    async (ctx) => {
      const { version } = await registerVoice(ctx, { id: row.id, version: 1 });
      const raised = await raiseFromVoice(ctx, { id: row.id, version, title: words });
      const entry = raised.entries[0];
      await listEntry(ctx, { id: entry?.id ?? '', version: 1 });
      const passed = { title: words, words: '灯'.repeat(4000), reason: '不含个人信息' };
      await releaseEntry(ctx, { id: entry?.id ?? '', ...passed });
      return entry?.no ?? '';
    },
    NOW,
  );
  expect(await ofToken()).toMatchObject({ token, service_request_id: no });
  // The client makes dates of what it reads: the bytes themselves are held to the specification.
  const raw = async (path: string): Promise<unknown> =>
    await (await fetch(`${base}/open311/v2/${path}`)).json();
  const listed = z.array(ServiceRequest).parse(await raw('requests.json'));
  const found = [{ service_request_id: no, status: 'open', service_code: 'lighting' }];
  expect(listed).toMatchObject(found);
  expect(z.array(ServiceRequest).parse(await raw(`requests/${no}.json`))).toEqual(listed);
  expect(await ask('serviceRequests')).toMatchObject(found);
  expect([await ask('serviceRequests', no)].flat()).toMatchObject(found);
  expect(JSON.stringify(listed)).not.toContain('canary');
});

test('what is wrong is told as the specification says: a list of codes and descriptions', async () => {
  await expect(ask('submitRequest', { description: 'x', address_string: 'y' })).rejects.toThrow(
    /service_code was not given/,
  );
  const errors = z.array(z.object({ code: z.number(), description: text.min(1) })).min(1);
  for (const [path, status] of [
    ['requests/none.json', 404],
    ['services/none.json', 404],
    ['requests.json?start_date=yesterday', 400],
  ] as const) {
    const response = await fetch(`${base}/open311/v2/${path}`);
    expect(response.status).toBe(status);
    errors.parse(await response.json());
  }
});
