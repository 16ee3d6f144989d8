import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, asAccount, mayReach } from './account.ts';
import type { Binaries } from './binaries.ts';
import { couldNotStart } from './cluster-faults.ts';
import { isAlive } from './cluster-owner.ts';
import { ExplainedError } from './explained-error.ts';

/** Named after the major version: another major needs a backup and restore, never a reopening. */
export const CLUSTER_FOLDER = 'pg18';

/** Make the cluster in `place` unless it stands there already; killed half-way, it leaves nothing that looks whole. */
export async function makeCluster(
  place: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  const data = join(place, CLUSTER_FOLDER);
  if (existsSync(join(data, 'PG_VERSION'))) return;
  await sweepHalfMade(place);
  // A folder of one's own, renamed when whole: an interrupted or a rival initdb leaves no half cluster.
  const fresh = join(place, `${CLUSTER_FOLDER}.init-${process.pid}`);
  await mkdir(fresh, { mode: 0o700 });
  if (account !== undefined) await chown(fresh, account.uid, account.gid);
  const args = ['--username=luoshi', '--auth=trust', '--encoding=UTF8', '--data-checksums'];
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  args.push(
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${locale}`,
    '--lc-messages=C',
  );
  const { status, stderr, error } = spawnSync(
    join(binaries.folder, 'bin/initdb'),
    [...args, '-D', pathFor(account, place, fresh)],
    { ...asAccount(account), cwd: fresh, env: bareEnvironment(), encoding: 'utf8' },
  );
  if (status !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw couldNotStart(data, error?.message ?? stderr.trim());
  }
  try {
    await rename(fresh, data);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(join(data, 'PG_VERSION'))) throw error;
  }
}

async function sweepHalfMade(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const [, pid] = /^pg18\.init-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

/**
 * The name under which the server sees its data folder. Where root's choice of folder lies below
 * one that the account may not pass (/root, a private temporary folder), the child is started
 * inside it and calls it by its working directory: the data stays where the operator put it.
 */
export function pathFor(account: Account | undefined, place: string, data: string): string {
  if (account === undefined || mayReach(account, place, 'x')) return data;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new ExplainedError(
    'data-folder-closed',
    `账户 ${account.name} 进不了 ${place}。请把 LUOSHI_DATA 指到它能进入的文件夹，例如 /var/lib/luoshi，或以普通用户运行。`,
    `The account ${account.name} may not enter ${place}. Point LUOSHI_DATA to a folder it can enter, such as /var/lib/luoshi, or run as an ordinary user.`,
  );
}

/** No PG* variable, no locale and no time zone of ours may bend the server. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };
}
