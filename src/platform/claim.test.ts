import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { underClaim } from './claim.mjs';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'luoshi-claim-'));
  file = join(folder, 'claim');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The number of a process that has ended. */
async function endedProcess(): Promise<string> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return String(child.pid);
}

test('many at once take turns, also where the claim was left by one that was killed', async () => {
  writeFileSync(file, await endedProcess());
  const told = join(folder, 'told');
  const program = `
    import { appendFileSync } from 'node:fs';
    import { underClaim } from ${JSON.stringify(new URL('claim.mjs', import.meta.url).href)};
    underClaim(${JSON.stringify(file)}, () => {
      appendFileSync(${JSON.stringify(told)}, 'in ');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      appendFileSync(${JSON.stringify(told)}, 'out ');
    });`;
  const all = Array.from({ length: 8 }, async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  });
  expect(await Promise.all(all)).toEqual(Array(8).fill(0));
  expect(readFileSync(told, 'utf8')).toBe('in out '.repeat(8));
  expect(readdirSync(folder)).toEqual(['told']);
});

test('what is done under it comes back, or is thrown; either way it is given back', () => {
  expect(underClaim(file, () => readFileSync(file, 'utf8'))).toBe(String(process.pid));
  expect(existsSync(file)).toBe(false);
  const fails = (): never => {
    throw new Error('no room');
  };
  expect(() => underClaim(file, fails)).toThrow('no room');
  expect(existsSync(file)).toBe(false);
});

test('one that bears our own number was left by another', () => {
  writeFileSync(file, String(process.pid));
  let waited = 0;
  expect(
    underClaim(
      file,
      () => 'done',
      () => (waited += 1),
    ),
  ).toBe('done');
  expect(waited).toBe(1);
});

test('where no claim can be written it is said, not waited for', () => {
  expect(() => underClaim(join(folder, 'missing', 'claim'), () => 'done')).toThrow('ENOENT');
});
