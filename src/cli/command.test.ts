import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileTrouble, unknownOption } from './command.ts';

const USAGE = 'import FILE [--kind problem|task] [--dry-run]';

test.each([
  [['台账.xlsx', '--dryrun'], '--dryrun'],
  [['台账.xlsx', '--Dry-run'], '--Dry-run'],
  [['台账.xlsx', '--kinds=task'], '--kinds'],
  [['台账.xlsx', '--dry-run', '--kind=task', '--json'], undefined],
  [['台账.xlsx', '--kind', 'task', '--help'], undefined],
  [['-台账.xlsx'], undefined],
])('%j', (args, unknown) => {
  expect(unknownOption(args, USAGE)).toBe(unknown);
});

test('what the system has against a file is said in words', async () => {
  const trouble = async (path: string): Promise<string | undefined> =>
    readFile(path).then(() => undefined, fileTrouble);
  expect(await trouble('/')).toMatch(/文件夹|folder/);
  expect(await trouble('/没有/这个文件')).toMatch(
    /(?:没有这个文件|no such file).*\/没有\/这个文件/,
  );
  expect(fileTrouble(new Error('其他'))).toBeUndefined();
});
