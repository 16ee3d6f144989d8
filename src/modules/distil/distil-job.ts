import { sql } from 'kysely';
import type { Db } from '#platform/db/open.ts';
import { type JobKind, type LongJob, longJob } from '#platform/jobs/job-kinds.ts';
import type { DistilSummary } from '#platform/workers/distil-messages.ts';
import { DistilThread } from '#platform/workers/distil-thread.ts';
import { regroup } from './alike-store.ts';
import { decidedPairs } from './decided-pairs.ts';
import { matchJob } from './match-job.ts';
import type { AlikeIndex } from './alike-index.ts';
import { placeNames } from './place-names.ts';
import { problemsOf, voicesOf } from './statements.ts';
import type { SubjectKind, VoicePort } from './subjects.ts';
import { countTopicsJob, recountTopics } from './topic-counts.ts';
import { writeItems, writeLinks, writeSubjects } from './write-distilled.ts';

interface Args {
  readonly campaign: string;
}

interface Result extends DistilSummary {
  /** Groups put on the queue by this run. */
  readonly queued: number;
}

/**
 * 提炼: all problems of a campaign go through the still, in a thread of its own; what comes of it is written
 * in small transactions. Killed at any point and taken up again it reads anew, finds what it had written
 * standing, and draws only what is missing; run once more it changes nothing. It draws links and never
 * changes a row of the ledger.
 */
function distilJob(voices: VoicePort | undefined): JobKind {
  return longJob<Args>('distil-campaign', (job, db) =>
    distilCampaign(job, db, job.args.campaign, voices),
  );
}

/** The jobs of the still; `imports` are those that make drafts of sheets. */
export function distilJobs(
  imports: readonly JobKind[],
  { voices, index }: { readonly voices?: VoicePort; readonly index: AlikeIndex },
): readonly JobKind[] {
  return [...distillingJobs(imports, voices), matchJob(index, voices), countTopicsJob];
}

/** Those that put a whole campaign through the still: heavy work, which needs no index. */
export function distillingJobs(
  imports: readonly JobKind[],
  voices: VoicePort | undefined,
): readonly JobKind[] {
  const runImport = imports.find((kind) => kind.kind === 'run-import');
  if (runImport === undefined || runImport.lane === 'brief') return [distilJob(voices)];
  return [
    distilJob(voices),
    // 27万 self-found statements become distilled problems in one job: what was imported is known again after a stop.
    longJob<Args & { readonly batch: string }>('import-distilled', async (job, db) => {
      const imported = (await runImport.run(job as never, db)) ?? {};
      if (await job.cancelled()) return imported;
      return { ...imported, ...(await distilCampaign(job, db, job.args.campaign, voices)) };
    }),
  ];
}

async function distilCampaign(
  job: LongJob,
  db: Db,
  campaign: string,
  voices: VoicePort | undefined,
): Promise<Result | object> {
  await using thread = new DistilThread();
  const began = job.now();
  await thread.know(await placeNames(db, job.cityId));
  let read = 0;
  for await (const statements of problemsOf(db, job.cityId, { campaign })) {
    if (await job.cancelled()) return { cancelled: true };
    await thread.add(statements);
    read += statements.length;
    // Reading is the first third of the work, as far as anybody watching is concerned.
    await job.report(read, read * 3);
  }
  const heard = new Set<string>();
  for await (const statements of voicesOf(db, job.cityId, voices)) {
    if (await job.cancelled()) return { cancelled: true };
    for (const { id } of statements) heard.add(id);
    await thread.add(statements);
  }
  read += heard.size;
  for await (const decided of decidedPairs(db, job.cityId, voices)) await thread.decide(decided);
  const summary = await thread.distil();
  const kindOf = (id: string): SubjectKind => (heard.has(id) ? 'voice' : 'entry');
  const at = { job, db, campaign, total: read * 3, kindOf };
  await writeLinks(at, thread.links(), read);
  await writeSubjects(at, thread.rows(), read);
  await db.transaction().execute((tx) => recountTopics(tx, job.cityId));
  await regroupSince(db, job.cityId, began);
  const queued = await writeItems(at, thread.items());
  await job.report(at.total, at.total);
  return { ...summary, queued };
}

/** What persons judged while the run was on its way stands above what the run had read. */
async function regroupSince(db: Db, cityId: number, began: Date): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct x.id from alike_decision d
    join alike_edge e on e.city_id = d.city_id and d.id in (e.decision_id, e.undone_by_decision)
    cross join lateral (values (e.a_id), (e.b_id)) as x (id)
    where d.city_id = ${cityId} and (d.at >= ${began} or d.undone_at >= ${began})`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await db.transaction().execute((tx) => regroup(tx, cityId, ids));
}
