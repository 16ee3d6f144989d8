import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor, Role } from '#domain/org/actor.ts';
import type { Unit } from '#modules/org/unit-store.ts';
import type { Database } from '#platform/db/open.ts';
import { apiApp } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { jobRoutes } from '#platform/jobs/job-routes.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { isSignedBy } from '#platform/webhooks/sign-webhook.ts';
import { CITY, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { type LedgerEvent, webhookFanOut } from './webhook-fan-out.ts';
import { webhookRoutes } from './webhooks.ts';

const settings = {
  guard: addressGuard({ LUOSHI_WEBHOOK_ALLOW_LOOPBACK: '1' }),
  key: new Uint8Array(32).fill(7),
};
let database: Database;
let app: Hono;
let receiver: Server;
let url = '';
let east: Unit;
let west: Unit;
let jobs: JobRunner;
const clock = { ahead: 0 };
const actors = new Map<string, Actor>();
let got: { headers: Record<string, string>; body: string }[] = [];
let statuses: number[] = [];

const now = (): Date => new Date(Date.now() + clock.ahead);

beforeAll(async () => {
  database = await testDatabase();
  const city = new SmallCity(database, { now: new Date() });
  const root = await city.city();
  east = await city.unit('东河县', 'county');
  west = await city.unit('西岭县', 'county');
  const officer = async (login: string, role: Role): Promise<void> => {
    const { accountId, personId, postId } = await city.officer(login, role, root);
    const post = { postId, unitId: root.id, path: root.path, linked: [], role, acting: false };
    actors.set(login, { cityId: CITY, accountId, personId, posts: [post] });
  };
  await officer('admin', 'system_admin');
  await officer('office', 'office');
  const whoIs = (request: Request): Promise<Actor | undefined> =>
    Promise.resolve(actors.get(request.headers.get('x-officer') ?? ''));
  app = apiApp(
    { db: database.db, cityId: CITY, now, whoIs, readOnly: () => false, log: () => undefined },
    [...webhookRoutes(settings), ...jobRoutes],
  );
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(statuses.shift() ?? 200).end('thanks');
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await database.close();
});
beforeEach(async () => {
  [got, statuses] = [[], []];
  await database.db.deleteFrom('job').execute();
  await database.db.deleteFrom('webhook').execute();
  jobs = startJobs({
    db: database.db,
    cityId: CITY,
    kinds: [deliverWebhook(settings)],
    now,
    log: () => undefined,
    pollMs: 10,
  });
});
afterEach(() => jobs.stop());

async function ask(
  who: string,
  method: string,
  path: string,
  body?: object,
  key: string = newId(),
) {
  const response = await app.request(`http://luoshi/api/v1${path}`, {
    method,
    headers: { 'x-officer': who, 'idempotency-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const subscription = () => ({ url, kinds: ['problem.close'], unit: east.id });

/** An event as the ledger reports it. */
async function happens(unit: Unit, kind = 'problem.close'): Promise<LedgerEvent> {
  const event = {
    id: newId(),
    kind,
    entry: {
      id: newId(),
      no: 'W-2026-00001',
      version: 9,
      state: 'closed',
      episode: 1,
      leadUnit: unit.id,
      deadline: '2026-06-30',
      orgPath: `${unit.path}77.`,
    },
  };
  await database.db
    .transaction()
    .execute((tx) => webhookFanOut({ tx, cityId: CITY, now: now() }, event));
  return event;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1000; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came to be');
}

const openJobs = async (): Promise<number> =>
  (await database.db.selectFrom('job').select('id').where('finished_at', 'is', null).execute())
    .length;

test('an event within the unit is delivered once, signed, and tells of no person and no place', async () => {
  const made = await ask('admin', 'POST', '/webhooks', subscription());
  expect(made.status).toBe(200);
  const event = await happens(east);
  await happens(west);
  await happens(east, 'problem.progress');
  await until(() => got.length > 0);
  await until(async () => (await openJobs()) === 0);
  expect(got).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = got;
  const { orgPath: _, ...entry } = event.entry;
  expect(JSON.parse(body)).toEqual({
    id: event.id,
    kind: 'problem.close',
    at: expect.any(String) as string,
    entry,
  });
  const signed = isSignedBy(
    made.body['secret'] ?? '',
    body,
    headers['luoshi-timestamp'] ?? '',
    headers['luoshi-signature'] ?? '',
    now(),
  );
  expect(signed).toBe(true);
  expect((await ask('office', 'GET', '/jobs')).body).toEqual({ jobs: [] });
});

test('the secret lies sealed, is told once more for a repeated key, and never in a list', async () => {
  const key = newId();
  const first = await ask('admin', 'POST', '/webhooks', subscription(), key);
  expect(await ask('admin', 'POST', '/webhooks', subscription(), key)).toEqual(first);
  const secret = first.body['secret'] ?? 'none';
  const rows = JSON.stringify([
    await database.db.selectFrom('webhook').selectAll().execute(),
    await database.db.selectFrom('idempotency').selectAll().execute(),
    await database.db.selectFrom('org_event').selectAll().execute(),
    (await ask('admin', 'GET', '/webhooks')).body,
  ]);
  expect(rows).toContain(first.body['id']);
  expect(rows).not.toContain(secret);
});

test('a receiver that fails is asked again later, with the same delivery id', async () => {
  await ask('admin', 'POST', '/webhooks', subscription());
  statuses = [500, 302, 200];
  await happens(east);
  for (const n of [1, 2]) {
    await until(() => got.length === n);
    await until(
      async () =>
        (
          await database.db.selectFrom('job').select('error').executeTakeFirstOrThrow()
        ).error?.endsWith(statuses.length === 2 ? '500' : '302') === true,
    );
    clock.ahead += 4 ** n * 1000;
  }
  await until(async () => (await openJobs()) === 0);
  expect(got).toHaveLength(3);
  expect(new Set(got.map(({ headers }) => headers['luoshi-delivery'])).size).toBe(1);
});

test('a trial tells the administrator how it went; a stopped webhook is silent', async () => {
  const made = await ask('admin', 'POST', '/webhooks', subscription());
  const id = made.body['id'] ?? '';
  const { jobId } = (await ask('admin', 'POST', `/webhooks/${id}/try`)).body;
  await until(async () => (await ask('admin', 'GET', `/jobs/${jobId}`)).body['state'] === 'done');
  expect((await ask('admin', 'GET', `/jobs/${jobId}`)).body['result']).toEqual({ status: 200 });
  expect((await ask('office', 'GET', `/jobs/${jobId}`)).status).toBe(404);
  const stopped = await ask('admin', 'POST', `/webhooks/${id}/stop`);
  expect(stopped.body['stoppedAt']).toBeTypeOf('string');
  await happens(east);
  expect(await openJobs()).toBe(0);
  expect((await ask('admin', 'POST', `/webhooks/${id}/try`)).status).toBe(404);
});

test('only the system administrator may, only to an address that is allowed, for a kind that exists', async () => {
  expect((await ask('office', 'POST', '/webhooks', subscription())).status).toBe(403);
  for (const inner of [
    'http://127.0.0.1.example/',
    'https://169.254.169.254/',
    'https://[::ffff:10.0.0.1]/',
  ]) {
    const refused = await ask('admin', 'POST', '/webhooks', { ...subscription(), url: inner });
    expect([inner, refused.status, refused.body['code']]).toEqual([inner, 422, 'address-refused']);
  }
  const unknown = await ask('admin', 'POST', '/webhooks', {
    ...subscription(),
    kinds: ['constructor'],
  });
  expect(unknown.status).toBe(400);
  expect(
    (await ask('admin', 'POST', '/webhooks', { ...subscription(), unit: newId() })).status,
  ).toBe(404);
});
