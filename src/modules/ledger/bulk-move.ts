import { sql } from 'kysely';
import type * as z from 'zod/mini';
import { type BULK_MOVES, type bulkMove, MOVE_OPERATIONS } from '#contract/entry-moves.ts';
import type { InputOf } from '#contract/operation.ts';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal, type RefusalCode, refusalSentence } from '#domain/refusal.ts';
import { type Context, dayOf, enqueue, type Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { type JobKind, type LongJob, longJob } from '#platform/jobs/job-kinds.ts';
import { entriesWithin, type Filter } from './entries-within.ts';
import { pageOfIds } from './list-entries.ts';

type BulkVerb = (typeof BULK_MOVES)[number];
type Handler = (ctx: Context, input: never) => Promise<unknown>;

/** What bulk moves need: the handlers of the steps above the ledger, and somebody by account. */
export interface BulkParts {
  readonly handlers: Readonly<Record<BulkVerb, Handler>>;
  readonly actorOf: (
    db: Db,
    cityId: number,
    accountId: string,
    now: Date,
  ) => Promise<Actor | undefined>;
}

interface Args {
  readonly filter: Filter;
  readonly move: BulkVerb;
  readonly input: Record<string, unknown>;
}

/** 批量: count what would be touched, then put the job down with the filter itself, not with a list of ids. */
export async function startBulk(
  ctx: Context,
  input: InputOf<typeof bulkMove>,
): Promise<{ job: string; n: number }> {
  const sound = soundInput(input.move, input.input);
  const q: Query = { ...ctx, db: ctx.tx };
  const where = await entriesWithin(q, input.filter);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from entry e where ${where}`.execute(ctx.tx);
  const n = rows[0]?.n ?? 0;
  if (n > input.expect)
    throw new Refusal('stale', {
      seen: input.expect,
      now: n,
      who: '',
      what: `${n} > ${input.expect}`,
    });
  const args: Args = { filter: input.filter, move: input.move, input: sound };
  return { job: await enqueue(ctx, 'bulk-move', args, ctx.now, n), n };
}

/** The fields that go to every entry, checked as the move itself would before the job is put down. */
function soundInput(move: BulkVerb, input: Record<string, unknown>): Record<string, unknown> {
  const schema = MOVE_OPERATIONS[move].input as unknown as z.ZodMiniType;
  const parsed = schema.safeParse({ ...input, id: ANY_ID, version: 1 });
  if (parsed.success) {
    const { id: _, version: __, ...fields } = parsed.data as Record<string, unknown>;
    return fields;
  }
  throw new Refusal('invalid', {
    where: parsed.error.issues.map((issue) => `input.${issue.path.join('.')}`).join(', '),
  });
}

const ANY_ID = '00000000-0000-7000-8000-000000000000';

const PAGE = 200;
const TOLD = 200;

interface Outcome {
  readonly n: number;
  readonly moved: number;
  readonly refused: number;
  /** The first 200 refusals, each with its entry and its sentence. */
  readonly refusals: readonly {
    readonly no: string;
    readonly code: RefusalCode;
    readonly zh: string;
    readonly en: string;
  }[];
}

/**
 * The job: every entry that matches is moved in a transaction of its own, as the person who asked, with
 * the posts he holds at that moment; a refusal is told and the next goes on. Entries are walked in the
 * order of raising, so a job taken up again after a crash finds those already moved refused or no longer
 * matching, and moves nothing twice.
 */
export function bulkJob(parts: BulkParts): JobKind {
  return longJob<Args>('bulk-move', async (job, db): Promise<Outcome> => {
    const out = { n: 0, moved: 0, refused: 0, refusals: [] as Outcome['refusals'][number][] };
    let after: string | undefined;
    do {
      const q = await asking(parts, job, db);
      const page = await pageOfIds(q, job.args.filter, 'oldest', PAGE, after);
      for (const id of page.ids) {
        if (await job.cancelled()) return out;
        const refusal = await moveOne(parts, job, q, id);
        out.n += 1;
        if (refusal === undefined) out.moved += 1;
        else {
          out.refused += 1;
          if (out.refusals.length < TOLD) out.refusals.push(refusal);
        }
      }
      await job.report(out.n);
      after = page.next;
    } while (after !== undefined);
    return out;
  });
}

async function asking(parts: BulkParts, job: LongJob<Args>, db: Db): Promise<Query> {
  const now = job.now();
  const actor = await parts.actorOf(db, job.cityId, job.byAccount ?? '', now);
  if (actor === undefined) throw new Refusal('not-allowed');
  return { db, actor, cityId: job.cityId, now, today: dayOf(now) };
}

async function moveOne(
  parts: BulkParts,
  job: LongJob<Args>,
  q: Query,
  id: string,
): Promise<Outcome['refusals'][number] | undefined> {
  const { move, input } = job.args;
  const row = await q.db
    .selectFrom('entry')
    .where('city_id', '=', q.cityId)
    .where('id', '=', id)
    .select(['no', 'version'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { db: _, ...basis } = q;
  try {
    await q.db
      .transaction()
      .execute((tx) =>
        parts.handlers[move]({ ...basis, tx }, { ...input, id, version: row.version } as never),
      );
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, details } = error;
    return {
      no: row.no,
      code,
      zh: refusalSentence(code, details, 'zh'),
      en: refusalSentence(code, details, 'en'),
    };
  }
}
