import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FILE_MAKERS } from '../../test/documents/make-files.ts';
import { readCommand } from './read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(
  name: string,
  text: string | Uint8Array,
): Promise<{ code: number; out: string[]; err: string[] }> {
  const path = join(folder, name);
  await writeFile(path, text);
  const [out, err]: [string[], string[]] = [[], []];
  const code = await readCommand([path, '--json'], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

test('JSON lines quote the file by code points, rare characters counted as one', async () => {
  const text = '某县报告\n一、2026年工作安排\n𠮷林镇新建水塔5座，请水利局牵头。';
  const { code, out } = await run('plan.txt', text);
  expect(code).toBe(0);
  const rows = out.map((line) => JSON.parse(line) as Record<string, unknown>);
  const points = Array.from(text);
  const target = rows.find((row) => 'v_start' in row);
  expect(target).toMatchObject({
    file: 'plan.txt',
    value: 5,
    unit: '座',
    kind: 'target',
    base: null,
  });
  expect(points.slice(Number(target?.['v_start']), Number(target?.['v_end'])).join('')).toBe('5座');
  const task = rows.find((row) => 'start' in row);
  expect(task).toMatchObject({ label: 'task', lead_unit: '水利局' });
  expect(points.slice(Number(task?.['start']), Number(task?.['end'])).join('')).toBe(
    '𠮷林镇新建水塔5座，请水利局牵头。',
  );
});

test('an unreadable file gives a sentence in both languages and code 1', async () => {
  const { code, out, err } = await run('empty.txt', '');
  expect(code).toBe(1);
  expect(out).toEqual([]);
  expect(err[0]).toMatch(/文件是空的.*The file is empty/);
});

test.each(FILE_MAKERS)('a .%s is read without server or database', async (ending, make) => {
  const lines = ['某市2026年工作要点', '一、2026年工作安排', '新建水塔5座，请水利局牵头。'];
  const { code, out } = await run(`要点.${ending}`, await make(lines));
  expect(code).toBe(0);
  const rows = out.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows).toMatchObject([
    {
      file: `要点.${ending}`,
      value_text: '5座',
      value: 5,
      unit: '座',
      metric: '新建水塔',
      kind: 'target',
    },
    { label: 'task', heading: '', lead_unit: '水利局', text: '新建水塔5座，请水利局牵头。' },
  ]);
});
