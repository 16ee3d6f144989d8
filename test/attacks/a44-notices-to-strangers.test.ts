import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tellNews } from '#modules/listen/vault/tell-news.ts';
import { openSealed } from '#modules/listen/vault/vault.ts';
import { mailPort } from '#platform/notices/mail-port.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { CITY } from '#test/tiny-city.ts';
import { type Answer, type House, NOW, openHouse, type Who } from './house.ts';

const clock = { at: NOW };
let mail: SmtpCatcher;
let house: House;
beforeAll(async () => {
  mail = await smtpCatcher();
  const url = new URL(`smtp://127.0.0.1:${mail.port}`);
  const ports = [mailPort({ url, from: 'office@example.cn', timeoutMs: 2000 })];
  house = await openHouse({
    now: () => clock.at,
    notices: { ports, sign: '云渡市民之声', page: 'https://ls.example.cn/follow' },
  });
});
afterAll(async () => {
  await house.close();
  await mail.close();
});
beforeEach(() => {
  mail.mails.length = 0;
});

const later = (): void => void (clock.at = new Date(clock.at.getTime() + 10_000));

async function ask(path: string, body: object, as?: Who): Promise<Answer> {
  const answer = await house.real.ask('POST', `/api/v1${path}`, { body, ...(as && { as }) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  later();
  return answer;
}

/** Somebody says something and gives an address that need not be his. */
async function said(contact: string, words: string): Promise<string> {
  const form = await house.real.ask('GET', '/api/v1/say/form');
  const placeUnit = house.city.unit.eastTown.id;
  const nonce = form.body['nonce'];
  await ask('/say', { nonce, kind: 'request', words, placeUnit, contact, tellMe: true });
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
  return rows[0]?.id ?? '';
}

async function dismiss(id: string): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  const version = rows[0]?.version;
  await ask(
    `/voices/${id}/dismiss`,
    { version, because: 'advertising', reason: '广告' },
    'eastOffice',
  );
}

async function run(): Promise<void> {
  const { notices, identity } = house.parts;
  if (notices === undefined) throw new Error('no ports');
  const ended = (): Promise<boolean> => Promise.resolve(false);
  const now = (): Date => clock.at;
  await tellNews({
    notices,
    key: identity.key,
    db: house.database.db,
    cityId: CITY,
    now,
    ended,
  });
}

/** To whom a build would write that sends whatever has news to whatever was left. */
async function carelessly(ids: readonly string[]): Promise<string[]> {
  return await house.database.db.transaction().execute(async (tx) => {
    const at = { tx, cityId: CITY, now: clock.at, today: '2026-05-22' };
    const to: string[] = [];
    for (const id of ids) to.push((await openSealed(at, house.parts.identity.key, id)).contact);
    return [...new Set(to)];
  });
}

test('A44: many spellings of one stranger’s address are one address, and one message a day', async () => {
  const ids: string[] = [];
  for (const spelt of ['victim', 'Victim', 'vic.tim', 'victim+1', 'victim+2', 'V.ictim+x'])
    ids.push(await said(`${spelt}@example.cn`, `北街路灯不亮，${spelt}`));
  await run();
  for (const id of ids) await dismiss(id);
  await run();
  expect(mail.mails).toHaveLength(1);
  expect(await carelessly(ids)).toHaveLength(6);
}, 60_000);

test('A44: a flood that was held and turned away writes to none of the strangers it names', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 12; i++)
    ids.push(await said(`stranger${i}@example.org`, '买房请拨打下面电话'));
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from voice where held_for = 'flood' and id = any(${ids}::uuid[])`.execute(
    house.database.db,
  );
  expect(rows).toEqual([{ n: 4 }]);
  await run();
  for (const id of ids) await dismiss(id);
  await run();
  // Those that came before it was a flood were not held; the others were, and nobody hears of them.
  expect(mail.mails).toHaveLength(8);
  expect(await carelessly(ids)).toHaveLength(12);
}, 60_000);

test('A44: what is no single plain address is written to nobody, and no header grows from it', async () => {
  const bad = [
    'a@example.net, b@example.net',
    'a@example.net\r\nBcc: b@example.net',
    '"x" <a@example.net>, c@example.net',
    'a@example.net\u2028b@example.net',
    'a@@example.net',
    'a@[127.0.0.1]',
    'a@localhost',
    '@all',
    'wecom:@all',
    'wecom:a|b',
  ];
  const ids: string[] = [];
  for (const contact of bad) ids.push(await said(contact, `水管漏水，${ids.length} 号`));
  await run();
  for (const id of ids) await dismiss(id);
  await run();
  expect(mail.mails.flatMap(({ to }) => to)).toEqual([]);
  const one = await said('我的邮箱 d@example.net\r\nSubject: 中奖', '井盖丢了');
  await run();
  await dismiss(one);
  await run();
  const [got] = mail.mails;
  expect(got?.to).toEqual(['d@example.net']);
  expect(got?.data.split('\r\n\r\n')[0]).not.toMatch(/中奖|^Bcc/im);
}, 60_000);
