import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from '#platform/db/cluster-owner.ts';
import { DESK_FOLDER, TOP } from './config.ts';

/** Held by whoever builds: two starts, or two tests of one run, must not build over each other. */
const CLAIM = join(dirname(DESK_FOLDER), 'desk.building');
const LOOK_AGAIN_MS = 100;

/** Build the desk when it is missing or older than its source; `onBuild` hears that it takes a moment. */
export function buildDesk(onBuild: () => void = () => undefined): void {
  if (isFresh()) return;
  mkdirSync(dirname(DESK_FOLDER), { recursive: true });
  while (!claim()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  try {
    if (isFresh()) return;
    onBuild();
    putInPlace(build());
  } finally {
    rmSync(CLAIM, { force: true });
  }
}

function isFresh(): boolean {
  const built = join(DESK_FOLDER, 'index.html');
  const sources = ['src/web', 'src/contract', 'src/domain'].map((name) => join(TOP, name));
  return existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(newest));
}

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => statSync(join(item.parentPath, item.name)).mtimeMs),
  );
}

/** Take the claim; one whose process is gone is cleared away, to be taken at the next look. */
function claim(): boolean {
  try {
    writeFileSync(CLAIM, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (holder() > 0 && !isAlive(holder())) rmSync(CLAIM, { force: true });
    return false;
  }
}

/** The process that holds the claim; 0 when it has just been given back, or is just being taken. */
function holder(): number {
  try {
    return Number(readFileSync(CLAIM, 'utf8'));
  } catch {
    return 0;
  }
}

/** Build beside the old one, which serves until the new one is whole. */
function build(): string {
  const folder = `${DESK_FOLDER}.new`;
  const vite = join(TOP, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--outDir', folder],
    {
      cwd: TOP,
      encoding: 'utf8',
      // The tests set another one, with which React would be built for debugging.
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    },
  );
  if (status !== 0) throw new Error(`vite build failed: ${stderr}`);
  return folder;
}

function putInPlace(folder: string): void {
  const old = `${DESK_FOLDER}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(DESK_FOLDER)) renameSync(DESK_FOLDER, old);
  renameSync(folder, DESK_FOLDER);
  rmSync(old, { recursive: true, force: true });
}
