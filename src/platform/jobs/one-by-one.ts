import { Refusal, type RefusalCode, refusalSentence } from '#domain/refusal.ts';
import type { Db, Tx } from '../db/open.ts';
import type { LongJob } from './job-kinds.ts';

/** What has come of many that a job does one by one: moved, refused, and why. */
export interface Tally {
  readonly n: number;
  readonly moved: number;
  readonly refused: number;
  /** The first 200 refusals, each with the number of what was refused and its sentence. */
  readonly refusals: readonly {
    readonly no: string;
    readonly code: RefusalCode;
    readonly zh: string;
    readonly en: string;
  }[];
}

const TOLD = 200;

export const NOTHING_YET: Tally = { n: 0, moved: 0, refused: 0, refusals: [] };

/**
 * One of many, in a transaction of its own; a refusal is told and the next goes on. Its work commits together
 * with how far the job has come (`stand`), so that a job taken up again does nothing twice and counts everything once.
 */
export async function doOne<Args>(
  job: LongJob<Args>,
  db: Db,
  it: { readonly no: string; readonly out: Tally; readonly stand: object },
  work: (tx: Tx) => Promise<unknown>,
): Promise<Tally> {
  const { no, out, stand } = it;
  const moved = { ...out, n: out.n + 1, moved: out.moved + 1 };
  try {
    await db.transaction().execute(async (tx) => {
      await work(tx);
      await job.report(moved.n, undefined, tx, { ...moved, ...stand });
    });
    return moved;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, details } = error;
    const zh = refusalSentence(code, details, 'zh');
    const told = { no, code, zh, en: refusalSentence(code, details, 'en') };
    const refusals = out.refusals.length < TOLD ? [...out.refusals, told] : out.refusals;
    const next = { ...out, n: out.n + 1, refused: out.refused + 1, refusals };
    await job.report(next.n, undefined, undefined, { ...next, ...stand });
    return next;
  }
}
