import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { blockEntry, reportProgress, unblockEntry } from '#modules/deliver/progress.ts';
import { foldCounts, recount } from '#modules/ledger/fold-counts.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { replay } from '#modules/ledger/replay.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { type Detail, problemAt } from './lives.ts';

const WRITERS = 16;
const EACH = process.env['LUOSHI_SOAK'] === '1' ? 500 : 24;
/** Rows that all writers want, so that they get in each other's way. */
const SHARED = 6;

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

interface Told {
  raised: Set<string>;
  /** Versions that somebody was told are his, as `id version`. */
  won: string[];
  stale: number;
}

/** Raise and list own entries; in between, move a shared one back and forth at the version last seen. */
async function writer(n: number, shared: Detail[], told: Told): Promise<void> {
  const { db } = database;
  for (let i = 0; i < EACH; i += 1) {
    if (i % 2 === 0) {
      const raised = await city.act(db, 'townLiaison', (ctx) =>
        raiseEntry(ctx, {
          kind: 'problem',
          title: `第${n}人第${i}件`,
          source: 'self_check',
          level: 'unit',
          category: 'a',
        }),
      );
      await city.act(db, 'eastOffice', (ctx) =>
        listEntry(ctx, { id: raised.id, version: raised.version }),
      );
      told.raised.add(raised.id);
      continue;
    }
    const at = (n + i) % SHARED;
    const seen = shared[at];
    if (seen === undefined) continue;
    const { id, version, state } = seen;
    try {
      shared[at] = await city.act(db, 'townLiaison', async (ctx) => {
        if (state === 'blocked') return unblockEntry(ctx, { id, version });
        return i % 4 === 1
          ? blockEntry(ctx, { id, version, reason: '等资金', reviewOn: '2026-07-01' })
          : reportProgress(ctx, { id, version, percent: i, note: '在办' });
      });
      told.won.push(`${id} ${version + 1}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'stale') throw error;
      told.stale += 1;
    }
  }
}

test(`${WRITERS} writers with folding beside: counts equal a recount, events retell the rows, nothing lost or doubled`, async () => {
  const { db } = database;
  const shared: Detail[] = [];
  for (let i = 0; i < SHARED; i += 1) shared.push(await problemAt(db, city, 'accepted'));
  const told: Told = { raised: new Set(), won: [], stale: 0 };
  const writing = new AbortController();
  let folded = 0;
  let looks = 0;
  const beside = (async () => {
    while (!writing.signal.aborted) {
      // Two at once: the second has to leave it to the first.
      const [one, two] = await Promise.all([foldCounts(db, CITY), foldCounts(db, CITY)]);
      folded += one + two;
      // The exact count and the rows are read at one moment each; `recount` compares within one statement.
      expect(await recount(db, CITY)).toEqual([]);
      looks += 1;
      await sleep(20);
    }
  })();
  try {
    await Promise.all(Array.from({ length: WRITERS }, (_, n) => writer(n, shared, told)));
  } finally {
    writing.abort();
    await beside;
  }
  await foldCounts(db, CITY);
  expect(await recount(db, CITY)).toEqual([]);
  expect((await replay(db, CITY)).faults).toEqual([]);
  const entries = told.raised.size + SHARED;
  expect(told.raised.size).toBe(WRITERS * Math.ceil(EACH / 2));
  const tally = await tallyEntries(city.ask(db, 'cityOffice', NOON), {});
  expect(tally.tally.listed).toBe(entries);
  // Nobody was told that a version is his which is also somebody else's, and each is there.
  expect(new Set(told.won).size).toBe(told.won.length);
  const { rows } = await sql<{ version: string }>`
    select subject_id || ' ' || subject_version as version from event where city_id = ${CITY}`.execute(
    db,
  );
  const events = new Set(rows.map((row) => row.version));
  expect(told.won.filter((version) => !events.has(version))).toEqual([]);
  // Otherwise nobody was in anybody's way, or nothing was folded meanwhile.
  expect(told.won.length).toBeGreaterThan(WRITERS);
  expect(told.stale).toBeGreaterThan(0);
  expect(Math.min(folded, looks)).toBeGreaterThan(1);
}, 240_000);
