import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import type { LongJob } from '#platform/jobs/job-kinds.ts';
import type {
  DistilledItem,
  DistilledLink,
  DistilledRow,
} from '#platform/workers/distil-messages.ts';
import { drawEdges, type SubjectRef } from './alike-store.ts';
import type { SubjectKind } from './subjects.ts';
import { putItems } from './write-queue.ts';

/** Where the rows of a run go. */
export interface WriteAt {
  readonly job: LongJob;
  readonly db: Db;
  readonly campaign: string;
  readonly total: number;
  /** Voices and problems go through the still together and are told apart by this. */
  readonly kindOf: (id: string) => SubjectKind;
}

function subject(at: WriteAt, id: string): SubjectRef {
  return { id, kind: at.kindOf(id) };
}

/** The links, surest first; each batch commits with the job's progress. */
export async function writeLinks(
  at: WriteAt,
  links: AsyncIterable<readonly DistilledLink[]>,
  from: number,
): Promise<void> {
  let written = 0;
  for await (const batch of links) {
    await batchOf(at, async (tx) => {
      const edges = batch.map(({ a, b, ...why }) => ({
        a: subject(at, a),
        b: subject(at, b),
        ...why,
      }));
      const { job } = at;
      await drawEdges({ tx, cityId: job.cityId, now: job.now(), decision: undefined }, edges);
      written += batch.length;
      await job.report(Math.min(from + written, from * 2), at.total, tx);
    });
  }
}

/** Family and instance of every statement. */
export async function writeSubjects(
  at: WriteAt,
  rows: AsyncIterable<readonly DistilledRow[]>,
  from: number,
): Promise<void> {
  let written = 0;
  for await (const batch of rows)
    await batchOf(at, async (tx) => {
      await putSubjects(tx, at, batch);
      written += batch.length;
      await at.job.report(from * 2 + Math.floor(written / 2), at.total, tx);
    });
}

async function putSubjects(tx: Tx, at: WriteAt, batch: readonly DistilledRow[]): Promise<void> {
  const rows = batch.map(({ id, instance, family }) => {
    const kind = at.kindOf(id);
    return { id, kind, instance, family, campaign: kind === 'entry' ? at.campaign : null };
  });
  await sql`
    insert into alike_subject (city_id, subject_id, kind, campaign_id, instance_id, family_id)
    select ${at.job.cityId}, r.id, r.kind, r.campaign, r.instance, r.family
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, instance uuid, family uuid, campaign uuid)
    on conflict (city_id, subject_id) do update
      set instance_id = excluded.instance_id, family_id = excluded.family_id, campaign_id = excluded.campaign_id
      where (alike_subject.instance_id, alike_subject.family_id) is distinct from (excluded.instance_id, excluded.family_id)`.execute(
    tx,
  );
}

/** The queue: what is near, to be judged, and what the rules linked, to be confirmed. Tells how many groups are new. */
export async function writeItems(
  at: WriteAt,
  items: AsyncIterable<readonly DistilledItem[]>,
): Promise<number> {
  const { job, campaign, kindOf } = at;
  let put = 0;
  for await (const batch of items)
    await batchOf(at, async (tx) => {
      const queue = { cityId: job.cityId, now: job.now(), campaign, kindOf };
      put += await putItems(tx, queue, batch);
      await job.report(at.total - 1, at.total, tx);
    });
  return put;
}

async function batchOf(at: WriteAt, work: (tx: Tx) => Promise<void>): Promise<void> {
  // Throws when the process is stopping: what is committed stands, the rest is drawn when taken up again.
  await at.job.cancelled();
  await at.db.transaction().execute(work);
}
