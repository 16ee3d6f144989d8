import type { Db, Tx } from '../db/open.ts';

/** A job as its handler sees it (作业). */
interface Given<Args> {
  readonly id: string;
  readonly cityId: number;
  readonly args: Args;
  /** On whose behalf; undefined for what the house does by itself. */
  readonly byAccount: string | undefined;
  readonly byPerson: string | undefined;
}

/** A job whose work commits together with its completion: it has happened once, or not at all. */
export interface BriefJob<Args = unknown> extends Given<Args> {
  readonly tx: Tx;
  readonly now: Date;
}

/** A job in batches, each committed with its progress; after a crash it goes on from `done`. */
export interface LongJob<Args = unknown> extends Given<Args> {
  /** What earlier runs have committed. */
  readonly done: number;
  readonly total: number | undefined;
  /** What an earlier try has kept with its last report: where it stood. Undefined in the first. */
  readonly kept: object | undefined;
  now(): Date;
  /**
   * Progress. Give the batch's transaction, so that work and progress commit together; throws, and so
   * undoes the batch, when the job has passed to another process. `keep` is what the next try is given.
   */
  report(done: number, total?: number, tx?: Tx, keep?: object): Promise<void>;
  /** Ask between batches: true when the user wants it to end. Throws when the process is stopping. */
  cancelled(): Promise<boolean>;
}

export type JobResult = object | undefined | void;

/** How a kind of job is carried out. `calls` is for work that waits on others and costs us nothing. */
export type JobKind =
  | {
      readonly kind: string;
      readonly lane: 'brief';
      readonly run: (job: BriefJob<never>) => Promise<JobResult>;
    }
  | {
      readonly kind: string;
      readonly lane: 'long' | 'calls';
      /** It takes up what was left for it, and is put down whenever something was. */
      readonly gathers?: boolean;
      readonly run: (job: LongJob<never>, db: Db) => Promise<JobResult>;
    };
export type Lane = JobKind['lane'];

/** A job of one transaction: what it writes and its end commit together. */
export function briefJob<Args>(
  kind: string,
  run: (job: BriefJob<Args>) => Promise<JobResult>,
): JobKind {
  return { kind, lane: 'brief', run };
}

/** A job of many transactions, which tells how far it is and goes on from there when taken up again. */
export function longJob<Args>(
  kind: string,
  run: (job: LongJob<Args>, db: Db) => Promise<JobResult>,
): JobKind {
  return { kind, lane: 'long', run };
}

/** A job that calls another system: several at once, so that one that does not answer keeps nobody waiting. */
export function callJob<Args>(
  kind: string,
  run: (job: LongJob<Args>, db: Db) => Promise<JobResult>,
): JobKind {
  return { kind, lane: 'calls', run };
}
