import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classifyCommand } from './classify.ts';
import { distilCommand } from './distil.ts';
import type { Output } from './json-lines.ts';
import { similarCommand } from './similar.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), '落实 文本-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function kept(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

async function run(
  command: (args: string[], io: Output) => Promise<number>,
  ...args: string[]
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  return { code: await command(args, io), out, err };
}

const lines = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');

const linesOf = ({ out }: Ran): Record<string, unknown>[] =>
  out.map((line) => JSON.parse(line) as Record<string, unknown>);

test('similar: each line comes back as it was, judged; the same matter elsewhere is another', async () => {
  const lamp = { title: '北街路灯坏了三盏，晚上看不见路', place: '柳河镇北街' };
  const pairs = [
    {
      a: lamp,
      b: { title: '北街路灯坏了三盏,晚上看不见路，请修', place: '柳河镇北街' },
      label: 'x',
    },
    { a: lamp, b: { ...lamp, place: '石桥镇北街' } },
    { a: lamp, b: { title: '医保报销比例怎么查', body: '在外地住院，想问问。' } },
  ];
  const path = await kept('pairs.jsonl', `\uFEFF${lines(pairs)}\r\n\r\n`);
  const ran = await run(similarCommand, '--pairs', path);
  expect([ran.code, ran.err]).toEqual([0, []]);
  const judged = linesOf(ran);
  expect(judged.map(({ decision }) => decision)).toEqual(['link', 'different', 'different']);
  expect(judged).toMatchObject(pairs);
  const [near = 0, elsewhere = 0, other = 0] = judged.map(({ score }) => Number(score));
  expect(near).toBeGreaterThan(elsewhere);
  expect(elsewhere).toBeGreaterThan(other);
  expect(other).toBeGreaterThanOrEqual(0);
  expect(near).toBeLessThanOrEqual(1);
});

test('similar: a line that is none is named', async () => {
  const path = await kept('bad.jsonl', `${lines([{ a: '路灯', b: '路灯' }])}\n\n[1]\n`);
  const { code, out, err } = await run(similarCommand, '--pairs', path);
  expect([code, out]).toEqual([1, []]);
  expect(err.join()).toContain('第 3 行不是一个 JSON 对象');
});

/**
 * 编号,内容,单位
 * 4,柳河镇北街路灯坏了三盏,柳河镇
 * 5,柳河镇北街路灯坏了三盏。,柳河镇
 * ,柳河镇北街的狗夜里叫,柳河镇
 * 7,,柳河镇
 * 8,石桥镇北街路灯坏了三盏,石桥镇
 */
const STATEMENTS_GB18030 =
  'b1e0bac52cc4dac8dd2cb5a5cebb0d0a342cc1f8bad3d5f2b1b1bdd6c2b7b5c6bbb5c1cbc8fdd5b52cc1f8bad3d5f20d' +
  '0a352cc1f8bad3d5f2b1b1bdd6c2b7b5c6bbb5c1cbc8fdd5b5a1a32cc1f8bad3d5f20d0a2cc1f8bad3d5f2b1b1bdd6b5' +
  'c4b9b7d2b9c0efbdd02cc1f8bad3d5f20d0a372c2cc1f8bad3d5f20d0a382ccaafc7c5d5f2b1b1bdd6c2b7b5c6bbb5c1' +
  'cbc8fdd5b52ccaafc7c5d5f2';

test('distil: one row for each statement, in any encoding; what has no id is called by its line', async () => {
  const path = await kept('表.csv', Buffer.from(STATEMENTS_GB18030, 'hex'));
  const target = join(folder, 'links.csv');
  const { code, err } = await run(distilCommand, path, '--out', target);
  expect(code).toBe(0);
  expect(err.join('\n')).toMatch(/1 行没有内容[^]*1 行没有编号[^]*4 条 → 3 个问题/);
  const [head, ...cells] = (await readFile(target, 'utf8')).trimEnd().split('\n');
  expect(head).toBe('id,family,instance,score,rule');
  const found = new Map(cells.map((line) => [line.split(',')[0], line.split(',')]));
  expect([...found.keys()]).toEqual(['4', '5', '#4', '8']);
  expect(found.get('5')?.[2]).toBe('4');
  expect(found.get('8')?.[2]).toBe('8');
  expect(found.get('8')?.[1]).toBe(found.get('4')?.[1]);
  expect(found.get('#4')?.[1]).toBe('#4');
});

test('distil: a sheet without its columns is told which ones it lacks', async () => {
  const path = await kept('other.csv', 'foo,bar\n1,路灯不亮\n');
  const { code, err } = await run(distilCommand, path, '--out', join(folder, 'none.csv'));
  expect(code).toBe(1);
  expect(err.join()).toContain('第一行应有 id 和 text 两列（可有 unit），现为：foo、bar');
});

test('distil: a run that fails leaves the list of the last one as it was, and no half of its own', async () => {
  const path = await kept('bare.csv', 'foo,bar\n1,路灯不亮\n');
  const target = await kept('last.csv', 'id,family,instance,score,rule\n');
  const { code } = await run(distilCommand, path, '--out', target);
  expect(code).toBe(1);
  expect(await readFile(target, 'utf8')).toBe('id,family,instance,score,rule\n');
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('classify: a class and its margin for each line, then the macro-F1', async () => {
  const road = ['道路坑洼', '路面破损', '公路塌方', '道路积水', '路口拥堵'];
  const school = ['学校食堂', '小学学位', '教师调动', '中学宿舍', '幼儿园收费'];
  const train = [road, school].flatMap((texts, at) =>
    texts.map((title) => ({ title, text: `${title}的问题`, label: ['交通', '教育'][at] })),
  );
  const test_ = [
    { id: 'a', title: '乡村公路路面坑洼', text: '雨后道路难走', label: '交通' },
    { id: 'b', title: '小学食堂饭菜', text: '学校应当公示', label: '教育' },
  ];
  const ran = await run(
    classifyCommand,
    '--train',
    await kept('train.jsonl', lines(train)),
    '--test',
    await kept('test.jsonl', lines(test_)),
  );
  expect([ran.code, ran.err]).toEqual([0, []]);
  const [first, second, scores] = linesOf(ran);
  expect(first).toMatchObject({ id: 'a', predicted: '交通', label: '交通' });
  expect(second).toMatchObject({ id: 'b', predicted: '教育' });
  expect(scores).toMatchObject({ macroF1: 1, rows: 2 });
});

test('classify: one class is nothing to learn from', async () => {
  const path = await kept('one.jsonl', lines([{ text: '路灯不亮', label: '城管' }]));
  const { code, err } = await run(classifyCommand, '--train', path, '--test', path);
  expect([code, err.join()]).toEqual([1, expect.stringContaining('至少要有两个类别')]);
});
