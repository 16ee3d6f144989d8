import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as moves from '#contract/list-moves.ts';
import type { Actor, Role } from '#domain/org/actor.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Unit } from '#modules/org/unit-store.ts';
import type { Database } from '#platform/db/open.ts';
import { type FileGate, fileGate } from '#platform/files/file-gate.ts';
import { placeOf } from '#platform/files/file-store.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import { sweepFiles } from '#platform/files/sweep-files.ts';
import { apiApp, command } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { evidenceKeeps, evidenceRoutes } from './evidence.ts';

const NOW = new Date('2026-03-02T09:00:00+08:00');
let database: Database;
let dir = '';
let gate: FileGate;
let app: Hono;
let entry = { id: '', version: 0 };
const actors = new Map<string, Actor>();

beforeAll(async () => {
  database = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'luoshi-evidence-'));
  gate = fileGate({ store: folderStore(join(dir, 'kept')), spool: join(dir, 'spool') });
  const city = new SmallCity(database, { now: NOW });
  const root = await city.city();
  const east = await city.unit('东河县', 'county');
  const west = await city.unit('西岭县', 'county');
  await database.db
    .insertInto('campaign')
    .values({
      city_id: CITY,
      id: newId(),
      code: 'D',
      name: '大讨论',
      office_unit: root.id,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      created_at: NOW,
    })
    .execute();
  const officer = async (login: string, role: Role, unit: Unit): Promise<void> => {
    const { accountId, personId, postId } = await city.officer(login, role, unit);
    const post = { postId, unitId: unit.id, path: unit.path, linked: [], role, acting: false };
    actors.set(login, { cityId: CITY, accountId, personId, posts: [post] });
  };
  await officer('doer', 'handler', east);
  await officer('leader', 'leader', east);
  await officer('stranger', 'office', west);
  await officer('admin', 'system_admin', root);
  const whoIs = (request: Request): Promise<Actor | undefined> =>
    Promise.resolve(actors.get(request.headers.get('x-officer') ?? ''));
  app = apiApp(
    {
      db: database.db,
      cityId: CITY,
      now: () => NOW,
      whoIs,
      readOnly: () => false,
      log: () => undefined,
    },
    [...evidenceRoutes(gate), command(moves.raiseEntry, raiseEntry)],
  );
});
afterAll(async () => {
  await database.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  const raised = await ask(
    'doer',
    'POST',
    '/entries',
    JSON.stringify({ kind: 'problem', title: '路灯不亮', source: 'self_check', level: 'unit' }),
  );
  entry = (await raised.json()) as typeof entry;
});

async function ask(
  who: string,
  method: string,
  path: string,
  body?: string | Buffer,
  key: string = newId(),
): Promise<Response> {
  return await app.request(`http://luoshi/api/v1${path}`, {
    method,
    headers: { 'x-officer': who, 'idempotency-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body as string)) }),
  });
}

interface Told {
  readonly id: string;
  readonly sha256: string;
  readonly code?: string;
  readonly title?: string;
  readonly entry: {
    readonly version: number;
    readonly evidence: readonly { readonly name: string }[];
  };
}

async function add(
  who: string,
  body: string | Buffer,
  more: { name?: string; version?: number; key?: string } = {},
): Promise<Told & { status: number }> {
  const { name = '说明.txt', version = entry.version, key } = more;
  const path = `/entries/${entry.id}/evidence?${new URLSearchParams({ name, version: String(version), purpose: 'delivery' }).toString()}`;
  const response = await ask(who, 'POST', path, body, key);
  return { ...((await response.json()) as Told), status: response.status };
}

test('evidence is added with its event, listed, and comes back byte for byte', async () => {
  const told = await add('doer', '路灯已于三月一日修复\n');
  expect(told.status).toBe(200);
  expect(told.entry).toMatchObject({
    version: entry.version + 1,
    evidence: [{ name: '说明.txt' }],
  });
  const event = await database.db
    .selectFrom('event')
    .selectAll()
    .where('subject_id', '=', entry.id)
    .where('subject_version', '=', entry.version + 1)
    .executeTakeFirstOrThrow();
  expect(event).toMatchObject({
    kind: 'problem.attach',
    payload: { because: { sha256: told.sha256 } },
  });
  const got = await ask('leader', 'GET', `/evidence/${told.id}`);
  expect(await got.text()).toBe('路灯已于三月一日修复\n');
  expect(got.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('the same file on two entries shows on both', async () => {
  const first = await add('doer', '同一张照片');
  const one = entry.id;
  const raised = await ask(
    'doer',
    'POST',
    '/entries',
    JSON.stringify({ kind: 'problem', title: '另一盏灯', source: 'self_check', level: 'unit' }),
  );
  entry = (await raised.json()) as typeof entry;
  expect((await add('doer', '同一张照片')).sha256).toBe(first.sha256);
  const listed = await (await ask('leader', 'GET', `/entries/${one}/evidence`)).json();
  expect(listed).toMatchObject({ evidence: [{ alsoOn: 1, purpose: 'delivery', episode: 1 }] });
});

test('a reply that was lost is told again; the key with another file is refused; a stale version names who moved', async () => {
  const key = newId();
  const first = await add('doer', '第一份', { key });
  expect(await add('doer', '第一份', { key })).toEqual(first);
  expect(await add('doer', '第二份', { key })).toMatchObject({ status: 422, code: 'key-reused' });
  expect(await add('doer', '第三份')).toMatchObject({ status: 409, code: 'stale' });
  expect(await add('doer', '第四份', { key: '' })).toMatchObject({
    status: 400,
    code: 'key-missing',
  });
  const listed = (await (await ask('doer', 'GET', `/entries/${entry.id}/evidence`)).json()) as {
    evidence: object[];
  };
  expect(listed.evidence).toHaveLength(1);
});

test('ten at once with one key make one row', async () => {
  const key = newId();
  const all = await Promise.all(Array.from({ length: 10 }, () => add('doer', '一份', { key })));
  expect(new Set(all.map((told) => told.id)).size).toBe(1);
});

test('who may not see the entry gets the answer of an id that is not there; nobody gets in without a session', async () => {
  const told = await add('doer', '内部情况');
  const random = newId();
  for (const who of ['stranger', 'admin']) {
    const there = await ask(who, 'GET', `/evidence/${told.id}`);
    const nowhere = await ask(who, 'GET', `/evidence/${random}`);
    expect([who, there.status]).toEqual([who, nowhere.status]);
    expect((await there.text()).replace(told.id, random)).toBe(await nowhere.text());
  }
  expect((await add('stranger', '越权')).status).toBe(404);
  expect((await add('leader', '不承办')).status).toBe(403);
  const again = await ask('nobody', 'GET', `/evidence/${told.id}`);
  expect(again.status).toBe(401);
  expect(again.headers.get('cache-control')).toBe('no-store');
});

test('a picture may be shown in place, a text never', async () => {
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
    .jpeg()
    .toBuffer();
  const picture = await add('doer', photo, { name: '整改后.jpeg' });
  const shown = await ask('leader', 'GET', `/evidence/${picture.id}?inline=true`);
  expect([
    shown.headers.get('content-type'),
    shown.headers.get('content-disposition')?.split(';')[0],
  ]).toEqual(['image/jpeg', 'inline']);
  const text = await add('doer', '文字', { version: picture.entry.version });
  const saved = await ask('leader', 'GET', `/evidence/${text.id}?inline=true`);
  expect(saved.headers.get('content-type')).toBe('application/octet-stream');
});

test('a refused file is a sentence with its name, and leaves nothing', async () => {
  const refused = await add('doer', '<svg xmlns="x" onload="alert(1)"/>', {
    name: '..\\图片<b>.png',
  });
  expect(refused).toMatchObject({ status: 415, code: 'file-type' });
  expect(refused.title).toMatch(/图片_b_/);
  const listed = await (await ask('doer', 'GET', `/entries/${entry.id}/evidence`)).json();
  expect(listed).toEqual({ evidence: [] });
});

test('the sweep takes only old files that no row names', async () => {
  const told = await add('doer', '留下的佐证');
  const orphan = await gate.take(new Blob(['没有提交的上传']).stream(), 'a.txt');
  const young = await gate.take(new Blob(['刚刚上传']).stream(), 'b.txt');
  const old = new Date(Date.now() - 25 * 3_600_000);
  for (const sum of [told.sha256, orphan.sha256])
    await utimes(join(dir, 'kept', placeOf(sum)), old, old);
  const id = newId();
  await database.db
    .insertInto('job')
    .values({
      city_id: CITY,
      id,
      kind: 'sweep-files',
      args: '{}',
      run_at: new Date(),
      created_at: new Date(),
    })
    .execute();
  const jobs = startJobs({
    db: database.db,
    cityId: CITY,
    kinds: [sweepFiles(gate, [evidenceKeeps])],
    now: () => new Date(),
    log: () => undefined,
    pollMs: 10,
  });
  const job = async () =>
    await database.db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  while ((await job()).finished_at === null)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await jobs.stop();
  expect((await job()).result).toEqual({ seen: 2, removed: 1 });
  expect(await gate.store.head(orphan.sha256)).toBeUndefined();
  expect(await gate.store.head(told.sha256)).toBeDefined();
  expect(await gate.store.head(young.sha256)).toBeDefined();
});
