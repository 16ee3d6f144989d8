import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TELL_NEWS } from '#modules/listen/vault/tell-news.ts';
import { newId } from '#platform/ids.ts';
import { callJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { mailPort } from '#platform/notices/mail-port.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { CITY } from '#test/tiny-city.ts';
import { jobKinds } from '../../src/main.ts';
import { type Answer, type House, NOW, openHouse, pathOf, type Who } from './house.ts';
import { alike } from './two-worlds.ts';

const CANARY = 'canary.told@example.cn';
const AS = [CANARY, 'canary.told', Buffer.from(CANARY).toString('base64'), '127.0.0.1:'];

const clock = { at: NOW };
const later = (): void => void (clock.at = new Date(clock.at.getTime() + 60_000));

let mail: SmtpCatcher;
let house: House;
beforeAll(async () => {
  mail = await smtpCatcher();
  const url = new URL(`smtp://127.0.0.1:${mail.port}`);
  house = await openHouse({
    now: () => clock.at,
    notices: {
      ports: [mailPort({ url, from: 'office@example.cn', timeoutMs: 2000 })],
      sign: '云渡市民之声',
      page: 'https://ls.example.cn/follow',
    },
  });
});
afterAll(async () => {
  await house.close();
  await mail.close();
});
beforeEach(() => {
  clock.at = NOW;
  mail.mails.length = 0;
});

type Body = Record<string, unknown>;

/** One voice through the hands of everybody, with something that is news to its reporter. */
async function through(more: Body): Promise<{ id: string; entry: string }> {
  const form = await house.real.ask('GET', '/api/v1/say/form');
  const said = await house.real.ask('POST', '/api/v1/say', {
    body: {
      nonce: form.body['nonce'],
      kind: 'request',
      words: '柳河镇北街路灯不亮',
      placeUnit: house.city.unit.eastTown.id,
      ...more,
    },
  });
  expect(said.status).toBe(200);
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
  const id = rows[0]?.id ?? '';
  const move = async (as: Who, path: string, body: Body = {}): Promise<Answer> => {
    later();
    const { rows: found } = await sql<{ version: number }>`
      select version from voice where id = ${id}`.execute(house.database.db);
    const sent = { version: found[0]?.version, ...body };
    const answer = await house.real.ask('POST', `/api/v1/voices/${id}/${path}`, { as, body: sent });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    return answer;
  };
  await move('eastOffice', 'register');
  await move('eastOffice', 'ask', { question: '哪一侧？' });
  const raised = await move('eastOffice', 'raise', { title: '北街路灯不亮' });
  later();
  const [entry] = raised.body['entries'] as { id: string }[];
  return { id, entry: entry?.id ?? '' };
}

/** The job as the house puts it down, carried out by its runner, with its log. */
async function runJobs(kinds: readonly JobKind[]): Promise<void> {
  const { db } = house.database;
  const id = newId();
  await db
    .insertInto('job')
    .values({
      city_id: CITY,
      id,
      kind: TELL_NEWS,
      args: '{}',
      run_at: clock.at,
      created_at: clock.at,
    })
    .execute();
  const jobs = startJobs({
    db,
    cityId: CITY,
    kinds: kinds.filter(({ kind }) => kind === TELL_NEWS),
    now: () => clock.at,
    log: (line) => house.log.push(line),
    pollMs: 10,
  });
  for (;;) {
    const job = await db
      .selectFrom('job')
      .where('id', '=', id)
      .select(['finished_at', 'error'])
      .executeTakeFirstOrThrow();
    if (job.finished_at !== null || job.error !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await jobs.stop();
}

const READERS: readonly Who[] = [
  'cityOffice',
  'cityLeader',
  'inspector',
  'eastOffice',
  'eastHousingLiaison',
  'townLiaison',
  'westOffice',
  'auditor',
  'system_admin',
  'security_admin',
  'audit_admin',
];
const READ = [
  'readVoice',
  'voicesOfEntry',
  'readEntry',
  'readEvents',
  'listUnsealings',
  'listCalls',
  'listJobs',
];

async function crawl(
  one: { id: string; entry: string },
  only: readonly string[] | undefined,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { op } of house.real.routes) {
    if (op.method !== 'GET' || op.id === 'watchOverview') continue;
    if (only?.includes(op.id) === false) continue;
    for (const as of READERS) {
      const id = op.path.startsWith('/entries') ? one.entry : one.id;
      const { status, text } = await house.real.ask('GET', pathOf(op, { id }), { as });
      found.set(`${op.id} as ${as}`, `${status} ${text}`);
    }
  }
  return found;
}

/** Where an address shows: in an answer, the log, or a row of any table, those of the open vault too. */
async function attack(one: { id: string; entry: string }): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string): void => {
    if (AS.some((canary) => text.includes(canary))) found.push(where);
  };
  for (const [where, text] of await crawl(one, undefined)) look(where, text);
  look('the log', JSON.stringify(house.log));
  await house.database.db.transaction().execute(async (tx) => {
    await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
    const { rows: tables } = await sql<{ schema: string; name: string }>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_schema in ('public', 'vault') and table_type = 'BASE TABLE'`.execute(tx);
    expect(tables.filter(({ name }) => name.startsWith('news'))).toHaveLength(4);
    for (const { schema, name } of tables) {
      const { rows } = await sql<{ text: string }>`
        select t::text as text from ${sql.table(`${schema}.${name}`)} t`.execute(tx);
      for (const { text } of rows) look(`${schema}.${name}`, text);
    }
  });
  return found;
}

test('A41: that a reporter is told, or that it fails with his address in the server’s mouth, leaves no trace of him', async () => {
  const wish = { contact: CANARY, tellMe: true };
  const one = await through(wish);
  mail.answers.rcpt.push(`451 4.3.0 <${CANARY}> try later`);
  await runJobs(jobKinds(house.parts));
  expect(mail.mails).toEqual([]);
  expect(await attack(one)).toEqual([]);
  later();
  later();
  await runJobs(jobKinds(house.parts));
  expect(mail.mails.map(({ to }) => to)).toEqual([[CANARY]]);
  expect(await attack(one)).toEqual([]);
  // A build whose job lets the mail program's own error through.
  const careless = callJob(TELL_NEWS, async () => {
    mail.answers.rcpt.push(`550 5.1.1 <${CANARY}> unknown`);
    const transport = createTransport({ host: '127.0.0.1', port: mail.port, ignoreTLS: true });
    await transport.sendMail({ from: 'office@example.cn', to: CANARY, text: '有新进展' });
  });
  await runJobs([careless]);
  expect(await attack(one)).toEqual(expect.arrayContaining(['the log', 'public.job']));
  await sql`delete from job`.execute(house.database.db);
  house.log.length = 0;
}, 240_000);

test('two worlds: whether he left a contact, wished to be told, was told or could not be, reads alike to every officer', async () => {
  const worlds: Map<string, string>[] = [];
  const stories: readonly { said: Body; answer?: string; told: number }[] = [
    { said: {}, told: 0 },
    { said: { contact: 'two@example.cn' }, told: 0 },
    { said: { contact: 'three@example.cn', tellMe: true }, told: 1 },
    {
      said: { contact: 'four@example.cn', tellMe: true },
      answer: '550 <four@example.cn> no',
      told: 0,
    },
  ];
  for (const { said, answer, told } of stories) {
    clock.at = NOW;
    mail.mails.length = 0;
    if (answer !== undefined) mail.answers.rcpt.push(answer);
    const one = await through(said);
    await runJobs(jobKinds(house.parts));
    expect(mail.mails).toHaveLength(told);
    const read = await crawl(one, READ);
    worlds.push(new Map([...read].map(([where, text]) => [where, alike(text, one)])));
    await sql`update voice_link set undone_at = now(), undone_by = linked_by`.execute(
      house.database.db,
    );
  }
  const [first, ...others] = worlds;
  expect(first?.size).toBeGreaterThan(50);
  for (const other of others) expect([...other]).toEqual([...(first ?? [])]);
}, 240_000);
