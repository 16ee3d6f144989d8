import { type JobKind, longJob } from '#platform/jobs/job-kinds.ts';
import type { Keeper } from '#platform/files/sweep-files.ts';
import { UnreadableFile } from '#platform/words/read-file.ts';
import type { DocumentReader } from '#platform/workers/document-reader.ts';
import type { Doer } from './document-store.ts';
import { lockUnread, markFailed, writeReading } from './write-reading.ts';

/** 识读作业: a long text is read and written down in one transaction; broken off, it begins anew. */
export function readDocumentJob(reader: DocumentReader): JobKind {
  return longJob<{ document: string }>('read-document', async (job, db) => {
    const { document: id } = job.args;
    const { raw } = await db
      .selectFrom('document_text')
      .select('raw')
      .where('city_id', '=', job.cityId)
      .where('document_id', '=', id)
      .executeTakeFirstOrThrow();
    const reading = await reader.read(raw).catch((error: unknown) => {
      if (error instanceof UnreadableFile) return error;
      throw error;
    });
    await job.cancelled();
    return await db.transaction().execute(async (tx) => {
      const { cityId } = job;
      const by: Doer = { tx, cityId, now: job.now(), personId: job.byPerson, post: undefined };
      const document = await lockUnread(by, id);
      if (document === undefined) return { document: id };
      if (reading instanceof UnreadableFile) {
        await markFailed(by, { id, version: document.version }, reading.message);
        return { document: id, why: reading.message };
      }
      const unread = { id, ...document, given: {} };
      await writeReading(by, reader, unread, raw, reading, (done, total) =>
        job.report(done, total),
      );
      return { document: id, candidates: reading.candidates.length };
    });
  });
}

/** Files that documents refer to, for the sweep. */
export const documentKeeps: Keeper = async (tx, cityId, sums) => {
  const rows = await tx
    .selectFrom('document')
    .select('file_sha256')
    .distinct()
    .where('city_id', '=', cityId)
    .where('file_sha256', 'in', [...sums])
    .execute();
  return rows.map((row) => row.file_sha256);
};
