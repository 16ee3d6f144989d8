import type { Actor } from '#domain/org/actor.ts';
import type { Context } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import type { LongJob } from '#platform/jobs/job-kinds.ts';
import type { Batch, Summary } from './batch-store.ts';

/** What import jobs need of the house. */
export interface ImportParts {
  readonly store: FileStore;
  /** Somebody by account, with the posts of this moment. */
  readonly actorOf: (
    db: Db,
    cityId: number,
    accountId: string,
    now: Date,
  ) => Promise<Actor | undefined>;
  /** Progress by the lead unit: a step above the ledger, handed in. */
  readonly reportProgress: (
    ctx: Context,
    input: { id: string; version: number; percent: number; note: string },
  ) => Promise<unknown>;
}

/** Faults beyond so many are counted, not told. */
export const FAULTS_TOLD = 300;

export type Args = { readonly batch: string };

/** A batch and its file at hand, inside a job. */
export interface Sheet {
  readonly parts: ImportParts;
  readonly job: LongJob<Args>;
  readonly db: Db;
  readonly batch: Batch;
  readonly path: string;
  readonly today: string;
}

export type SummaryDraft = { -readonly [K in keyof Summary]: Summary[K] };

/** A summary that has counted nothing yet. */
export function emptySummary(): SummaryDraft {
  return {
    entries: 0,
    ready: 0,
    faulty: 0,
    known: 0,
    warnings: 0,
    measures: 0,
    faults: [],
    unknownUnits: [],
    sample: [],
    changes: [],
  };
}
