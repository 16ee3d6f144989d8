import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { inject } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { withDatabase } from '../global-setup.ts';

/** A process that runs jobs and is killed with -9. */
export interface StruckJobs {
  isDone(job: string): Promise<boolean>;
  /** Runs the jobs until this one is done. */
  finish(job: string): Promise<void>;
  /** Runs the jobs until something holds, and strikes wherever they then are. */
  strikeWhen(holds: () => Promise<boolean>): Promise<void>;
}

/** The jobs of the program `writer`, which is given the address of a test's database, as JSON, and then `args`. */
export async function struckJobs(
  { db }: Database,
  writer: string,
  args: readonly string[] = [],
): Promise<StruckJobs> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const address = JSON.stringify(withDatabase(inject('databases').admin, rows[0]?.name ?? ''));
  const isDone = async (job: string): Promise<boolean> => {
    const { rows: found } = await sql<{ done: boolean; error: string | null }>`
      select finished_at is not null as done, error from job where id = ${job}`.execute(db);
    if (found[0]?.error) throw new Error(found[0].error);
    return found[0]?.done === true;
  };
  const strikeWhen = async (holds: () => Promise<boolean>): Promise<void> => {
    const child = spawn(process.execPath, [writer, address, ...args], { stdio: 'ignore' });
    while (!(await holds())) await sleep(5);
    await kill(child);
  };
  return { isDone, strikeWhen, finish: (job) => strikeWhen(() => isDone(job)) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
