import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { underClaim } from '#platform/claim.mjs';
import { DESK_FOLDER, TOP } from './config.ts';

/** Held by whoever builds: two starts, or two tests of one run, must not build over each other. */
const CLAIM = join(dirname(DESK_FOLDER), 'desk.building');

/** Build the desk when it is missing or older than its source; `tell` hears what takes a moment. */
export function buildDesk(tell: (what: 'building' | 'waiting') => void = () => undefined): void {
  if (isFresh()) return;
  mkdirSync(dirname(DESK_FOLDER), { recursive: true });
  const buildOnce = (): void => {
    if (isFresh()) return;
    tell('building');
    putInPlace(build());
  };
  underClaim(CLAIM, buildOnce, () => tell('waiting'));
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
