import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RollupState, type Tally, tallyOf } from '#domain/entry/counting.ts';
import { afterMove, type EntryMove, type EntryState } from '#domain/entry/entry.ts';
import type { Actor } from '#domain/org/actor.ts';
import { recount } from '#modules/ledger/fold-counts.ts';
import { listEntries } from '#modules/ledger/list-entries.ts';
import { fold, replay } from '#modules/ledger/replay.ts';
import { csvRows } from '#modules/ledger/sheets/export-entries.ts';
import { STATE_ZH } from '#modules/ledger/sheets/sheet-words.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { asideWhile } from './aside.ts';
import { generateCity } from './generate.ts';
import { type Loaded, loadCity } from './load.ts';
import { LEDGER_TABLES } from './rows.ts';
import { type Scale } from './sizes.ts';

const CITY = 1;
const TODAY = '2026-06-15';
const NOW = new Date(`${TODAY}T09:00:00+08:00`);

let database: Database;
let loaded: Loaded;
let q: Query;

beforeAll(async () => {
  database = await testDatabase();
  // Strict: every move of every history is put to the rules of the program before it is told.
  loaded = await loadCity(database, {
    cityId: CITY,
    scale: 'small',
    seed: 'reconcile',
    today: TODAY,
    strict: true,
  });
  const office = loaded.accounts.find((account) => account.login === 'office');
  const actor = await actorOfAccount(database.db, CITY, office?.id ?? '', NOW);
  q = { db: database.db, cityId: CITY, actor: actor as Actor, now: NOW, today: TODAY };
});
afterAll(() => database.close());

/** An entry counts under its state, or as merged while a link gives it to its survivor. */
function tallyOfStates(states: Iterable<RollupState>): Tally {
  return tallyOf([...states].map((state) => ({ state, n: 1 })));
}

async function mergedIds(): Promise<Set<string>> {
  const links = await database.db
    .selectFrom('merge_link')
    .where('undone_at', 'is', null)
    .select('entry_id')
    .execute();
  return new Set(links.map((link) => link.entry_id));
}

async function tallyFromList(): Promise<Tally> {
  const states: RollupState[] = [];
  let after: string | undefined;
  do {
    const page = await listEntries(q, {
      sort: 'due',
      limit: 200,
      merged: 'with',
      ...(after && { after }),
    });
    for (const row of page.items) states.push(row.merged ? 'merged' : row.state);
    after = page.next;
  } while (after !== undefined);
  return tallyOfStates(states);
}

async function tallyFromEvents(): Promise<Tally> {
  const merged = await mergedIds();
  const rows = await database.db
    .selectFrom('event')
    .orderBy('subject_id')
    .orderBy('subject_version')
    .select(['subject_id', 'subject_version as version', 'state', 'payload'])
    .execute();
  const bySubject = Map.groupBy(rows, (row) => row.subject_id);
  return tallyOfStates(
    [...bySubject].map(([id, events]) => {
      const row = fold(events as Parameters<typeof fold>[0]);
      return merged.has(id) ? 'merged' : (row['state'] as EntryState);
    }),
  );
}

/** Merged entries are left out of an export unless asked for, so they are counted from a second one. */
async function tallyFromExport(): Promise<Tally> {
  const stateOf = new Map(Object.entries(STATE_ZH).map(([state, zh]) => [zh, state as EntryState]));
  const states: RollupState[] = [];
  for (const merged of ['without', 'only'] as const) {
    let column = -1;
    for await (const cells of csvRows(q, { merged })) {
      if (column < 0) {
        column = cells.findIndex((cell) => cell === '整改状态');
        continue;
      }
      const word = cells[column];
      const state = typeof word === 'string' ? stateOf.get(word) : undefined;
      if (state === undefined) throw new Error('the export shows a state that has no name');
      states.push(merged === 'only' ? 'merged' : state);
    }
  }
  return tallyOfStates(states);
}

describe('the figures of the made-up city', () => {
  test('are the same in the overview, the list, the events and the export', async () => {
    const { tally } = await tallyEntries(q, {});
    expect(tally.listed).toBeGreaterThan(300);
    expect(tally.claimed).toBeGreaterThan(tally.closed);
    expect(tally.merged).toBeGreaterThan(0);
    expect(await tallyFromList()).toEqual(tally);
    expect(await tallyFromEvents()).toEqual(tally);
    expect(await tallyFromExport()).toEqual(tally);
  });

  test('are borne out by a recount, and every row by its events', async () => {
    expect(await recount(database.db, CITY)).toEqual([]);
    const told = await replay(database.db, CITY);
    expect(told).toEqual({ entries: loaded.entries, faults: [] });
  });
});

describe('the histories of the made-up city', () => {
  test('follow the lives of problems and tasks, one event a version', async () => {
    const events = await database.db
      .selectFrom('event')
      .orderBy('subject_id')
      .orderBy('subject_version')
      .select(['subject_id', 'subject_version', 'state', 'kind', 'at'])
      .execute();
    expect(events).toHaveLength(loaded.events);
    const unlawful = events.filter((event, at) => {
      const [kind, move] = event.kind.split('.') as [
        'problem' | 'task',
        EntryMove | 'raise' | 'draft',
      ];
      const before = events[at - 1];
      if (move === 'raise' || move === 'draft')
        return event.subject_version !== 1 || before?.subject_id === event.subject_id;
      return (
        before?.subject_id !== event.subject_id ||
        event.subject_version !== before.subject_version + 1 ||
        event.at < before.at ||
        event.at >= NOW ||
        afterMove(kind, before.state as EntryState, move) !== event.state
      );
    });
    expect(unlawful).toEqual([]);
  });

  test('let nobody check what he, or his unit, has done', async () => {
    const checks = await database.db
      .selectFrom('entry_check as c')
      .innerJoin('party as p', (on) =>
        on.onRef('p.entry_id', '=', 'c.entry_id').onRef('p.episode', '=', 'c.episode'),
      )
      .select(['c.id', 'c.by_unit', 'p.unit_id', 'p.role'])
      .execute();
    expect(checks.length).toBeGreaterThan(200);
    expect(checks.filter((row) => row.by_unit === row.unit_id && row.role !== 'checker')).toEqual(
      [],
    );
    const doers = await database.db
      .selectFrom('entry_check as c')
      .innerJoin('party_person as p', (on) =>
        on
          .onRef('p.entry_id', '=', 'c.entry_id')
          .onRef('p.episode', '=', 'c.episode')
          .onRef('p.person_id', '=', 'c.by_person'),
      )
      .where('p.role', '=', 'doer')
      .select('c.id')
      .execute();
    expect(doers).toEqual([]);
  });
});

describe('the generator', () => {
  test('tells the same city for the same seed, and another for another', () => {
    const first = digestOf('small', 'a');
    expect(digestOf('small', 'a')).toBe(first);
    expect(digestOf('small', 'b')).not.toBe(first);
    expect(digestOf('city', 'a', 500)).toBe(digestOf('city', 'a', 500));
  });

  test('builds a city of 17 counties and 11,100 branches, whose titles fit a line', () => {
    const city = generateCity({ scale: 'city', seed: 'a', today: TODAY, strict: true });
    const { units, counties } = city.organisation;
    expect(counties).toHaveLength(17);
    expect(units.filter((unit) => unit.kind === 'branch')).toHaveLength(11_100);
    expect(new Set(units.map((unit) => unit.code)).size).toBe(units.length);
    let told = 0;
    const titles = new Set<string>();
    for (const story of city.stories()) {
      titles.add(story.record.title);
      expect(story.record.title.length).toBeLessThanOrEqual(60);
      if (++told === 3000) break;
    }
    expect(titles.size).toBeGreaterThan(2950);
  });

  test('puts every key and index back that it puts aside', async () => {
    const fresh = await testDatabase();
    const client = await fresh.patientPool.connect();
    try {
      const names = async (): Promise<string[]> => {
        const { rows } = await client.query<{ what: string }>(
          `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as what from pg_constraint
           where conrelid <> 0 union all select pg_get_indexdef(indexrelid) from pg_index
           where indrelid = any($1::regclass[]) order by 1`,
          [LEDGER_TABLES],
        );
        return rows.map((row) => row.what);
      };
      const before = await names();
      const during = await asideWhile(client, LEDGER_TABLES, true, names);
      expect(during.length).toBeLessThan(before.length - 30);
      expect(await names()).toEqual(before);
    } finally {
      client.release();
      await fresh.close();
    }
  });
});

function digestOf(scale: Scale, seed: string, most = 10_000): string {
  const city = generateCity({ scale, seed, today: TODAY });
  const hash = createHash('sha256');
  let told = 0;
  for (const { record, text, events } of city.stories()) {
    hash.update(JSON.stringify([record, text, events]));
    if (++told === most) break;
  }
  return hash.digest('hex');
}
