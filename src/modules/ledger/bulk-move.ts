import { sql } from 'kysely';
import type * as z from 'zod/mini';
import { type BULK_MOVES, type bulkMove, MOVE_OPERATIONS } from '#contract/entry-moves.ts';
import type { InputOf } from '#contract/operation.ts';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { type Context, dayOf, enqueue, type Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { type JobKind, type LongJob, longJob } from '#platform/jobs/job-kinds.ts';
import { doOne, NOTHING_YET, type Tally } from '#platform/jobs/one-by-one.ts';
import { encodeCursor, entriesWithin } from './entries-within.ts';
import type { Filter } from './words-within.ts';
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

/** Where a bulk move stands: what has come of it, and the entry it has come to. */
interface Kept extends Tally {
  readonly after: string | undefined;
}

/**
 * The job: every entry that matches is moved in a transaction of its own, as the person who asked, with
 * the posts he holds at that moment; a refusal is told and the next goes on. Entries are walked in the
 * order of raising; each move commits together with how far the walk has come, so that a job taken up
 * again after a crash goes on behind it, moves nothing twice and counts everything once.
 */
export function bulkJob(parts: BulkParts): JobKind {
  return longJob<Args>('bulk-move', async (job, db): Promise<Tally> => {
    let { after, ...out } = (job.kept as Kept | undefined) ?? { ...NOTHING_YET, after: undefined };
    let more = true;
    while (more) {
      const q = await asking(parts, job, db);
      const page = await pageOfIds(q, job.args.filter, 'oldest', PAGE, after);
      for (const id of page.ids) {
        if (await job.cancelled()) return out;
        after = encodeCursor({ key: '-', id });
        out = await moveOne(parts, job, q, { id, after, out });
      }
      more = page.next !== undefined;
    }
    return out;
  });
}

async function asking(parts: BulkParts, job: LongJob<Args>, db: Db): Promise<Query> {
  const now = job.now();
  const actor = await parts.actorOf(db, job.cityId, job.byAccount ?? '', now);
  if (actor === undefined) throw new Refusal('not-allowed');
  return { db, actor, cityId: job.cityId, now, today: dayOf(now) };
}

/** Move one entry, or tell why not; answers with what has come of all so far, and keeps it. */
async function moveOne(
  parts: BulkParts,
  job: LongJob<Args>,
  q: Query,
  { id, after, out }: { readonly id: string; readonly after: string; readonly out: Tally },
): Promise<Tally> {
  const { move, input } = job.args;
  const row = await q.db
    .selectFrom('entry')
    .where('city_id', '=', q.cityId)
    .where('id', '=', id)
    .select(['no', 'version'])
    .executeTakeFirst();
  if (row === undefined) return out;
  const { db, ...basis } = q;
  const fields = { ...input, id, version: row.version } as never;
  return await doOne(job, db, { no: row.no, out, stand: { after } }, (tx) =>
    parts.handlers[move]({ ...basis, tx }, fields),
  );
}
