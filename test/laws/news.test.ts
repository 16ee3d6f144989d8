import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { portFindings } from '#modules/listen/news-ports.ts';
import { tellNews } from '#modules/listen/vault/tell-news.ts';
import { walkNews } from '#modules/listen/vault/walk-news.ts';
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

test('a contact that no way out reaches is offered nothing and told so at once; what a server refuses, once it is found out', async () => {
  expect((await say({ contact: '村口老槐树下' })).told).toBe(false);
  for (const left of [{ contact: '村口老槐树下' }, { name: '李某', contact: '' }]) {
    const one = await say({ ...left, tellMe: false });
    const page = await follow(one.code);
    expect([page['sealed'], page['news']]).toEqual([true, undefined]);
    const turned = await ask('POST', '/api/v1/follow/tell', { body: { code: one.code, on: true } });
    expect([turned.status, turned.body['code']]).toEqual([422, 'no-telling']);
    expect(await inVault(`select 1 from vault.news where voice_id = '${one.id}'`)).toEqual([]);
  }
  const fits = await say({ tellMe: false });
  expect((await follow(fits.code))['news']).toEqual({ on: false, unfit: false, sentOn: [] });
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

test('a house restored from before the sending sends it again under the same id, and later news under another', async () => {
  const one = await say({ contact: '13987650004' });
  await askHim(one.id);
  const before = await inVault<{ walked_to: Date }>('select walked_to from vault.news_walk');
  await run();
  await inVault(
    `update vault.news set told_at = null, news_at = null, due_at = null, sent_on = '{}'`,
  );
  await inVault('delete from vault.news_day');
  await inVault(`update vault.news_walk set walked_to = '${before[0]?.walked_to.toISOString()}'`);
  later(26 * 60);
  await run();
  await move('eastOffice', one.id, 'ask', { question: '几盏？' });
  later(24 * 60);
  await run();
  const ids = sms.calls.map(({ body }) => (JSON.parse(body) as Body)['id']);
  expect([ids.length, new Set(ids).size, ids[0] === ids[1]]).toEqual([3, 2, true]);
  expect(ids[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
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

test('a problem with 5,000 voices, some through one merged into it: each is marked once, in small parts, and told once', async () => {
  const [whole, heard] = [5000, 130];
  const voices = [await say()];
  while (voices.length < heard) voices.push(await say());
  const first = voices[0]?.id ?? '';
  await move('eastOffice', first, 'register');
  const raised = await move('eastOffice', first, 'raise', { title: '北街路灯不亮' });
  const second = voices[1]?.id ?? '';
  await move('eastOffice', second, 'register');
  const other = await move('eastOffice', second, 'raise', { title: '北街灯又坏了' });
  const problems = [raised, other].map(({ body }) => (body['entries'] as { id: string }[])[0]?.id);
  const [stays, goes] = problems;
  const { db } = house.database;
  // The others are linked as the desk would link them, told in bulk; those beyond the heard ones have a wish alone.
  await sql`
    insert into voice_link (city_id, id, voice_id, entry_id, linked_at, linked_by)
    select city_id, gen_random_uuid(), voice_id, case when n % 10 = 0 then ${goes}::uuid else ${stays}::uuid end, ${now()},
      (select id from person limit 1)
    from (select city_id, voice_id, row_number() over (order by voice_id) as n from submission
      where voice_id = any(${voices.slice(2).map(({ id }) => id)}::uuid[])) s`.execute(db);
  await sql`alter table voice_link disable trigger all`.execute(db);
  await sql`
    insert into voice_link (city_id, id, voice_id, entry_id, linked_at, linked_by)
    select ${CITY}, gen_random_uuid(), gen_random_uuid(), case when n % 10 = 0 then ${goes}::uuid else ${stays}::uuid end,
      ${now()}, (select id from person limit 1) from generate_series(1, ${whole - heard}) n`.execute(
    db,
  );
  await sql`alter table voice_link enable trigger all`.execute(db);
  await inVault(`insert into vault.news (city_id, voice_id, wished, wished_at, port)
    select city_id, voice_id, true, '${now().toISOString()}', 'mail' from voice_link where undone_at is null
      and entry_id in ('${stays}','${goes}') on conflict do nothing`);
  await sql`
    insert into merge_link (city_id, id, entry_id, survivor_id, reason, linked_at, linked_by)
    select ${CITY}, gen_random_uuid(), ${goes}, ${stays}, '同一处', ${now()}, id from person limit 1`.execute(
    db,
  );
  later(1);
  const { rows } = await sql<{ version: number }>`
    select version from entry where id = ${stays}`.execute(db);
  const version = rows[0]?.version ?? 0;
  await asked(`/entries/${stays}/screen`, { version }, 'eastOffice');
  await asked(`/entries/${stays}/list`, { version: version + 1 }, 'eastOffice');
  later(1);
  const marked = async (): Promise<unknown> =>
    await inVault(`select count(*)::int as parts, sum(n)::int as voices, max(n)::int as most from (
      select xmin::text, count(*) as n from vault.news where news_at is not null group by 1) p`);
  await walkNews({ db, cityId: CITY, now: now() });
  const once = await marked();
  expect(once).toEqual([{ parts: whole / 500, voices: whole, most: 500 }]);
  const rowsOf = `select voice_id, xmin::text from vault.news order by voice_id`;
  const rowsThen = await inVault(rowsOf);
  later(1);
  await walkNews({ db, cityId: CITY, now: now() });
  expect(await inVault(rowsOf)).toEqual(rowsThen);
  // A minute sends what its bucket holds and leaves the rest alone.
  await inVault(
    'delete from vault.news n where not exists (select 1 from vault.identity i where i.voice_id = n.voice_id)',
  );
  const counts: number[] = [];
  for (let minute = 0; minute < 4; minute += 1) {
    await run();
    counts.push(mail.mails.length);
    later(1);
  }
  expect(counts).toEqual([60, 120, heard, heard]);
  expect(new Set(mail.mails.flatMap(({ to }) => to)).size).toBe(heard);
}, 120_000);

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

test('the doctor tells which ways are on and what last went wrong, and finds fault with a fault of the day alone', async () => {
  await inVault('delete from vault.news_port');
  const { notices } = house.parts;
  const { db } = house.database;
  const examined = async (): Promise<unknown[]> => {
    const today = clock.at.toISOString().slice(0, 10);
    const all = await portFindings(notices, { db, cityId: CITY, today });
    return all.map(({ check, ok, en }) => [check, ok, en.replace(/^.*set up/, '')]);
  };
  const well = [
    ['news-mail', true, ''],
    ['news-sms', true, ''],
  ];
  expect(await examined()).toEqual(well);
  const one = await say({ contact: '13987650005' });
  await askHim(one.id);
  const then = clock.at.toISOString().slice(0, 10);
  sms.statuses.push(401);
  await run();
  const told = (ok: boolean): unknown[] => [
    well[0],
    ['news-sms', ok, `; last fault ${then}, account or secret is wrong`],
  ];
  expect(await examined()).toEqual(told(false));
  later(24 * 60);
  expect(await examined()).toEqual(told(true));
  expect(await portFindings(undefined, { db, cityId: CITY, today: then })).toEqual([]);
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
