import type { Db } from '../db/open.ts';
import type { JobKind, LongJob } from './job-kinds.ts';
import { fail, finish, giveBack, type Lease, prolong, reportProgress } from './job-lease.ts';
import { JobPaused, LeaseLost } from './job-trouble.ts';
import { givenOf } from './run-brief.ts';

export interface LongRun {
  readonly db: Db;
  readonly now: () => Date;
  readonly leaseMs: number;
  readonly stopping: () => boolean;
  readonly log: (line: object) => void;
}

/** Carry out a job already taken. It ends done, failed, given back, or, when the lease is lost, as another process says. */
export async function runLong(
  run: LongRun,
  lease: Lease,
  kind: Extract<JobKind, { lane: 'long' | 'calls' }>,
): Promise<void> {
  const { db, now } = run;
  const { row } = lease;
  const held = heartbeat(run, lease);
  try {
    const result =
      row.cancelled_at === null ? await kind.run(handleOf(run, lease, held), db) : undefined;
    await finish(db, lease, result ?? {}, now());
  } catch (error) {
    if (error instanceof LeaseLost) {
      run.log({ job: row.kind, id: row.id, lost: true });
    } else if (error instanceof JobPaused) {
      await giveBack(db, lease, now());
    } else {
      run.log({ job: row.kind, id: row.id, tries: row.tries, error: String(error) });
      await fail(db, lease, error, now());
    }
  } finally {
    held.end();
  }
}

interface Heartbeat {
  isLost(): boolean;
  end(): void;
}

/** Move the lease ahead three times in its length, whatever the handler is doing. */
function heartbeat(run: LongRun, lease: Lease): Heartbeat {
  let lost = false;
  const beat = (): void => {
    const until = new Date(run.now().getTime() + run.leaseMs);
    prolong(run.db, lease, until).catch((error: unknown) => {
      // A database that is away for a moment is asked again at the next beat.
      if (error instanceof LeaseLost) lost = true;
    });
  };
  const timer = setInterval(beat, run.leaseMs / 3).unref();
  return { isLost: () => lost, end: () => clearInterval(timer) };
}

function handleOf(run: LongRun, lease: Lease, held: Heartbeat): LongJob<never> {
  const { row } = lease;
  return {
    ...givenOf(row),
    args: row.args as never,
    done: row.done,
    total: row.total ?? undefined,
    kept: typeof row.kept === 'object' && row.kept !== null ? row.kept : undefined,
    now: run.now,
    report: (done, total, tx, keep) => reportProgress(tx ?? run.db, lease, done, total, keep),
    cancelled: async () => {
      if (held.isLost()) throw new LeaseLost(`job ${row.kind} ${row.id}`);
      if (run.stopping()) throw new JobPaused(`job ${row.kind} ${row.id}`);
      const seen = await run.db
        .selectFrom('job')
        .select('cancelled_at')
        .where('city_id', '=', row.city_id)
        .where('id', '=', row.id)
        .executeTakeFirst();
      return seen?.cancelled_at instanceof Date;
    },
  };
}
