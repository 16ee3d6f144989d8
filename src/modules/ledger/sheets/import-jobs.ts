import type { Sent } from '#contract/operation.ts';
import type { ImportSummary } from '#contract/sheets.ts';
import { faultAt } from '#domain/sheet/read-row.ts';
import type { RowFault } from '#domain/sheet/row-faults.ts';
import { Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { type JobKind, type LongJob, longJob } from '#platform/jobs/job-kinds.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { pathOfUnit } from '../unit-path.ts';
import { mappingOf, saveBatch, type Summary, told } from './batch-store.ts';
import {
  type Args,
  emptySummary,
  FAULTS_TOLD,
  type ImportParts,
  type Sheet,
} from './import-sheet.ts';
import { withLocalFile } from './local-file.ts';
import { comesIn, inChunks, type Lookups, type Prepared, readDrafts } from './read-drafts.ts';
import { makeDrafts } from './make-drafts.ts';
import { categoryFinder, unitFinder } from './resolve.ts';
import { applyReturned, previewReturned } from './returned-jobs.ts';
import { isStrippedExport } from './returned-sheet.ts';
import { knownKeys } from './write-drafts.ts';

const SHOWN = 50;
/** So many keys of entries are looked up at once. */
const LOOKED_UP = 1000;

export function importJobs(parts: ImportParts): readonly JobKind[] {
  return [
    longJob<Args>('preview-import', (job, db) =>
      withSheet(parts, job, db, async (it) => {
        const summary =
          it.batch.kind === 'returned' ? await previewReturned(it) : await previewDrafts(it);
        await saveBatch(db, it.batch, { state: 'previewed', summary: { summary } });
        return { ready: summary.ready, faulty: summary.faulty };
      }),
    ),
    longJob<Args>('run-import', (job, db) =>
      withSheet(parts, job, db, async (it) => {
        const result =
          it.batch.kind === 'returned'
            ? await applyReturned(it)
            : await makeDrafts(it, comingIn(it));
        const before = it.batch.summary as { summary?: Summary } | null;
        await saveBatch(db, it.batch, {
          state: 'done',
          summary: { summary: before?.summary, result },
        });
        return result;
      }),
    ),
  ];
}

async function withSheet<T>(
  parts: ImportParts,
  job: LongJob<Args>,
  db: Db,
  work: (it: Sheet) => Promise<T>,
): Promise<T> {
  const batch = await db
    .selectFrom('import_batch')
    .selectAll()
    .where('city_id', '=', job.cityId)
    .where('id', '=', job.args.batch)
    .executeTakeFirst();
  // Tried again it would be missing again: a refusal ends the job at once.
  if (batch === undefined) throw new Refusal('not-found', { batch: job.args.batch });
  return withLocalFile(parts.store, batch.file_sha256, batch.name, (path) =>
    work({ parts, job, db, batch, path, today: dayOf(job.now()) }),
  );
}

async function lookupsOf({ db, batch }: Sheet, near: boolean): Promise<Lookups> {
  const home = await pathOfUnit(db, batch.city_id, batch.unit_id);
  return {
    home,
    units: await unitFinder(db, batch.city_id, home, mappingOf(batch).units, near),
    category: await categoryFinder(db, batch.city_id, batch.campaign_id ?? ''),
  };
}

/** The entries of the sheet; `near`: with the names of units that come near to unknown ones. */
async function* prepared(it: Sheet, near: boolean): AsyncGenerator<Prepared[]> {
  await using source = await openSheets(it.path);
  const lookups = await lookupsOf(it, near);
  yield* readDrafts(source, it.batch.sheet, mappingOf(it.batch), it.today, lookups);
}

/** Of these entries those that are brought in. */
async function* comingIn(it: Sheet): AsyncGenerator<Prepared[]> {
  const mapping = mappingOf(it.batch);
  for await (const some of prepared(it, false)) yield some.filter((one) => comesIn(mapping, one));
}

/** 预览: read everything, look everything up, write nothing. */
async function previewDrafts(it: Sheet): Promise<Sent<typeof ImportSummary>> {
  const summary = emptySummary();
  const mapping = mappingOf(it.batch);
  const hidden = {
    entries: 0,
    leftOut: mapping.withoutHidden === true,
    columns: mapping.columns.flatMap((one) =>
      one.hidden === true && one.field !== undefined ? [one.label] : [],
    ),
  };
  if (isStrippedExport(mapping.columns.map(({ label }) => label))) {
    summary.warnings += 1;
    summary.faults.push(told(faultAt(mapping.headerBottom, 'export-stripped', {})));
  }
  const unknown = new Map<string, { rows: number; nearest: string[] }>();
  for await (const batch of inChunks(prepared(it, true), LOOKED_UP)) {
    const known = await knownKeys(
      it.db,
      it.batch,
      batch.map((one) => one.sourceKey),
    );
    for (const one of batch) {
      if (one.hidden) hidden.entries += 1;
      if (!comesIn(mapping, one)) continue;
      summary.entries += 1;
      summary.measures += one.draft.measures.length;
      if (one.faulty) summary.faulty += 1;
      else if (known.has(one.sourceKey)) summary.known += 1;
      else summary.ready += 1;
      summary.warnings += one.faults.filter((fault) => fault.level === 'warning').length;
      if (summary.faults.length < FAULTS_TOLD)
        summary.faults.push(...one.faults.filter((fault) => fault.level !== 'info').map(told));
      if (summary.sample.length < SHOWN) summary.sample.push(sampleOf(one));
      for (const fault of one.faults) noteUnknown(unknown, fault);
    }
    await it.job.report(summary.entries);
    if (await it.job.cancelled()) break;
  }
  if (hidden.entries > 0 || hidden.columns.length > 0) summary.hidden = hidden;
  summary.unknownUnits = [...unknown].map(([name, found]) => ({ name, ...found }));
  return summary;
}

function sampleOf(one: Prepared): Summary['sample'][number] {
  return {
    row: one.item.row,
    title: one.draft.title,
    category: one.category,
    lead: one.lead?.name ?? '',
    deadline:
      one.draft.deadline ?? (one.draft.deadlineKind === 'none' ? '' : one.draft.deadlineKind),
    measures: one.draft.measures.length,
  };
}

function noteUnknown(
  unknown: Map<string, { rows: number; nearest: string[] }>,
  fault: RowFault,
): void {
  if (fault.code !== 'unit-unknown' && fault.code !== 'co-unknown') return;
  const name = String(fault.details['name']);
  const nearest = String(fault.details['nearest'] ?? '');
  const before = unknown.get(name);
  if (before !== undefined) before.rows += 1;
  else if (unknown.size < 100)
    unknown.set(name, { rows: 1, nearest: nearest === '' ? [] : nearest.split('、') });
}
