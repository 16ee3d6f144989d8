import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const TOP = fileURLToPath(new URL('..', import.meta.url));
const LOCK = JSON.stringify({ packages: { '': {}, 'node_modules/node': { version: '1.0.0' } } });
/** Stands where npm does: takes its time, and would not bear another beside it. */
const NPM = `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
  appendFileSync('asked', process.argv[2] + '\\n');
  mkdirSync('at-work');
  setTimeout(() => {
    mkdirSync('node_modules/node/bin', { recursive: true });
    writeFileSync('node_modules/node/bin/node' + (process.platform === 'win32' ? '.exe' : ''), '');
    writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(LOCK)});
  }, 300);`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-bootstrap-'));
  await mkdir(join(folder, 'src', 'platform'), { recursive: true });
  for (const file of ['bootstrap.mjs', 'src/platform/claim.mjs'])
    await cp(join(TOP, file), join(folder, file));
  await writeFile(join(folder, 'package-lock.json'), LOCK);
  await writeFile(join(folder, 'npm-cli.cjs'), NPM);
});
afterEach(() => rm(folder, { recursive: true }));

async function install(): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['bootstrap.mjs', 'install'], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', npm_execpath: join(folder, 'npm-cli.cjs') },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test('starts of one folder at once install once; the others wait for it and go on', async () => {
  const all = await Promise.all([install(), install(), install()]);
  expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('install\n');
  expect(all.filter(({ said }) => said.includes('Installing the packages'))).toHaveLength(1);
});

test('an installation that fails is told, and holds up nobody after it', async () => {
  await writeFile(join(folder, 'npm-cli.cjs'), 'process.exit(1)');
  expect(await install()).toMatchObject({
    code: 1,
    said: expect.stringContaining('could not be installed') as string,
  });
  await writeFile(join(folder, 'npm-cli.cjs'), NPM);
  expect(await install()).toMatchObject({ code: 0 });
});
