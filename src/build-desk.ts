import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DESK_FOLDER, TOP } from './config.ts';

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => statSync(join(item.parentPath, item.name)).mtimeMs),
  );
}

/** Build the desk when it is missing or older than its source; `onBuild` hears that it takes a moment. */
export function buildDesk(onBuild: () => void = () => undefined): void {
  const built = join(DESK_FOLDER, 'index.html');
  const sources = ['src/web', 'src/contract', 'src/domain'].map((name) => join(TOP, name));
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(newest))) return;
  onBuild();
  const vite = join(TOP, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: TOP,
    encoding: 'utf8',
    // The tests set another one, with which React would be built for debugging.
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  if (status !== 0) throw new Error(`vite build failed: ${stderr}`);
}
