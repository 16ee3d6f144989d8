import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Database } from '#platform/db/open.ts';
import { modelFromEnvironment } from '#platform/model/model-port.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { askModel, askModelJob, claimsIn } from './ask-model.ts';
import { addDocument } from './take-document.ts';

const TEXT = `2026年工作要点
2026年2月3日
二、2026年重点工作
2026年是打基础的关键一年，是服务企业的提质之年。
年底前新建改造农村公路120公里。
`;

let database: Database;
let city: TinyCity;
let server: Server;
let answer = '';
let asked: { authorization: string | undefined; body: string } | undefined;
const reader = new DocumentReader();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked = {
        authorization: request.headers.authorization,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      response.end(JSON.stringify({ choices: [{ message: { content: answer } }] }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  server.close();
  await reader.close();
  await database.close();
});

function environment(): Record<string, string> {
  const { port } = server.address() as AddressInfo;
  return {
    LUOSHI_MODEL_URL: `http://127.0.0.1:${port}/v1`,
    LUOSHI_MODEL: 'local',
    LUOSHI_MODEL_KEY: 'k-1',
  };
}

async function document(): Promise<string> {
  const [post] = city.actor.cityOffice.posts;
  if (post === undefined) throw new Error('no post');
  const reading = await reader.read(TEXT);
  const kept = { sha256: 'a'.repeat(64), name: '要点.txt', mediaType: 'text/plain', bytes: 1 };
  const store = { head: () => Promise.resolve({ sha256: '', bytes: 1, putAt: NOON }) } as never;
  const { id } = await city.act(database.db, 'cityOffice', (ctx) =>
    addDocument(ctx, { store, reader }, { post, text: TEXT, input: {}, kept }, reading),
  );
  return id;
}

test('off unless it is configured', async () => {
  expect(modelFromEnvironment({}, addressGuard({}))).toBeUndefined();
  const id = await document();
  const asking = city.act(database.db, 'cityOffice', (ctx) => askModel(ctx, { id }, undefined));
  await expect(asking).rejects.toMatchObject({ code: 'model-off' });
});

test('only quotes that stand in the text become candidates, marked as the model’s', async () => {
  const model = modelFromEnvironment(
    environment(),
    addressGuard({ LUOSHI_WEBHOOK_ALLOW_LOOPBACK: '1' }),
  );
  if (model === undefined) throw new Error('off');
  const id = await document();
  answer = `好的：${JSON.stringify([
    { kind: 'task', quote: '是服务企业的提质之年' },
    { kind: 'task', quote: '全面建成世界一流企业服务体系' },
    { kind: 'target', quote: '年底' },
    { kind: 'order', quote: '是服务企业的提质之年' },
  ])}`;
  const kind = askModelJob(model);
  if (kind.lane === 'brief') throw new Error('a call');
  const job = {
    cityId: CITY,
    args: { document: id },
    byPerson: undefined,
    now: () => NOON,
    report: () => Promise.resolve(),
    cancelled: () => Promise.resolve(false),
  };
  expect(await kind.run(job as never, database.db)).toEqual({ claimed: 3, verified: 1, added: 1 });
  expect(asked?.authorization).toBe('Bearer k-1');
  expect(JSON.parse(asked?.body ?? '{}')).toMatchObject({ model: 'local', temperature: 0 });
  const { rows } = await sql`select quote, state, doubts, proposed_by from candidate
    where document_id = ${id} and proposed_by = 'model'`.execute(database.db);
  expect(rows).toEqual([
    { quote: '是服务企业的提质之年', state: 'proposed', doubts: ['model'], proposed_by: 'model' },
  ]);
  expect(await kind.run(job as never, database.db)).toMatchObject({ added: 0 });
});

test('it is asked nowhere that calls may not go', async () => {
  const model = modelFromEnvironment(environment(), addressGuard({}));
  await expect(model?.ask('', '')).rejects.toMatchObject({ code: 'address-refused' });
});

test('an answer that is no list claims nothing', () => {
  expect(claimsIn('我不知道')).toEqual([]);
  expect(claimsIn('[{"kind":"task"}, 3, null]')).toEqual([]);
  expect(claimsIn('[不是 JSON]')).toEqual([]);
});
