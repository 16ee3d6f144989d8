import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freeSpace, isNearlyFull, watchSpace } from './free-space.ts';

const GIB = 1024 ** 3;

test.each([
  { free: 2 * GIB, total: 20 * GIB, full: false },
  { free: 1 * GIB, total: 20 * GIB, full: false },
  { free: 1 * GIB - 1, total: 10 * GIB, full: true },
  { free: 5 * GIB, total: 100 * GIB, full: false },
  { free: 5 * GIB - 1, total: 100 * GIB, full: true },
])('$free free of $total: nearly full is $full', ({ full, ...space }) => {
  expect(isNearlyFull(space)).toBe(full);
});

test('agrees with df', async () => {
  const { total } = await freeSpace(tmpdir());
  const [, line = ''] = execFileSync('df', ['-kP', tmpdir()], { encoding: 'utf8' }).split('\n');
  expect(total).toBe(Number(line.split(/\s+/)[1]) * 1024);
});

test('a folder that is gone is not one to write to', async () => {
  const gone = join(tmpdir(), 'luoshi-not-there');
  const watch = await watchSpace([tmpdir(), gone]);
  expect(watch.nearlyFull()).toBeDefined();
  watch.stop();
});

const folder = mkdtempSync(join(tmpdir(), 'luoshi-space-'));
const mount = (options: string): number | null =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status;
let mounted = false;
beforeAll(() => {
  mounted = process.getuid?.() === 0 && process.platform === 'linux' && mount('size=20m') === 0;
});
afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

test('sees a disk fill up and become free again', async ({ skip }) => {
  skip(!mounted, 'no right to mount a small disk here');
  const watch = await watchSpace([folder], 20);
  expect(watch.nearlyFull()).toBe(folder);
  mount('remount,size=2g');
  await vi.waitUntil(() => watch.nearlyFull() === undefined);
  mount('remount,size=20m');
  await vi.waitUntil(() => watch.nearlyFull() === folder);
  watch.stop();
});
