import { parentPort } from 'node:worker_threads';
import type { Db } from '../db/open.ts';
import { standBack } from '../workers/stand-back.ts';
import type { JobKind } from './job-kinds.ts';
import type { ThreadOrder, ThreadWord } from './job-thread.ts';
import { runLong } from './run-long.ts';

/** In a thread of jobs: carry out what its owner hands over, until it is told to stop. */
export function serveJobs(db: Db, kinds: readonly JobKind[]): void {
  let stopping = false;
  standBack();
  parentPort?.on('message', (order: ThreadOrder) => {
    if (order === 'stop') {
      stopping = true;
      return;
    }
    const { lease, leaseMs, aheadMs } = order;
    const { id, kind: name } = lease.row;
    const kind = kinds.find((one) => one.kind === name);
    if (kind === undefined || kind.lane === 'brief')
      return tell({ over: id, bug: `no ${name} here` });
    const run = {
      db,
      now: () => new Date(Date.now() + aheadMs),
      leaseMs,
      stopping: () => stopping,
      log: (log: object) => tell({ log }),
    };
    runLong(run, lease, kind).then(
      () => tell({ over: id, bug: undefined }),
      (error: unknown) => tell({ over: id, bug: String(error) }),
    );
  });
}

function tell(word: ThreadWord): void {
  parentPort?.postMessage(word, []);
}
