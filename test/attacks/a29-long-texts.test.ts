import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { figuresOf } from '#domain/alike/words/figures.ts';
import { Refusal } from '#domain/refusal.ts';
import { disclosedIn, masked } from '#domain/voice/disclosed.ts';
import { readMail } from '#platform/workers/mail-reader.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** CPU of this thread in milliseconds, whatever else the machine does. */
async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

const LONG = 100_000;
/** Where each character is walked from every other such a text costs twenty seconds; this is a hundred times the rest. */
const MOST_CPU = 3000;

/** One line of one kind of character, as no person writes it. */
const LINES: readonly string[] = [
  'a',
  '1',
  '1 ',
  'a@',
  'a@a.b ',
  '京A12345',
  '一',
  'a1',
  '@',
  '.',
  '-',
  '本人',
  '联系人：王明、',
  '王小明\n',
].map((piece) => piece.repeat(Math.ceil(LONG / piece.length)));

/** Texts on which a rule spends more than it should. */
async function dear(rule: (text: string) => unknown, lines = LINES): Promise<string[]> {
  const found: string[] = [];
  for (const line of lines)
    if ((await cpuOf(() => rule(line))) > MOST_CPU) found.push(line.slice(0, 8));
  return found;
}

test('A29: a line of a hundred thousand characters costs each rule that reads it about as many steps', async () => {
  expect(await dear(disclosedIn)).toEqual([]);
  expect(await dear(masked)).toEqual([]);
  expect(await dear(figuresOf)).toEqual([]);
  // Without its lookbehind the same pattern costs more on a fifth of the line than ours on the whole.
  const careless = /[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+/g;
  const twin = await cpuOf(() => 'a'.repeat(LONG / 5).match(careless));
  expect(twin).toBeGreaterThan(await cpuOf(() => disclosedIn('a'.repeat(LONG))));
});

test('A29: what is masked and counted is the same as before', () => {
  const words =
    '我13812345678，邮箱li.lei+a@mail.example.cn，x@y.z@w.v，晋L12345，14260119800101123X';
  expect(masked(words)).toBe(
    '我〔已隐去〕，邮箱〔已隐去〕，〔已隐去〕@w.v，〔已隐去〕，〔已隐去〕',
  );
  expect([...figuresOf('3栋ab12号楼东六路110kv第3组').keys()].toSorted()).toEqual(
    ['kv', '栋', '组', '路'].toSorted(),
  );
});

/** Letters that anybody may send to the city. */
const LETTERS: Readonly<Record<string, string>> = {
  'nested tags': `Content-Type: text/html\n\n${'<div>'.repeat(200_000)}`,
  'a million lines': `\n${'a\n'.repeat(1_500_000)}`,
  'a hundred thousand parts': `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(100_000)}`,
};

test('A29: a letter made to be read for ever holds up nobody, and is given up', async () => {
  for (const [what, letter] of Object.entries(LETTERS)) {
    const bytes = Buffer.from(`From: a@b.cn\nSubject: x\n${letter}`);
    const cpu = await cpuOf(async () => {
      const read = await readMail({ bytes, pictures: 3 }, { longestMs: 300 }).catch(
        (error: unknown) => error,
      );
      expect([what, read instanceof Refusal]).toEqual([what, true]);
    });
    expect([what, cpu < MOST_CPU]).toEqual([what, true]);
  }
  const plain = Buffer.from('From: a@b.cn\nSubject: x\n\nhello');
  expect((await readMail({ bytes: plain, pictures: 3 })).text.trim()).toBe('hello');
});

/** Pages for which whole tables are read, open to anybody. */
const TABLES = [
  '/api/v1/public/data',
  '/api/v1/open311/requests?notes=true',
  '/open311/v2/requests.json',
  '/open311/v2/servicerequestupdates.xml',
  '/api/v1/public/surveys/22222222/data',
];

test('A29: who asks for whole tables again and again is asked to wait', async () => {
  const found: string[] = [];
  for (const path of TABLES) {
    await house.real.ask('GET', path);
    await sql`update door_try set n = 900 where key like 'table:%'`.execute(house.database.db);
    const { status } = await house.real.ask('GET', path);
    if (status !== 429) found.push(`${path}: ${status}`);
    await sql`delete from door_try`.execute(house.database.db);
  }
  expect(found).toEqual([]);
});
