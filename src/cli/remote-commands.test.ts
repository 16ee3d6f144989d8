import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, NOW, openHouse } from '../../test/attacks/house.ts';
import { type Running, startServer } from '../server.ts';
import type { Command } from './command.ts';
import { document } from './documents.ts';
import { list } from './entries.ts';
import { importSheet } from './sheets.ts';
import { targets } from './targets.ts';
import { voices } from './voices.ts';

const REPORT = `东河县2026年重点工作要点
2026年2月3日
二、2026年重点工作
2026年是打基础的关键一年。
（一）建设道路
加快农村公路建设，年底前新建改造120公里，完成危桥改造6座。
请县住建局牵头，改造老旧小区80个。
`;

let house: House;
let running: Running;
let token = '';
beforeAll(async () => {
  house = await openHouse();
  const { config, database } = house;
  running = await startServer({ config, database, now: () => NOW, log: () => undefined });
  vi.stubEnv('LUOSHI_URL', running.url);
  vi.stubEnv('LANG', 'zh_CN.UTF-8');
  const asked = {
    name: '命令行',
    scopes: ['ledger:read', 'ledger:write', 'voices:read'],
    days: 30,
  };
  const { body } = await house.real.ask('POST', '/api/v1/account/tokens', {
    as: 'cityOffice',
    body: asked,
  });
  token = String(body['token']);
  vi.stubEnv('LUOSHI_TOKEN', token);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await running.stop();
  await house.close();
});

interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

async function run(command: Command, ...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  return { code: await command.run(args, io, () => house.config), out, err };
}

const first = ({ out }: Ran): string => out[0]?.split('  ')[0] ?? '';

test('document: from a file to drafts of the ledger, without a browser', async () => {
  const path = join(house.folder, '要点.txt');
  await writeFile(path, REPORT);
  const id = first(await run(document, 'add', path));
  const again = await run(document, 'add', path);
  expect([first(again), again.err]).toEqual([id, ['这份文件读过，打开原先的识读。']]);
  expect((await run(document, 'list')).out[0]).toContain('东河县2026年重点工作要点');
  const shown = await run(document, 'show', id);
  expect(shown.out.join('\n')).toMatch(/task {3}proposed .*农村公路/);
  expect((await run(document, 'accept', id, '--all')).out[0]).toContain('2/3');
  expect((await run(document, 'framing', id)).out[0]).toContain('3/3');
  const [task = ''] = /\S{36}/.exec(shown.out.find((line) => line.includes(' task ')) ?? '') ?? [];
  const lead = house.city.unit.housing.id;
  const settled = await run(document, 'assign', id, task, '--lead', lead, '--due=2030-12-31');
  expect(settled.err).toEqual(['已定责 1 项。']);
  const down = await run(document, 'hand-down', id, '--issue');
  expect(down.err).toEqual(['新成草稿 2 项，原有 0 项，已下达 1 项。']);
  expect(down.out.join('\n')).toContain('须先确定一个牵头单位');
  expect((await run(document, 'correct', id, '--title', '更正后的题目')).out).toEqual([
    '更正后的题目',
  ]);
});

test('voices: a list that stops short says so', async () => {
  for (const words of ['柳河镇北街路灯不亮', '柳河镇南街井盖丢了']) {
    const form = await house.real.ask('GET', '/api/v1/say/form');
    const placeUnit = house.city.unit.eastTown.id;
    const body = { nonce: String(form.body['nonce']), kind: 'request', words, placeUnit };
    expect((await house.real.ask('POST', '/api/v1/say', { body })).status).toBe(200);
  }
  const short = await run(voices, 'list', '--limit', '1');
  expect([short.out.length, short.err]).toEqual([
    1,
    ['只列出前 1 项，还有更多：加 --limit N 或 --all。'],
  ]);
  const all = await run(voices, 'list', '--all');
  expect(new Set(all.out.map((line) => line.split('  ').at(-1)))).toEqual(
    new Set(['柳河镇北街路灯不亮', '柳河镇南街井盖丢了']),
  );
  expect(all.err).toEqual([]);
});

test('a sheet comes in, and what is wrong in it, in a request or in a token is said in plain words', async () => {
  const sheet = join(house.folder, '台账.csv');
  await writeFile(sheet, '序号,存在问题,牵头单位\n1,桥头路灯不亮,东河县水务局\n2,,东河县水务局\n');
  const looked = await run(importSheet, sheet, '--dry-run');
  expect(looked.out).toEqual([expect.stringContaining('可导入 1，已有 0，有误 1')]);
  expect(looked.err).toContain('第 3 行 B 列（存在问题）：没有填写问题（或任务）内容。请补填。');
  expect((await run(importSheet, sheet)).out).toEqual([
    '新建草稿 1，更新 0，已有未动 0，有误未导入 1',
  ]);
  expect((await run(list, 'text=桥头')).out.join()).toMatch(/提出.*桥头路灯不亮/);
  expect(await run(list, 'stat=draft')).toEqual({
    code: 1,
    out: [],
    err: ['请求格式有误：stat（没有这一项）'],
  });
  vi.stubEnv('LUOSHI_TOKEN', '令牌');
  expect((await run(list)).err[0]).toContain('不是一个令牌');
  vi.stubEnv('LUOSHI_TOKEN', token);
});

test('targets: list, show, report a figure, import figures', async () => {
  const post = async (path: string, body: object): Promise<Record<string, unknown>> =>
    (await house.real.ask('POST', `/api/v1${path}`, { as: 'cityOffice', body })).body;
  const { id } = await post('/indicators', {
    name: '公路里程',
    measure: '公里',
    periodicity: 'monthly',
    adds: true,
  });
  const unit = house.city.unit.east.id;
  const proposed = await post('/targets', {
    indicator: id,
    unit,
    from: '2026-01-01',
    to: '2026-12-31',
    baseline: '0',
    goal: '100',
    grade: 'expected',
  });
  const target = (proposed['target'] ?? {}) as { id?: string };
  expect(first(await run(targets, 'list'))).toBe(target.id);
  expect((await run(targets, 'reading', String(id), unit, '2026-04-30', '31.2')).code).toBe(0);
  const sheet = join(house.folder, '数值.csv');
  await writeFile(sheet, '指标,单位,期间,数值\n公路里程,无此单位,2026年3月,多\n');
  const faulty = await run(targets, 'import', sheet);
  expect(faulty.code).toBe(1);
  expect(faulty.err.filter((line) => line.startsWith('第 2 行'))).toHaveLength(2);
  const shown = await run(targets, 'show', String(target.id));
  expect(shown.out[0]).toContain('31.2 / 100 公里');
});

test.each([
  [document, ['add'], 2],
  [document, ['sing'], 2],
  [targets, ['show'], 2],
  [document, ['add', '/没有这个文件.txt'], 1],
  [targets, ['show', 'x'], 1],
])('%o %j ends with a line and a code, not a stack', async (command, args, code) => {
  const ran = await run(command, ...args);
  expect([ran.code, ran.out, ran.err.length]).toEqual([code, [], 1]);
});

test('a server that is not there is said so', async () => {
  vi.stubEnv('LUOSHI_URL', 'http://127.0.0.1:9');
  const { code, err } = await run(document, 'list');
  vi.stubEnv('LUOSHI_URL', running.url);
  expect([code, err[0]]).toEqual([1, expect.stringContaining('请先启动落实')]);
});
