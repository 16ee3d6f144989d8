import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { sql } from 'kysely';
import { distillingJobs } from '#modules/distil/distil-job.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { JobThread } from '#platform/jobs/job-thread.ts';
import serverProcess from '../server-process.json' with { type: 'json' };
import type { HeavyWork } from '../src/heavy-jobs.ts';
import { voicePort } from '../src/voice-port.ts';

const TICK = 5;

/**
 * The job that distils a campaign, measured on a loaded city: `DATABASE_URL=… node bench/distil-job.ts`. It takes
 * up a job that a killed process has left, and is run again by a second call: that draws nothing new. Its process has the
 * flags of a house, and it is carried out in the thread that a house has for it.
 */
if (!serverProcess.flags.every((flag) => process.execArgv.includes(flag))) {
  const { status } = spawnSync(
    process.execPath,
    [...serverProcess.flags, ...process.argv.slice(1)],
    { env: { ...process.env, ...serverProcess.env }, stdio: 'inherit' },
  );
  process.exit(status ?? 1);
}
const database = await openDatabase({ url: process.env['DATABASE_URL'], dataDir: '' });
const { db } = database;
await migrate(database, new Date());
const { rows } = await sql<{ city: number; campaign: string; n: number }>`
  select city_id as city, campaign_id as campaign, count(*)::int as n from entry
  where kind = 'problem' and campaign_id is not null group by 1, 2 order by 3 desc limit 1`.execute(
  db,
);
const [largest] = rows;
if (largest === undefined) throw new Error('there are no problems in this database');
const { city, campaign, n } = largest;
const left = await db
  .selectFrom('job')
  .where('kind', '=', 'distil-campaign')
  .where('finished_at', 'is', null)
  .select('id')
  .executeTakeFirst();
const id = left?.id ?? newId();
const now = new Date();
if (left === undefined)
  await db
    .insertInto('job')
    .values({
      city_id: city,
      id,
      kind: 'distil-campaign',
      args: JSON.stringify({ campaign }),
      run_at: now,
      created_at: now,
    })
    .execute();
// How long the loop was held, and how much of that was work of its own: on a busy machine it waits for its turn too.
const held = { wall: 0, own: 0 };
let turn = { at: performance.now(), cpu: cpuOfLoop() };
const ticking = setInterval(() => {
  const now = { at: performance.now(), cpu: cpuOfLoop() };
  held.wall = Math.max(held.wall, now.at - turn.at - TICK);
  held.own = Math.max(held.own, now.cpu - turn.cpu);
  turn = now;
}, TICK);
const [started, before] = [performance.now(), process.cpuUsage()];
const clock = { now: () => new Date(), log: (line: object) => console.log(JSON.stringify(line)) };
const { address, kind } = database;
const runner = startJobs({
  ...clock,
  db,
  cityId: city,
  kinds: distillingJobs([], voicePort),
  apart: new JobThread({
    ...clock,
    script: new URL('../src/heavy-jobs.ts', import.meta.url),
    data: { address, kind, dataDir: tmpdir(), cityId: city } satisfies HeavyWork,
    kinds: ['distil-campaign'],
  }),
});
for (let done = -1; ;) {
  const job = await db
    .selectFrom('job')
    .where('id', '=', id)
    .select(['done', 'total', 'finished_at', 'result', 'error'])
    .executeTakeFirstOrThrow();
  if (job.finished_at !== null) {
    console.log(job.error ?? JSON.stringify(job.result));
    break;
  }
  if (job.done !== done && process.argv.includes('--verbose'))
    console.log(
      `${((performance.now() - started) / 1000).toFixed(1)} s: ${job.done} of ${job.total}, ${megabytes()} MB, loop held ${longest()}`,
    );
  done = job.done;
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
const { user, system } = process.cpuUsage(before);
console.log(
  `${n} problems${left === undefined ? '' : ', taken up again'}: ` +
    `${((performance.now() - started) / 1000).toFixed(1)} s wall, ${((user + system) / 1e6).toFixed(1)} s CPU here, ` +
    `event loop held at most ${longest()}, ` +
    `peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
clearInterval(ticking);
await runner.stop();
await database.close();

function megabytes(): string {
  const { rss, heapUsed } = process.memoryUsage();
  return `${(rss / 2 ** 20).toFixed(0)} (${(heapUsed / 2 ** 20).toFixed(0)} here)`;
}

function longest(): string {
  return `${held.wall.toFixed(0)} ms, by work of its own ${held.own.toFixed(0)} ms`;
}

/** Of this thread alone, in milliseconds. */
function cpuOfLoop(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
