import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import { databaseFault } from '#platform/db/retry.ts';
import type { Tables } from '#platform/db/tables.ts';

type Db = Kysely<Tables>;
type Tx = Transaction<Tables>;

/** One session of a schedule: what it does inside its transaction. */
export type Session = (tx: Tx) => Promise<unknown>;

/** `done`, a refusal's code with its details, or what the database said. */
export interface Ending {
  readonly ended: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The ways two transactions can lie over each other: which step of which session comes next. */
export const INTERLEAVINGS = [
  'begin1 work1 commit1 begin2 work2 commit2',
  'begin2 work2 commit2 begin1 work1 commit1',
  'begin1 begin2 work1 work2 commit1 commit2',
  'begin1 begin2 work1 work2 commit2 commit1',
  'begin1 begin2 work2 work1 commit2 commit1',
  'begin1 begin2 work2 work1 commit1 commit2',
  'begin1 begin2 work1 commit1 work2 commit2',
  'begin1 begin2 work2 commit2 work1 commit1',
] as const;

/**
 * Play two sessions on two connections in a given order. A session that has to wait for a lock of the
 * other keeps its place: the schedule goes on, and its later steps follow once it is through.
 */
export async function play(
  db: Db,
  interleaving: string,
  sessions: readonly [Session, Session],
): Promise<[Ending, Ending]> {
  const [one, two] = [new Player(db, sessions[0]), new Player(db, sessions[1])];
  for (const step of interleaving.split(' ')) {
    const player = step.endsWith('1') ? one : two;
    await player.take(step.slice(0, -1) as 'begin' | 'work' | 'commit', db);
  }
  return [await one.ending(), await two.ending()];
}

class Player {
  readonly #gates = { begin: gate(), work: gate(), commit: gate() };
  readonly #reached = { begin: gate(), work: gate(), commit: gate() };
  readonly #end: Promise<Ending>;
  #pid = 0;

  constructor(db: Db, session: Session) {
    this.#end = this.#run(db, session);
  }

  async #run(db: Db, session: Session): Promise<Ending> {
    try {
      await this.#gates.begin.open;
      await db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        this.#pid = rows[0]?.pid ?? 0;
        this.#reached.begin.let();
        await this.#gates.work.open;
        await session(tx);
        this.#reached.work.let();
        await this.#gates.commit.open;
      });
      return { ended: 'done' };
    } catch (error) {
      if (error instanceof Refusal) return { ended: error.code, details: error.details };
      const fault = databaseFault(error);
      return { ended: fault ?? `fault of the program: ${String(error)}` };
    } finally {
      for (const reached of Object.values(this.#reached)) reached.let();
    }
  }

  /** Let the session take its next step, and wait until it has, has ended, or hangs on a lock. */
  async take(step: 'begin' | 'work' | 'commit', db: Db): Promise<void> {
    this.#gates[step].let();
    if (step === 'commit') {
      await Promise.race([this.#end, this.#untilWaiting(db)]);
      return;
    }
    await Promise.race([this.#reached[step].open, this.#end, this.#untilWaiting(db)]);
  }

  async #untilWaiting(db: Db): Promise<void> {
    for (;;) {
      await new Promise((again) => setTimeout(again, 5));
      const { rows } = await sql<{ waits: boolean }>`
        select cardinality(pg_blocking_pids(${this.#pid})) > 0 as waits`.execute(db);
      if (rows[0]?.waits === true) return;
      if (await settled(this.#end)) return;
    }
  }

  ending(): Promise<Ending> {
    return this.#end;
  }
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

function gate(): { readonly open: Promise<void>; readonly let: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: promise, let: resolve };
}
