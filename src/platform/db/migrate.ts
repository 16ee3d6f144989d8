import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { PoolClient } from './driver.ts';
import { ExplainedError } from './explained-error.ts';
import type { Database } from './open.ts';

interface Step {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));
/** Any fixed number: two processes that start together migrate one after the other. */
const LOCK = 20_211_126;
const CITUS = 'citus.sql';

export interface MigrateOptions {
  readonly folder?: string;
  /** Stop after this one: to make the schema an older backup was written under. */
  readonly last?: string;
}

/**
 * Bring the schema up to date (升级数据库结构): the numbered files of `migrations/` not yet applied,
 * each in its own transaction. `citus.sql` is idempotent and runs last, where the extension is
 * present, whenever its text or the schema has changed.
 *
 * @returns the names applied now.
 * @throws ExplainedError if an applied file was changed or is missing, or a statement fails.
 */
export async function migrate(
  database: Database,
  now: Date,
  options: MigrateOptions = {},
): Promise<string[]> {
  const { folder = FOLDER, last } = options;
  const steps = (await readSteps(folder)).filter(
    ({ name }) => last === undefined || name === CITUS || name <= last,
  );
  const client = await database.patientPool.connect();
  try {
    await client.query("set lock_timeout = '60s'");
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null)',
    );
    // A statement that waits for a lock makes every later reader wait behind it: give up early.
    await client.query("set lock_timeout = '2s'");
    return await applyAll(client, steps, now);
  } finally {
    // Closing the session releases the lock, also where the connection is beyond a query.
    client.release(true);
  }
}

async function applyAll(client: PoolClient, steps: readonly Step[], now: Date): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  insistUnchanged(steps, applied);

  const done: string[] = [];
  for (const step of steps) {
    if (step.name === CITUS || applied.has(step.name)) continue;
    await apply(client, step, now);
    done.push(step.name);
  }
  const citus = steps.find((step) => step.name === CITUS);
  if (citus !== undefined && (done.length > 0 || applied.get(CITUS) !== citus.checksum)) {
    const { rowCount } = await client.query("select 1 from pg_extension where extname = 'citus'");
    if (rowCount === 1) {
      await apply(client, citus, now);
      done.push(CITUS);
    }
  }
  return done;
}

async function apply(client: PoolClient, step: Step, now: Date): Promise<void> {
  try {
    await client.query('begin');
    await client.query(step.sql);
    await client.query(
      'insert into migration (name, checksum, applied_at) values ($1, $2, $3) on conflict (name) do update set checksum = excluded.checksum, applied_at = excluded.applied_at',
      [step.name, step.checksum, now],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ExplainedError(
      'migration-failed',
      `数据库升级 ${step.name} 没有成功（${why}），已全部撤回，数据未动。`,
      `The database upgrade ${step.name} failed (${why}); it was undone and no data changed.`,
      cause,
    );
  }
}

function insistUnchanged(steps: readonly Step[], applied: ReadonlyMap<string, string>): void {
  for (const [name, checksum] of applied) {
    if (name === CITUS) continue;
    const step = steps.find((one) => one.name === name);
    if (step?.checksum === checksum) continue;
    throw step === undefined
      ? new ExplainedError(
          'migration-missing',
          `数据库已执行过升级 ${name}，但程序里没有这个文件：数据库比程序新。请使用不低于它的程序版本。`,
          `The database has had the upgrade ${name}, which this program does not know: the database is newer than the program. Use a program at least as new.`,
        )
      : new ExplainedError(
          'migration-changed',
          `升级文件 ${name} 在执行之后被改动过。请恢复原文件；要修改结构，请另加一个编号更大的文件。`,
          `The upgrade file ${name} was changed after it had been applied. Restore it; to change the schema add a file with a higher number.`,
        );
  }
}

/** Checksums are over the text with LF line ends, so a checkout on another system is the same file. */
async function readSteps(folder: string): Promise<Step[]> {
  const names = (await readdir(folder)).filter(
    (name) => name === CITUS || /^\d{4}_.+\.sql$/.test(name),
  );
  return await Promise.all(
    names.toSorted().map(async (name) => {
      const sql = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
