import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Who runs the cluster. The start time tells a living owner from a stranger with its old number. */
export interface Owner {
  readonly pid: number;
  readonly started: string;
  readonly socketDir: string;
}

/** Say who runs the cluster: whole or not at all, for another start may be reading. */
export function writeOwner(file: string, owner: Owner): void {
  const fresh = `${file}.${owner.pid}`;
  writeFileSync(fresh, JSON.stringify(owner), { mode: 0o600 });
  renameSync(fresh, file);
}

/** The owner written in the file, if it still lives. */
export function readOwner(file: string): Owner | undefined {
  const owner = lastOwner(file);
  return owner !== undefined && startOf(owner.pid) === owner.started ? owner : undefined;
}

/** The owner written in the file, living or dead. */
export function lastOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

/** What tells this process from any other, before and after it. */
export function thisProcess(): { pid: number; started: string } {
  return { pid: process.pid, started: startOf(process.pid) ?? '' };
}

/** Is there a process with this number, whoever's it is? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command name, in brackets, may hold spaces; start time is the 20th field after it.
      const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? undefined : rest[18];
    } catch {
      return undefined;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
