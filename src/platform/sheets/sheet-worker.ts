import { parentPort, workerData } from 'node:worker_threads';
import { standBack } from '../workers/stand-back.ts';
import type { PackedRows } from './packed-rows.ts';
import { readSheetFile } from './read-sheet-file.ts';
import { SheetFault, type SheetFaultCode, type SheetFaultDetails } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import type { SheetInfo, SheetOutline, SheetReader } from './sheet-reader.ts';

/** What the owner asks; one question at a time, each answered once. */
export type SheetQuestion =
  | { readonly ask: 'open' }
  | { readonly ask: 'outline'; readonly sheet: number }
  | { readonly ask: 'rows'; readonly sheet: number; readonly fresh: boolean };

export type SheetAnswer =
  | { readonly sheets: readonly SheetInfo[] }
  | { readonly outline: SheetOutline }
  | { readonly rows: PackedRows | undefined }
  | { readonly fault: { readonly code: SheetFaultCode; readonly details: SheetFaultDetails } }
  | { readonly bug: string };

export interface SheetWorkerData {
  readonly path: string;
  readonly limits: SheetLimits;
}

standBack();
const { path, limits } = workerData as SheetWorkerData;
let reader: SheetReader | undefined;
let batches: AsyncGenerator<PackedRows> | undefined;

async function answer(question: SheetQuestion): Promise<SheetAnswer> {
  reader ??= await readSheetFile(path, limits);
  if (question.ask === 'open') return { sheets: reader.sheets };
  if (question.ask === 'outline') return { outline: await reader.outline(question.sheet) };
  if (question.fresh) {
    await batches?.return(undefined);
    batches = reader.batches(question.sheet);
  }
  const next = await batches?.next();
  return { rows: next?.done === false ? next.value : undefined };
}

function send(reply: SheetAnswer): void {
  if ('rows' in reply && reply.rows !== undefined) {
    const { rows, hidden, ends, columns, kinds, numbers } = reply.rows;
    parentPort?.postMessage(reply, [
      rows.buffer,
      hidden.buffer,
      ends.buffer,
      columns.buffer,
      kinds.buffer,
      numbers.buffer,
    ] as ArrayBuffer[]);
  } else parentPort?.postMessage(reply, []);
}

parentPort?.on('message', (question: SheetQuestion) => {
  answer(question).then(send, (error: unknown) => {
    if (error instanceof SheetFault) send({ fault: { code: error.code, details: error.details } });
    else send({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});
