import { workerData } from 'node:worker_threads';

/** What a process that reads what strangers send is held to (内存看守). */
export interface Guarded {
  readonly mostMb: number;
  /** The process it works for. */
  readonly owner: number;
}

const LOOK_EVERY_MS = 50;

/*
 * A thread beside the work, since that may unpack as much as it likes in one go, and its heap's limit counts no
 * buffers. Nor does it go on when its owner was killed in the middle.
 */
const { mostMb, owner } = workerData as Guarded;
setInterval(() => {
  if (process.memoryUsage.rss() > mostMb * 1e6 || process.ppid !== owner)
    process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);
