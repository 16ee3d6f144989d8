import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSetUpWord } from '#modules/org/set-up.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { type ApiExample, apiPages } from '#platform/openapi-page.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { mailPort } from '#platform/notices/mail-port.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { CITY, PASSWORD, SmallCity } from '#test/small-city.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { testDatabase } from '#test/template.ts';
import { readConfig } from '../../src/config.ts';
import { jobKinds, type Parts, routes } from '../../src/main.ts';
import { buildApp } from '../../src/server.ts';
import { EXAMPLES_FILE } from '../../scripts/check-made.ts';
import { type Recorder, recorder } from './record-examples.ts';
import { voiceStory } from './scenario-voices.ts';
import { doorStory } from './scenario-doors.ts';
import { documentStory } from './scenario-documents.ts';
import { deskStory } from './scenario-desk.ts';
import {
  accountStory,
  campaignStory,
  ledgerStory,
  organisationStory,
  ownStory,
  sheetStory,
  type Stage,
  webhookStory,
} from './scenario.ts';
import { distilStory } from './scenario-distil.ts';
import { documentTargetStory, targetStory } from './scenario-targets.ts';

let database: Database;
let dir = '';
let mail: SmtpCatcher;
let server: Server;
let api: Recorder;
let all: readonly Route[];
let jobs: JobRunner;
/** Each look at the clock is a second later, so that one run gives the same times as the next. */
const clock = { now: new Date('2026-05-06T01:00:00Z') };
const now = (): Date => (clock.now = new Date(clock.now.getTime() + 1000));

beforeAll(async () => {
  database = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'luoshi-examples-'));
  mail = await smtpCatcher();
  const it = parts();
  all = routes(it);
  const log = (line: object): boolean => process.stderr.write(`${JSON.stringify(line)}\n`);
  const config = { ...readConfig({}), cityId: CITY };
  const app = await buildApp({
    config,
    db: database.db,
    parts: it,
    now,
    log,
    readOnly: () => false,
  });
  jobs = startJobs({
    db: database.db,
    cityId: CITY,
    kinds: jobKinds(it).filter(({ kind }) => kind !== 'webhook'),
    now: () => clock.now,
    log,
  });
  server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  api = recorder(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  server.close();
  await jobs.stop();
  await mail.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

/** What the server is built with, over this test's own folder. */
function parts(): Parts {
  return {
    identity: { secureCookie: false, key: new Uint8Array(32).fill(7), oidc: undefined },
    files: folderStore(join(dir, 'files')),
    spool: join(dir, 'spool'),
    guard: addressGuard({ LUOSHI_WEBHOOK_ALLOW: '10.20.0.0/16' }),
    forgotten: forgottenList(dir),
    // A model that has nothing to say: what it says is tested beside the module.
    model: { name: 'example', ask: () => Promise.resolve('[]') },
    notices: {
      ports: [
        mailPort({ url: new URL(`smtp://127.0.0.1:${mail.port}`), from: 'office@example.cn' }),
      ],
      sign: '云渡市民之声',
      page: 'https://ls.example.cn/follow',
    },
  };
}

/** Until nothing waits; nobody is there to take a webhook. */
async function settle(): Promise<void> {
  const open = database.db
    .selectFrom('job')
    .select('id')
    .where('finished_at', 'is', null)
    .where('kind', '<>', 'webhook');
  const left = database.db.selectFrom('job_item').select('id');
  while ((await left.execute()).length > 0 || (await open.execute()).length > 0) {
    jobs.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stageOf(word: string): Promise<Stage> {
  const city = new SmallCity(database, { now: clock.now });
  const root = await city.city();
  const supervision = await city.unit('市督查室', 'department');
  const county = await city.unit('东河县', 'county');
  const bureau = await city.unit('东河县住建局', 'department', county);
  const town = await city.unit('柳河镇', 'town', county);
  await city.officer('office', 'office', root, '周行');
  await city.officer('leader', 'leader', root, '吴川');
  await city.officer('inspector', 'inspector', supervision, '郑核');
  await city.officer('county', 'office', county, '王远');
  await city.officer('bureau', 'liaison', bureau, '冯建');
  await city.officer('town', 'liaison', town, '陈桥');
  await city.officer('leader.town', 'leader', town, '褚山');
  await database.db
    .insertInto('campaign')
    .values({
      city_id: CITY,
      id: newId(),
      code: 'DTL',
      name: '思想大讨论',
      office_unit: root.id,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      created_at: clock.now,
    })
    .execute();
  const unit = {
    city: root.id,
    supervision: supervision.id,
    county: county.id,
    bureau: bureau.id,
    town: town.id,
  };
  return { api, now: () => clock.now, settle, password: PASSWORD, setUpWord: word, unit };
}

test('each operation is called once over HTTP, and its example is the committed one (mend: LUOSHI_WRITE_EXAMPLES=1)', async () => {
  const word = await newSetUpWord(database.db, CITY, clock.now);
  const first: Stage = {
    api,
    now: () => clock.now,
    settle,
    password: PASSWORD,
    setUpWord: word ?? '',
    unit: { city: '', supervision: '', county: '', bureau: '', town: '' },
  };
  await accountStory(first);
  const stage = await stageOf('');
  await ledgerStory(stage);
  await sheetStory(stage);
  await deskStory(stage);
  await documentStory(stage);
  await documentTargetStory(stage);
  await targetStory(stage);
  await campaignStory(stage);
  await distilStory(stage);
  await voiceStory(stage);
  await doorStory(stage);
  await organisationStory(stage);
  await webhookStory(stage);
  await ownStory(stage);
  const examples = api.examples(all.map(({ op }) => op.id));
  if (process.env['LUOSHI_WRITE_EXAMPLES'] === '1')
    await writeFile(EXAMPLES_FILE, `${JSON.stringify(examples, undefined, 1)}\n`);
  expect(JSON.parse(await readFile(EXAMPLES_FILE, 'utf8'))).toEqual(examples);
}, 240_000);

test('the page shows them in both languages, loads nothing from elsewhere and runs nothing', async () => {
  const examples = JSON.parse(await readFile(EXAMPLES_FILE, 'utf8')) as ApiExample[];
  const hostile = {
    operation: 'listEntries',
    curl: '<script>1</script>',
    status: 200,
    answer: { a: '</code><img src=x>' },
  };
  const pages = apiPages({
    routes: all,
    openApi: '{"openapi":"3.1.0"}',
    examples: [...examples.filter(({ operation }) => operation !== 'listEntries'), hostile],
  });
  for (const [lang, title] of [
    ['zh', '落实 · 开放接口'],
    ['en', 'Luoshi · open API'],
  ] as const) {
    const page = await pages.request(`/api?lang=${lang}`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'/,
    );
    expect(html).toContain(`<title>${title}</title>`);
    expect(html).not.toMatch(
      /<script|<img|<style|\sstyle=|\son\w+=|(?:src|href)="(?:https?:)?\/\//i,
    );
    for (const { op } of all) expect(html).toContain(`<article id="${op.id}">`);
  }
  const again = await pages.request('/api/style.css');
  const etag = again.headers.get('etag') ?? '';
  expect(
    (await pages.request('/api/style.css', { headers: { 'if-none-match': etag } })).status,
  ).toBe(304);
  expect(await (await pages.request('/openapi.json')).json()).toEqual({ openapi: '3.1.0' });
});
