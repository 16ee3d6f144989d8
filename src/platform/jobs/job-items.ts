import { sql } from 'kysely';
import type { Context } from '../command.ts';
import { AHEAD } from '../db/driver.ts';
import type { Db, Tx } from '../db/open.ts';
import { bare, type Piece, piece } from '../db/write-sql.ts';
import { newId } from '../ids.ts';
import type { JobKind, LongJob } from './job-kinds.ts';
import { JobPaused, keptError, LeaseLost, MAX_TRIES } from './job-trouble.ts';

/** One thing left for a job. */
export interface JobItem<Args> {
  readonly id: string;
  readonly args: Args;
}

/**
 * Leave something for the next job of a kind (留待攒批处理), in the transaction of its cause: what comes within a few
 * seconds is taken up together, which is cheaper for all than a job each.
 */
export async function leaveForJob(
  ctx: Pick<Context, 'tx' | 'cityId' | 'now'>,
  kind: string,
  args: readonly object[],
): Promise<void> {
  if (args.length > 0) await piece`${bare(AHEAD)} ${leaving(ctx, kind, args)}`.execute(ctx.tx);
}

/** The same as a part of a larger statement. */
export function leaving(
  { cityId, now }: Pick<Context, 'cityId' | 'now'>,
  kind: string,
  args: readonly object[],
): Piece {
  const rows = args.map((each) => ({ id: newId(now.getTime()), args: each }));
  return piece`
    insert into job_item (city_id, kind, id, args)
    select ${cityId}, ${kind}, r.id, r.args
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, args jsonb)`;
}

/** Prepares, outside of any transaction, what is to be written for some items, and gives the writing. */
type TakeUp<Args> = (
  job: LongJob,
  db: Db,
  items: readonly JobItem<Args>[],
) => Promise<(tx: Tx) => Promise<Readonly<Record<string, number>>>>;

/**
 * A job that takes up what was left for its kind, so many at a time, each lot in one transaction: done once, or
 * still there. A lot that fails is tried one by one, so that one bad item holds up no other. The runner puts
 * the job down by itself whenever something was left. Its result adds up what the lots tell.
 */
export function gatheringJob<Args>(kind: string, most: number, takeUp: TakeUp<Args>): JobKind {
  const run = async (job: LongJob, db: Db): Promise<object> => {
    const lots = new Lots<Args>(job, db, kind, takeUp);
    for (;;) {
      if (await job.cancelled()) return lots.told;
      const items = await lots.next(most);
      if (items.length === 0) break;
      await lots.take(items);
      // Few are left for the next job, with what comes until then: where something comes all the time, it would
      // otherwise run all the time and take them up one by one.
      if (items.length < most) break;
    }
    // With nothing done at all the trouble is not the items': tried again later, as any job.
    if (lots.failure !== undefined && lots.done === 0) throw lots.failure.error;
    return { ...lots.told, done: lots.done };
  };
  return { kind, lane: 'calls', gathers: true, run };
}

class Lots<Args> {
  readonly #job: LongJob;
  readonly #db: Db;
  readonly #kind: string;
  readonly #takeUp: TakeUp<Args>;
  readonly #failed: string[] = [];
  readonly told: Record<string, number> = {};
  done = 0;
  failure: { readonly error: unknown } | undefined;

  constructor(job: LongJob, db: Db, kind: string, takeUp: TakeUp<Args>) {
    this.#job = job;
    this.#db = db;
    this.#kind = kind;
    this.#takeUp = takeUp;
  }

  /** The next that have not failed in this run, those that never failed first. */
  async next(most: number): Promise<readonly JobItem<Args>[]> {
    const { rows } = await sql<JobItem<Args>>`
      select id, args from job_item
      where city_id = ${this.#job.cityId} and kind = ${this.#kind} and tries < ${sql.lit(MAX_TRIES)}
        and not id = any(${this.#failed}::uuid[])
      order by tries, id limit ${most}`.execute(this.#db);
    return rows;
  }

  async take(items: readonly JobItem<Args>[]): Promise<void> {
    try {
      await this.#together(items);
    } catch (error) {
      if (error instanceof LeaseLost || error instanceof JobPaused) throw error;
      const [first] = items;
      if (items.length === 1 && first !== undefined) await this.#note(first, error);
      else for (const item of items) await this.take([item]);
    }
  }

  async #together(items: readonly JobItem<Args>[]): Promise<void> {
    const write = await this.#takeUp(this.#job, this.#db, items);
    await this.#db.transaction().execute(async (tx) => {
      const { numAffectedRows } = await sql`
        delete from job_item where city_id = ${this.#job.cityId} and kind = ${this.#kind}
          and id = any(${items.map(({ id }) => id)}::uuid[])`.execute(tx);
      if (Number(numAffectedRows) !== items.length)
        throw new LeaseLost(`job ${this.#kind} ${this.#job.id}`);
      const told = await write(tx);
      await this.#job.report(this.done + items.length, undefined, tx);
      for (const [what, n] of Object.entries(told)) this.told[what] = (this.told[what] ?? 0) + n;
      this.done += items.length;
    });
  }

  async #note(item: JobItem<Args>, error: unknown): Promise<void> {
    this.failure = { error };
    this.#failed.push(item.id);
    await sql`
      update job_item set tries = tries + 1, error = ${keptError(error)}
      where city_id = ${this.#job.cityId} and kind = ${this.#kind} and id = ${item.id}`.execute(
      this.#db,
    );
  }
}

/** Puts down the job of each kind for which something was left and none is on its way. */
export async function takeUpLeft(
  db: Db,
  cityId: number,
  kinds: readonly string[],
  now: Date,
): Promise<void> {
  for (const kind of kinds)
    await sql`
      insert into job (city_id, id, kind, args, run_at, created_at)
      select ${cityId}, ${newId(now.getTime())}, ${kind}, '{}'::jsonb, ${now}, ${now}
      where exists (select 1 from job_item i where i.city_id = ${cityId} and i.kind = ${kind}
          and i.tries < ${sql.lit(MAX_TRIES)})
        and not exists (select 1 from job j where j.city_id = ${cityId} and j.kind = ${kind}
          and j.finished_at is null and j.tries < ${sql.lit(MAX_TRIES)})`.execute(db);
}
