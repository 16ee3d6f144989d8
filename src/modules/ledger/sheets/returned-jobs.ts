import { Refusal, refusalSentence } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { correctEntry } from '../correct-entry.ts';
import { loadEntries } from '../entry-load.ts';
import { type BatchResult, type Summary, told } from './batch-store.ts';
import { emptySummary, FAULTS_TOLD, type Sheet } from './import-sheet.ts';
import { type Judged, judgedRows, percentOf, sheetFaults } from './judge-returned.ts';

/** The cells that an office has changed in our export, beside what stands there now. */
export async function previewReturned(it: Sheet): Promise<Summary> {
  const summary = emptySummary();
  summary.faults.push(...sheetFaults(it).map(told));
  summary.warnings += summary.faults.length;
  for await (const rows of judgedRows(it)) {
    for (const row of rows) {
      summary.entries += 1;
      if (row.is === 'known') summary.known += 1;
      else if (row.is === 'edit') summary.ready += 1;
      else summary.faulty += 1;
      summary.warnings += row.faults.filter(({ level }) => level === 'warning').length;
      if (summary.faults.length < FAULTS_TOLD) summary.faults.push(...row.faults.map(told));
      for (const { label, from, to } of row.edits)
        if (summary.changes.length < FAULTS_TOLD)
          summary.changes.push({ row: row.row, no: row.no, label, from, to });
    }
    await it.job.report(summary.entries);
    if (await it.job.cancelled()) break;
  }
  return summary;
}

/** What a run has come to after so many rows: kept with each move, so that a crash loses no count. */
interface Kept extends BatchResult {
  readonly seen: number;
}

type Refused = NonNullable<BatchResult['refused']>;

/** Each changed row as moves of whoever brought the sheet; what is refused is told, the rest goes on. */
export async function applyReturned(it: Sheet): Promise<BatchResult> {
  const { job } = it;
  const none: Kept = { made: 0, known: 0, faulty: 0, changed: 0, refused: [], seen: 0 };
  let kept = (job.kept as Kept | undefined) ?? none;
  const refuse = (why: Refused): Kept => ({
    ...kept,
    seen: kept.seen + 1,
    faulty: kept.faulty + 1,
    refused: [...(kept.refused ?? []), ...why].slice(0, FAULTS_TOLD),
  });
  let at = 0;
  for await (const rows of judgedRows(it)) {
    for (const row of rows) {
      at += 1;
      // What an earlier try has done with.
      if (at <= kept.seen) continue;
      if (row.is === 'known') kept = { ...kept, seen: at, known: kept.known + 1 };
      else if (row.is === 'wrong')
        kept = refuse(row.faults.filter(({ level }) => level === 'error').map(told));
      else {
        if (await job.cancelled()) return resultOf(kept);
        const done = { ...kept, seen: at, changed: kept.changed + 1 };
        const refusal = await applyRow(it, row, done);
        kept = refusal === undefined ? done : refuse([refusedAt(row.row, refusal)]);
      }
    }
    await job.report(kept.seen, undefined, undefined, kept);
    if (await job.cancelled()) break;
  }
  return resultOf(kept);
}

function resultOf(kept: Kept): BatchResult {
  const { seen: _, ...result } = kept;
  return result;
}

function refusedAt(row: number, { code, details }: Refusal): Refused[number] {
  const message = refusalSentence(code, details, 'zh');
  return { row, level: 'error', message, en: refusalSentence(code, details, 'en') };
}

const CORRECTED = ['title', 'sourceNo', 'detail', 'cause', 'remark'] as const;

/** The moves of one row and the job's progress, in one transaction. @returns why not, when a rule refuses. */
async function applyRow(it: Sheet, row: Judged, done: Kept): Promise<Refusal | undefined> {
  const { batch, db, parts, job } = it;
  const now = job.now();
  const actor = await parts.actorOf(db, batch.city_id, batch.by_account, now);
  if (actor === undefined) return new Refusal('not-allowed');
  const to = new Map(row.edits.map((edit) => [edit.field, edit.to]));
  const corrections = {
    ...Object.fromEntries(
      CORRECTED.flatMap((field) => (to.has(field) ? [[field, to.get(field)]] : [])),
    ),
    ...(row.category === undefined ? {} : { category: row.category }),
  };
  try {
    await db.transaction().execute(async (tx) => {
      const ctx: Context = { tx, actor, cityId: batch.city_id, now, today: it.today };
      let { version } = row;
      if (to.has('progress') || to.has('progressNote')) {
        await parts.reportProgress(ctx, {
          id: row.id,
          version,
          percent: percentOf(to.get('progress') ?? '') ?? (await progressOf(ctx, row.id)),
          note: to.get('progressNote') ?? batch.name,
        });
        version += 1;
      }
      if (Object.keys(corrections).length > 0)
        await correctEntry(ctx, {
          id: row.id,
          version,
          ...corrections,
          reason: `表格更正：${batch.name}`,
        });
      await job.report(done.seen, undefined, tx, done);
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function progressOf(ctx: Context, id: string): Promise<number> {
  return (await loadEntries(ctx.tx, ctx.cityId, [id])).get(id)?.progress ?? 0;
}
