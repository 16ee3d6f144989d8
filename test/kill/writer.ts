import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '#platform/db/open.ts';

/**
 * Writes until it is killed: two rows a transaction, in eight lanes, noting each id in a file once
 * its commit was acknowledged. Arguments: data folder or postgres:// address, note file, round.
 */
const [place = '', notes = '', round = '0'] = process.argv.slice(2);
const url = place.startsWith('postgres') ? place : undefined;
const { db } = await openDatabase({ url, dataDir: place });
const file = openSync(notes, 'a');
await sql`create table if not exists first_half (id text primary key)`.execute(db);
await sql`create table if not exists other_half (id text primary key references first_half)`.execute(
  db,
);

async function lane(name: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `${round}-${name}-${n}`;
    try {
      await db.transaction().execute(async (tx) => {
        await sql`insert into first_half values (${id})`.execute(tx);
        await sql`insert into other_half values (${id})`.execute(tx);
      });
      writeSync(file, `${id}\n`);
    } catch {
      // Not acknowledged, so nothing is owed; the connection or the server was shot down.
      await sleep(10);
    }
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(lane));
