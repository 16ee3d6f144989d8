import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { AlikeIndex } from '#modules/distil/alike-index.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/open.ts';
import { voicePort } from '../src/voice-port.ts';

/**
 * The index of what was told in a loaded city, measured: `DATABASE_URL=… node --expose-gc bench/alike-index.ts`. What it
 * costs to build, and what it holds when it stands.
 */
const database = await openDatabase({ url: process.env['DATABASE_URL'], dataDir: '' });
const { db } = database;
await migrate(database, new Date());
const { rows } = await sql<{ city: number; n: number }>`
  select city_id as city, count(*)::int as n from entry where kind = 'problem' group by 1 order by 2 desc limit 1`.execute(
  db,
);
const { city, n } = rows[0] ?? { city: 1, n: 0 };
const index = new AlikeIndex(voicePort);
globalThis.gc?.();
const [empty, before, started] = [process.memoryUsage.rss(), process.cpuUsage(), performance.now()];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let most = 0;
const watching = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 50);
await index.ready(db, city);
clearInterval(watching);
const { user, system } = process.cpuUsage(before);
console.log(
  `index of ${n} problems: ${((performance.now() - started) / 1000).toFixed(1)} s wall, ` +
    `${((user + system) / 1e6).toFixed(1)} s CPU here, event loop held at most ${(delay.max / 1e6).toFixed(0)} ms; ` +
    `the process grew by ${megabytes(process.memoryUsage.rss() - empty)} MiB, ${megabytes(most - empty)} at most`,
);
const statement = { text: '主街路灯不亮，夜间出行不便', unit: undefined };
const asked = performance.now();
const found = await index.ask(db, city, statement, 20);
console.log(`asked: ${found?.length ?? 0} alike in ${(performance.now() - asked).toFixed(1)} ms`);
await index.stop();
await database.close();

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
