import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDatabase } from '#platform/db/open.ts';
import { readConfig } from '../src/config.ts';
import { startServer } from '../src/server.ts';

/** What the parent asks of the measured server, and what it answers. */
export interface Strain {
  /** Most resident memory since the last answer, in MiB. */
  readonly rssMiB: number;
  /** Longest that the event loop was held up, in milliseconds, beyond the sampling interval. */
  readonly blockedMs: number;
  /** The same by the main thread's own CPU alone: on a busy machine the rest is waiting for its turn. */
  readonly ownMs: number;
  /** CPU time of the main thread since the last answer, in milliseconds. */
  readonly cpuMs: number;
}

const RESOLUTION = 5;

/** The server under measurement, in a process of its own so that the measuring does not weigh on it. */
async function main(): Promise<void> {
  const config = readConfig();
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    join: true,
  });
  const running = await startServer({ config, database });
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION });
  loop.enable();
  let most = 0;
  let spent = process.threadCpuUsage();
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  setInterval(look, 100).unref();
  let own = 0;
  let before = process.threadCpuUsage();
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    own = Math.max(own, (user + system) / 1000);
  }, RESOLUTION).unref();
  process.on('message', (message) => {
    look();
    const cpu = process.threadCpuUsage(spent);
    spent = process.threadCpuUsage();
    const strain: Strain = {
      rssMiB: most / 2 ** 20,
      blockedMs: Math.max(0, loop.max / 1e6 - RESOLUTION),
      ownMs: own,
      cpuMs: (cpu.user + cpu.system) / 1000,
    };
    loop.reset();
    most = 0;
    own = 0;
    if (message === 'strain') process.send?.(strain);
  });
  process.on('disconnect', () => {
    void running.stop().then(() => database.close());
  });
  process.send?.({ url: running.url });
}

await main();
