import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CLUSTER_FOLDER } from '#platform/db/make-cluster.ts';
import { connectAlone } from '#platform/db/driver.ts';
import { type Database, openDatabase } from '#platform/db/open.ts';

export interface KillResult {
  readonly rounds: number;
  /** Commits the writer was told of, over all rounds. */
  readonly acknowledged: number;
  /** Acknowledged ids that are not in the database: must be none. */
  readonly lost: readonly string[];
  /** Transactions of which only one half is there: must be none. */
  readonly torn: number;
  /** From killing to a database that answers again, in ms, per round. */
  readonly reopenedMs: readonly number[];
}

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));
/** Long enough to be in the middle of things, and different every time. */
const writingMs = (round: number): number => 100 + ((round * 137) % 400);

/**
 * Kill -9 in the middle of writing, `rounds` times, and account for every acknowledged write after
 * each. Embedded (`url` undefined): in turn the owner alone, the server under it, and every process
 * of both. A server: in turn the application, and its connections from the server's side.
 */
export async function killRounds(rounds: number, url?: string): Promise<KillResult> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-kill-'));
  const place = url ?? join(folder, 'data');
  const acknowledged: string[] = [];
  const reopenedMs: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const notes = join(folder, `acknowledged-${round}`);
      const writer = startWriter(place, notes, round);
      await firstWrites(writer, notes);
      await sleep(writingMs(round));
      await (url === undefined
        ? strikeEmbedded(writer, place, round)
        : strikeServer(writer, url, round));
      const struck = Date.now();
      const database = await openDatabase({ url, dataDir: place });
      reopenedMs.push(Date.now() - struck);
      // What follows the last line end is a note whose own writing was cut off.
      acknowledged.push(...(await readFile(notes, 'utf8')).split('\n').slice(0, -1));
      const faults = await account(database, acknowledged);
      await database.close();
      if (faults.lost.length > 0 || faults.torn > 0)
        return { rounds: round + 1, ...faults, reopenedMs };
      if (round === rounds - 1) return { rounds, ...faults, reopenedMs };
    }
    throw new RangeError('at least one round');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function startWriter(place: string, notes: string, round: number): ChildProcess {
  return spawn(process.execPath, [WRITER, place, notes, String(round)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function firstWrites(writer: ChildProcess, notes: string): Promise<void> {
  while (!existsSync(notes) || (await stat(notes)).size === 0) {
    if (writer.exitCode !== null) throw new Error('the writer gave up');
    await sleep(20);
  }
}

async function strikeEmbedded(writer: ChildProcess, dataDir: string, round: number): Promise<void> {
  const targets = round % 3 === 0 ? [] : await clusterProcesses(dataDir);
  const [postmaster] = targets;
  if (round % 3 === 1 && postmaster !== undefined) {
    process.kill(postmaster, 'SIGKILL');
    await sleep(writingMs(round)); // the owner brings it back and writes on
  }
  if (round % 3 === 2) for (const pid of targets) shoot(pid);
  await killed(writer);
}

async function strikeServer(writer: ChildProcess, url: string, round: number): Promise<void> {
  if (round % 2 === 1) {
    const client = await connectAlone({ url });
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await client.end();
    await sleep(writingMs(round)); // the pool connects anew and writes on
  }
  await killed(writer);
}

/** The postmaster first, then its children. */
async function clusterProcesses(dataDir: string): Promise<number[]> {
  const data = await stat(join(dataDir, CLUSTER_FOLDER));
  const [first = ''] = (
    await readFile(join(dataDir, CLUSTER_FOLDER, 'postmaster.pid'), 'utf8')
  ).split('\n');
  const pids: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await stat(`/proc/${name}/cwd`).catch(() => undefined);
    if (cwd?.ino === data.ino && cwd.dev === data.dev) pids.push(Number(name));
  }
  return pids.toSorted((a, b) => Number(b === Number(first)) - Number(a === Number(first)));
}

function shoot(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already with the one before it
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error('the writer did not survive');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function account(
  { patientPool }: Database,
  acknowledged: readonly string[],
): Promise<Pick<KillResult, 'acknowledged' | 'lost' | 'torn'>> {
  const { rows } = await patientPool.query<{ id: string }>(
    'select id from first_half join other_half using (id)',
  );
  const there = new Set(rows.map(({ id }) => id));
  const halves = await patientPool.query<{ n: number }>(
    'select count(*) as n from first_half full join other_half using (id)',
  );
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !there.has(id)),
    torn: (halves.rows[0]?.n ?? 0) - there.size,
  };
}
