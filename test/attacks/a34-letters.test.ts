import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { readMail } from '#platform/workers/mail-reader.ts';
import { grownBy } from './grown.ts';
import { type Answer, type House, NOW, openHouse } from './house.ts';

let house: House;
let key: { readonly id: string; readonly secret: string };
beforeAll(async () => {
  house = await openHouse();
  const made = await house.real.ask('POST', '/api/v1/door-keys', {
    as: 'system_admin',
    body: { name: '邮件', unit: house.city.unit.east.id },
  });
  key = { id: String(made.body['id']), secret: String(made.body['secret']) };
});
afterAll(() => house.close());

const HEAD = 'From: a@b.cn\r\nSubject: x\r\n';

function parts(n: number, inner: string, boundary = 'b'): string {
  return `${HEAD}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${`--${boundary}\r\n${inner}\r\n`.repeat(n)}--${boundary}--\r\n`;
}

function nested(depth: number): string {
  let text = HEAD;
  for (let i = 0; i < depth; i += 1)
    text += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`;
  return `${text}Content-Type: text/plain\r\n\r\nhello\r\n`;
}

const PICTURE = 'Content-Type: image/jpeg\r\nContent-Disposition: attachment\r\n\r\nhello';

/** Letters as no person writes them. Each is read in part or refused; nothing of it stays in the house. */
const LETTERS: Readonly<Record<string, () => string>> = {
  'parts in parts': () => nested(1000),
  'letters in letters': () => `${HEAD}${'Content-Type: message/rfc822\r\n\r\n'.repeat(1000)}hello`,
  'ten thousand parts': () => parts(10_000, 'Content-Type: text/plain\r\n\r\nhello'),
  'ten thousand pictures': () => parts(10_000, PICTURE),
  'a boundary of nothing': () => parts(60_000, '', ''),
  'a header of megabytes': () => `${HEAD}X-A: ${'a'.repeat(5_000_000)}\r\n\r\nhi`,
  'a header folded for ever': () => `${HEAD}X-A: a\r\n${' b\r\n'.repeat(1_000_000)}\r\nhi`,
  'words of a subject without end': () =>
    `From: a@b.cn\r\nSubject: ${'=?utf-8?Q?'.repeat(19_000)}\r\n\r\nhi`,
  'groups of senders': () => `From: ${'a:'.repeat(90_000)}\r\nSubject: x\r\n\r\nhi`,
  'base64 of something else': () =>
    `${HEAD}Content-Transfer-Encoding: base64\r\n\r\n${'!@#$%^&*\r\n'.repeat(500_000)}`,
  'lines that never end': () =>
    `${HEAD}Content-Type: text/plain; format=flowed\r\n\r\n${'> a \r\n'.repeat(1_000_000)}`,
  'a page of <': () => `${HEAD}Content-Type: text/html\r\n\r\n${'<'.repeat(4_000_000)}`,
  'a page of entities': () => `${HEAD}Content-Type: text/html\r\n\r\n${'&amp;'.repeat(600_000)}`,
};

/** What a letter itself takes, handed on and told back. */
const MOST_MB = 80;

test('A34: no letter takes the memory of the house, and none ends it', async () => {
  const found: string[] = [];
  for (const [what, letter] of Object.entries(LETTERS)) {
    const bytes = Buffer.from(letter());
    const grown = await grownBy(async () => {
      const read = await readMail({ bytes, pictures: 3 }).catch((error: unknown) => error);
      if (read instanceof Error && !(read instanceof Refusal))
        found.push(`${what}: ${String(read)}`);
    });
    if (grown > MOST_MB) found.push(`${what}: ${grown} MB`);
  }
  expect(found).toEqual([]);
  // Whoever reads it in this process holds it here: the mildest of them.
  const mild = Buffer.from(LETTERS['lines that never end']?.() ?? '');
  expect(await grownBy(() => PostalMime.parse(mild))).toBeGreaterThan(MOST_MB);
}, 240_000);

/** Read for as long as it is let. */
const ENDLESS = Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<div>'.repeat(200_000)}`);
const HELLO = Buffer.from(`${HEAD}\r\nhello`);

/** Handed in one behind the other: in which order they are done with, and how. */
async function inLine(
  letters: Readonly<Record<string, Uint8Array>>,
  patienceMs: number,
): Promise<{ readonly order: readonly string[]; readonly how: Readonly<Record<string, string>> }> {
  const order: string[] = [];
  const how: Record<string, string> = {};
  const patience = { longestMs: 6000, patienceMs };
  await Promise.all(
    Object.entries(letters).map(async ([what, bytes]) => {
      how[what] = await readMail({ bytes, pictures: 3 }, patience).then(
        ({ text }) => text.trim(),
        (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
      );
      order.push(what);
    }),
  );
  return { order, how };
}

test('A34: letters that are read for ever step aside for the next one, and few of them are read on', async () => {
  const letters = { first: ENDLESS, second: ENDLESS, third: ENDLESS, plain: HELLO };
  const { order, how } = await inLine(letters, 500);
  // The first is given back for the third: the mail server hands it in again.
  expect(how).toMatchObject({ first: 'busy', third: 'mail-unreadable', plain: 'hello' });
  expect(order.indexOf('plain')).toBeLessThan(order.indexOf('third'));
  // Nothing of them is counted any longer.
  const after = await inLine({ first: ENDLESS, second: ENDLESS }, 500);
  expect(after.how).toEqual({ first: 'mail-unreadable', second: 'mail-unreadable' });
  // Where nobody steps aside, whoever comes behind waits for all.
  const twin = await inLine({ first: ENDLESS, plain: HELLO }, 60_000);
  expect(twin.order).toEqual(['first', 'plain']);
}, 60_000);

async function handIn(letter: Uint8Array): Promise<Answer> {
  const seconds = String(Math.floor(NOW.getTime() / 1000));
  const sum = createHmac('sha256', key.secret).update(`${seconds}.`).update(letter).digest('hex');
  return await house.real.ask('POST', '/api/v1/doors/mail', {
    body: new Uint8Array(letter),
    headers: {
      'content-type': 'message/rfc822',
      'luoshi-key': key.id,
      'luoshi-timestamp': seconds,
      'luoshi-signature': `sha256=${sum}`,
    },
  });
}

/** 路灯坏了 in GB18030, and the same as UTF-8. */
const GB = Buffer.from('c2b7b5c6bbb5c1cb', 'hex');
const UTF8 = Buffer.from('路灯坏了');
const plain = (charset: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${HEAD}Content-Type: text/plain${charset}\r\n\r\n`), body]);
const page = (charset: string, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${HEAD}Content-Type: text/html; charset=${charset}\r\n\r\n`),
    Buffer.from('<html><head><meta charset="gb2312"></head><body><p>'),
    body,
    Buffer.from('</p></body></html>'),
  ]);

test.each([
  ['UTF-8 that is GB18030', plain('; charset=utf-8', GB)],
  ['GB18030 that is UTF-8', plain('; charset="gb18030"', UTF8)],
  ['ASCII that is UTF-8', plain('; charset=us-ascii', UTF8)],
  ['nothing, in GB18030', Buffer.concat([Buffer.from('From: a@b.cn\r\nSubject: x\r\n\r\n'), GB])],
  ['an encoding that nobody knows', plain('; charset=x-klingon', UTF8)],
  [
    'base64 of another encoding',
    plain(
      '; charset=utf-8\r\nContent-Transfer-Encoding: base64',
      Buffer.from(GB.toString('base64')),
    ),
  ],
  ['a page that says what it was in', page('utf-8', UTF8)],
  ['a page in what it says', page('gb2312', GB)],
  [
    'what it is, with a nothing between',
    plain('; charset=utf-8', Buffer.concat([UTF8, Buffer.from('\0')])),
  ],
])('A34: a letter that says of its encoding %s is read as it was written', async (_, letter) => {
  const answer = await handIn(letter);
  expect([answer.status, answer.body['state']]).toEqual([200, 'kept']);
  const { rows } = await sql<{ words: string }>`
    select s.words from submission s join voice v on v.city_id = s.city_id and v.id = s.voice_id
    order by v.id desc limit 1`.execute(house.database.db);
  expect(rows[0]?.words.split('\n').at(-1)?.trim()).toBe('路灯坏了');
});

test('A34: the name of a machine in the number of a letter is written down nowhere', async () => {
  const letter = Buffer.from(
    'From: a@b.cn\r\nMessage-ID: <1@canary-laptop.lan>\r\nSubject: 北街\r\n\r\n北街路灯不亮',
  );
  expect((await handIn(letter)).body['state']).toBe('kept');
  expect((await handIn(letter)).body['state']).toBe('already');
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from submission t where t::text like '%canary-laptop%')
      + (select count(*) from voice t where t::text like '%canary-laptop%') as n`.execute(
    house.database.db,
  );
  expect(Number(rows[0]?.n)).toBe(0);
});
