import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectEncoding } from './csv-encoding.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-encoding-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function told(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'sheet.csv');
  await writeFile(path, bytes);
  await using file = await open(path);
  return await detectEncoding(file);
}

/** 编号,内容 in GB18030; its first bytes are no UTF-8. */
const HEAD = Buffer.from('b1e0bac52cc4dac8dd0d0a', 'hex');

/** A character of GB 2312's first level. */
const hanzi = fc
  .tuple(fc.integer({ min: 0xb0, max: 0xd6 }), fc.integer({ min: 0xa1, max: 0xfe }))
  .map(([lead, trail]) => Buffer.from([lead, trail]));

test('a short sheet in GB18030 is told as such wherever it ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hanzi, { minLength: 1, maxLength: 40 }), async (characters) => {
      expect(await told(Buffer.concat([HEAD, ...characters]))).toBe('gb18030');
    }),
    { numRuns: 300 },
  );
});

test('one in UTF-8 is, with characters across the pieces it is read in', async () => {
  for (const length of [1, 65_533, 65_534, 65_535, 65_536])
    expect(await told(Buffer.from(`${'a'.repeat(length)}镇𠮷`))).toBe('utf-8');
});
