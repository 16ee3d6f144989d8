import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/* What postmaster.pid in a cluster's folder tells of the server that runs it. */

/** The server writes its state on line 8 of postmaster.pid; pg_ctl reads it there too. */
export function isReady(data: string, pid: number | undefined): boolean {
  const lines = pidFile(data);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** Its process number, alive or not; undefined: no such file, or none in it. */
export function postmasterPid(data: string): number | undefined {
  const pid = Number(pidFile(data)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function pidFile(data: string): string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Does this process work in the data folder? Every process of a cluster has it as its cwd. */
export function servesFolder(pid: number, data: string): boolean {
  if (process.platform === 'linux') {
    try {
      const there = statSync(`/proc/${pid}/cwd`);
      const here = statSync(data);
      return there.ino === here.ino && there.dev === here.dev;
    } catch {
      return true; // not ours to look into: leave the judgement to postgres
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(data);
}
