import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tellNews } from '#modules/listen/vault/tell-news.ts';
import { mailPort } from '#platform/notices/mail-port.ts';
import { smsPort } from '#platform/notices/sms-port.ts';
import { gateway, type Gateway } from '#test/gateway.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { type Answer, type House, openHouse, type Site, type Who } from '../attacks/house.ts';

type Body = Record<string, unknown>;

const clock = { at: NOON };
const now = (): Date => clock.at;
const later = (minutes: number): void => {
  clock.at = new Date(clock.at.getTime() + minutes * 60_000);
};

let mail: SmtpCatcher;
let sms: Gateway;
let house: House;
beforeAll(async () => {
  [mail, sms] = [await smtpCatcher(), await gateway()];
  const ports = [
    mailPort({
      url: new URL(`smtp://127.0.0.1:${mail.port}`),
      from: 'office@example.cn',
      timeoutMs: 1000,
    }),
    smsPort({ url: sms.url, secret: 'a-secret-of-the-gateway', timeoutMs: 1000 }),
  ];
  const notices = { ports, sign: '云渡市民之声', page: 'https://ls.example.cn/follow' };
  house = await openHouse({ now, notices });
});
afterAll(async () => {
  await house.close();
  await mail.close();
  await sms.close();
});

let day = 0;
beforeEach(async () => {
  // Ten in the morning of a day of its own, and nothing of an earlier test waits.
  day += 10;
  clock.at = new Date(Date.parse('2026-05-22T02:00:00Z') + day * 86_400_000);
  await inVault('delete from vault.news');
  await inVault('delete from vault.news_day');
  await inVault(`insert into vault.news_walk (city_id, walked_to) values (${CITY}, '${clock.at.toISOString()}')
    on conflict (city_id) do update set walked_to = excluded.walked_to`);
  mail.mails.length = 0;
  sms.calls.length = 0;
});

async function inVault<T extends object>(statement: string): Promise<T[]> {
  return await house.database.db.transaction().execute(async (tx) => {
    await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
    return (await sql<T>`${sql.raw(statement)}`.execute(tx)).rows;
  });
}

/** What the job does, at this moment. */
async function run(): Promise<void> {
  const { notices, identity } = house.parts;
  if (notices === undefined) throw new Error('no ports');
  const ended = (): Promise<boolean> => Promise.resolve(false);
  const { db } = house.database;
  await tellNews({ notices, key: identity.key, db, cityId: CITY, now, ended });
}

/** As an officer who is at work on that day: the clock leaps, and his session with it. */
async function ask(...[method, path, asking = {}]: Parameters<Site['ask']>): Promise<Answer> {
  if (asking.as !== undefined) await house.cookieOf(asking.as);
  await sql`update session set seen_at = ${clock.at}, ends_at = ${new Date(clock.at.getTime() + 3_600_000)}`.execute(
    house.database.db,
  );
  return await house.real.ask(method, path, asking);
}

async function asked(path: string, body: Body, as?: Who): Promise<Body> {
  const asking = { body, ...(as === undefined ? {} : { as }) };
  const { status, text, body: answer } = await ask('POST', `/api/v1${path}`, asking);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return answer;
}

let spoken = 0;
async function say(more: Body = {}): Promise<{ id: string; code: string; told: unknown }> {
  const form = await ask('GET', '/api/v1/say/form');
  spoken += 1;
  const { code, told } = await asked('/say', {
    nonce: form.body['nonce'],
    kind: 'request',
    words: `柳河镇北街路灯不亮，第 ${spoken} 盏`,
    placeUnit: house.city.unit.eastTown.id,
    contact: `reporter${spoken}@example.cn`,
    tellMe: true,
    ...more,
  });
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
  later(1);
  return { id: rows[0]?.id ?? '', code: String(code), told };
}

async function move(as: Who, id: string, path: string, body: Body = {}): Promise<Answer> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  const answer = await ask('POST', `/api/v1/voices/${id}/${path}`, {
    as,
    body: { version: rows[0]?.version, ...body },
  });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  later(1);
  return answer;
}

/** Registered, and asked something: that is news. */
async function askHim(id: string): Promise<void> {
  await move('eastOffice', id, 'register');
  await move('eastOffice', id, 'ask', { question: '哪一侧？' });
}

const follow = async (code: string): Promise<Body> => await asked('/follow', { code });

test('who left an address and wished it is told, once, that there is news and nothing else', async () => {
  const one = await say();
  expect(one.told).toBe(true);
  await move('eastOffice', one.id, 'register');
  await run();
  expect(mail.mails).toEqual([]);
  await move('eastOffice', one.id, 'ask', { question: '哪一侧？' });
  await run();
  await run();
  expect(mail.mails).toHaveLength(1);
  const { data = '', to } = mail.mails[0] ?? {};
  expect(to).toEqual([`reporter${spoken}@example.cn`]);
  const text = Buffer.from(data.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
  expect(text.trim()).toBe(
    '【云渡市民之声】您反映的事有新进展，请打开 https://ls.example.cn/follow ，输入查询码查看。',
  );
  for (const inner of [one.code, one.code.replaceAll(' ', ''), '路灯', '哪一侧', '东岭', one.id])
    expect(`${data}${text}`).not.toContain(inner);
  const seen = await follow(one.code);
  expect(seen['news']).toEqual({
    on: true,
    unfit: false,
    sentOn: [clock.at.toISOString().slice(0, 10)],
  });
});

test('told in the language of the form, and by the way that the contact fits', async () => {
  const one = await say({ contact: '139 8765 0001', lang: 'en' });
  await askHim(one.id);
  await run();
  expect(sms.calls.map(({ body }) => JSON.parse(body) as Body)).toEqual([
    {
      id: expect.any(String) as string,
      to: '13987650001',
      text: '[云渡市民之声] There is news on what you told us: open https://ls.example.cn/follow and type in your tracking code.',
    },
  ]);
});

test('several news of a day are one message; the next comes the next day, not by night', async () => {
  const one = await say();
  await askHim(one.id);
  await move('eastOffice', one.id, 'ask', { question: '几盏？' });
  await run();
  expect(mail.mails).toHaveLength(1);
  await move('eastOffice', one.id, 'ask', { question: '灯杆号？' });
  await run();
  later(11 * 60);
  await run();
  expect(mail.mails).toHaveLength(1);
  later(10 * 60 + 59);
  await run();
  expect(mail.mails).toHaveLength(2);
});

test('who has looked since is not told any more', async () => {
  const one = await say();
  await askHim(one.id);
  later(1);
  await follow(one.code);
  await run();
  later(60);
  await run();
  expect(mail.mails).toEqual([]);
});

test('without the wish nobody is told; he may say so later, take it back, and deleting the contact drops what waits', async () => {
  const one = await say({ tellMe: false });
  expect(one.told).toBeUndefined();
  await askHim(one.id);
  await run();
  expect(mail.mails).toEqual([]);
  expect((await asked('/follow/tell', { code: one.code, on: true }))['news']).toMatchObject({
    on: true,
  });
  later(1);
  await move('eastOffice', one.id, 'ask', { question: '几盏？' });
  expect((await asked('/follow/tell', { code: one.code, on: false }))['news']).toMatchObject({
    on: false,
  });
  await run();
  expect(mail.mails).toEqual([]);
  await asked('/follow/tell', { code: one.code, on: true });
  later(1);
  await move('eastOffice', one.id, 'ask', { question: '灯杆号？' });
  await asked('/follow/forget', { code: one.code });
  await run();
  expect(mail.mails).toEqual([]);
  expect(await inVault('select 1 from vault.news')).toEqual([]);
  expect((await follow(one.code))['news']).toBeUndefined();
  const again = await ask('POST', '/api/v1/follow/tell', {
    body: { code: one.code, on: true },
  });
  expect([again.status, again.body['code']]).toEqual([422, 'no-telling']);
});

test('a complaint about conduct is told of by no way out, whatever was ticked', async () => {
  const one = await say({ kind: 'complaint', words: '办事推诿，跑了五趟', about: '东岭县住建局' });
  expect(one.told).toBe(false);
  await move('cityOffice', one.id, 'register');
  await move('cityOffice', one.id, 'ask', { question: '哪一天？' });
  await run();
  expect(mail.mails).toEqual([]);
  const turned = await ask('POST', '/api/v1/follow/tell', {
    body: { code: one.code, on: true },
  });
  expect(turned.body['code']).toBe('no-telling');
  // Nor when it has become one: the rule is asked again at the moment of sending.
  const other = await say();
  await askHim(other.id);
  await sql`update voice set kind = 'complaint' where id = ${other.id}`.execute(house.database.db);
  await run();
  expect(mail.mails).toEqual([]);
});

test('a contact that no way out reaches is said so, on the receipt or once it is found out', async () => {
  expect((await say({ contact: '村口老槐树下' })).told).toBe(false);
  const one = await say({ contact: '村口老槐树下', tellMe: false });
  await asked('/follow/tell', { code: one.code, on: true });
  later(1);
  await askHim(one.id);
  await run();
  expect((await follow(one.code))['news']).toEqual({ on: true, unfit: true, sentOn: [] });
  mail.answers.rcpt.push('550 5.1.1 no such user');
  const two = await say();
  await askHim(two.id);
  await run();
  expect((await follow(two.code))['news']).toEqual({ on: true, unfit: true, sentOn: [] });
});

test('a port that is down keeps nobody waiting and loses nothing: tried again under the same id', async () => {
  const one = await say({ contact: '13987650001' });
  const two = await say({ contact: '13987650002' });
  await askHim(one.id);
  await askHim(two.id);
  sms.statuses.push(500);
  await run();
  // One try showed the trouble; the other was not burnt on it.
  expect(sms.calls).toHaveLength(1);
  later(2);
  sms.statuses.push('never');
  await run();
  later(6);
  await run();
  const ids = sms.calls.map(({ body }) => (JSON.parse(body) as Body)['id']);
  expect(sms.calls).toHaveLength(4);
  expect(new Set(ids).size).toBe(2);
  later(600);
  await run();
  expect(sms.calls).toHaveLength(4);
});

test('killed between the sending and its mark, it is sent again under the same id', async () => {
  const one = await say({ contact: '13987650003' });
  await askHim(one.id);
  const { notices, identity } = house.parts;
  const [port] = notices?.ports.filter(({ name }) => name === 'sms') ?? [];
  if (notices === undefined || port === undefined) throw new Error('no port');
  // What a killed process leaves: the message went out, nothing after it was written.
  const dying = {
    ...notices,
    ports: [
      {
        name: port.name,
        send: async (...it: Parameters<typeof port.send>): Promise<void> => {
          await port.send(...it);
          await new Promise(() => undefined);
        },
      },
    ],
  };
  const { db } = house.database;
  const ended = (): Promise<boolean> => Promise.resolve(false);
  void tellNews({ notices: dying, key: identity.key, db, cityId: CITY, now, ended });
  while (sms.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await run();
  expect(sms.calls).toHaveLength(1);
  later(6);
  await run();
  await run();
  const ids = sms.calls.map(({ body }) => (JSON.parse(body) as Body)['id']);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
});

test('one address gets one message a day, however many voices name it', async () => {
  const number = { contact: '13987650009' };
  const flood = [await say(number), await say(number), await say(number)];
  for (const { id } of flood) await askHim(id);
  await run();
  expect(sms.calls).toHaveLength(1);
  later(24 * 60);
  await run();
  expect(sms.calls).toHaveLength(2);
});

test('what a restored backup still has waiting is told no more when it is days old', async () => {
  const one = await say();
  await askHim(one.id);
  later(4 * 24 * 60);
  await run();
  expect(mail.mails).toEqual([]);
});

test('what happens to a problem is told to all who are linked to it, each once, and to nobody else', async () => {
  const voices = [await say(), await say(), await say()];
  const [first, second, third] = voices;
  for (const { id } of voices) await move('eastOffice', id, 'register');
  const raised = await move('eastOffice', first?.id ?? '', 'raise', { title: '北街路灯不亮' });
  const [entry] = raised.body['entries'] as { id: string }[];
  await move('eastOffice', second?.id ?? '', 'link', { entry: entry?.id });
  await run();
  expect(mail.mails).toEqual([]);
  const { rows } = await sql<{ version: number }>`
    select version from entry where id = ${entry?.id}`.execute(house.database.db);
  await asked(`/entries/${entry?.id}/screen`, { version: rows[0]?.version }, 'eastOffice');
  later(1);
  await run();
  expect(mail.mails).toEqual([]);
  await asked(`/entries/${entry?.id}/list`, { version: (rows[0]?.version ?? 0) + 1 }, 'eastOffice');
  later(1);
  await run();
  await run();
  const told = mail.mails.flatMap(({ to }) => to).toSorted();
  expect(told).toHaveLength(2);
  expect(told).not.toContain((await follow(third?.code ?? ''))['contact']);
});

test('the administrator sees no single message, and tries a way out with an address of his own', async () => {
  const list = async (as: Who): Promise<Answer> => await ask('GET', '/api/v1/news-ports', { as });
  const { body, text } = await list('system_admin');
  expect(body['ports']).toHaveLength(3);
  expect(text).not.toMatch(/@|127\.0\.0\.1|1398765/);
  for (const { sent = 5 } of body['ports'] as { sent?: number }[]) expect(sent % 5).toBe(0);
  for (const as of ['cityOffice', 'eastHousingLiaison', 'auditor'] as const)
    expect((await list(as)).status).toBe(403);
  const attempt = async (port: string, to: string): Promise<Answer> =>
    await ask('POST', `/api/v1/news-ports/${port}/try`, {
      as: 'system_admin',
      body: { to },
    });
  expect((await attempt('mail', 'admin@example.cn')).body).toEqual({ sent: true });
  expect(mail.mails.at(-1)?.to).toEqual(['admin@example.cn']);
  mail.answers.rcpt.push('550 <admin@example.cn> no');
  expect((await attempt('mail', 'admin@example.cn')).body).toEqual({
    sent: false,
    fault: 'address',
  });
  expect((await attempt('sms', 'admin@example.cn')).body['code']).toBe('news-address');
  expect((await attempt('wecom', 'zhang')).body['code']).toBe('no-news-port');
  const { rows } = await sql<{ text: string }>`
    select t::text as text from org_event t where kind = 'news_port.try'
    union all select t::text from idempotency t`.execute(house.database.db);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map((row) => row.text).join()).not.toContain('admin@example.cn');
});

test('without a way out nothing is said of telling, and the form asks nothing', async () => {
  const page = await ask('GET', '/say');
  expect(page.text).toContain('有新进展时告诉我');
  const silent = await openHouse();
  try {
    expect((await silent.real.ask('GET', '/say')).text).not.toContain('进展时');
    const form = await silent.real.ask('GET', '/api/v1/say/form');
    expect(form.body['tells']).toEqual([]);
  } finally {
    await silent.close();
  }
});
