import { Worker } from 'node:worker_threads';
import { sentenceChanges } from '#domain/document/diff.ts';
import { packOffsets } from '#domain/document/offset-map.ts';
import { proposalsOf } from '#domain/document/proposals.ts';
import { readDocument } from '#domain/document/read-document.ts';
import { readTextFile, UnreadableFile } from '../words/read-file.ts';
import type { DocumentAnswer, DocumentQuestion } from './document-messages.ts';
import type { Guarded } from './memory-guard.ts';

/** Rows in one message: unpacking them holds up the receiving loop for some milliseconds at most. */
const BATCH = 500;

async function answer(question: DocumentQuestion): Promise<void> {
  if (question.ask === 'file') tell(await readTextFile(question.path));
  else if (question.ask === 'compare')
    tell({ changes: sentenceChanges(question.before, question.after) });
  else read(question.raw);
}

function read(raw: string): void {
  const reading = readDocument(raw);
  const { passages, candidates, ...rest } = proposalsOf(reading);
  for (let from = 0; from < passages.length; from += BATCH)
    tell({ passages: passages.slice(from, from + BATCH) });
  for (let from = 0; from < candidates.length; from += BATCH)
    tell({ candidates: candidates.slice(from, from + BATCH) });
  const { normal } = reading;
  const kept = { normal: normal.text, offsets: packOffsets(normal), repairs: normal.repairs };
  tell({ read: { ...rest, ...kept } });
}

function tell(message: DocumentAnswer): void {
  process.send?.(message);
}

process.on('message', (question) => {
  answer(question as DocumentQuestion).catch((error: unknown) => {
    if (error instanceof UnreadableFile) tell({ unreadable: error.reason, details: error.details });
    else tell({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});

// Who asks has gone.
process.once('disconnect', () => process.exit());

new Worker(new URL('memory-guard.ts', import.meta.url), {
  workerData: { mostMb: Number(process.argv[2]), owner: process.ppid } satisfies Guarded,
}).unref();
