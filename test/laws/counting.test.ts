import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { refuseEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry, issueEntry } from '#modules/assign/assign-entry.ts';
import { recallEntry } from '#modules/assign/recall-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { askEntry, decideEntry } from '#modules/deliver/requests.ts';
import { foldCounts, recount } from '#modules/ledger/fold-counts.ts';
import { cancelEntry, listEntry, notListEntry } from '#modules/ledger/list-entry.ts';
import { listEntries } from '#modules/ledger/list-entries.ts';
import { mergeEntry, supersedeEntry, unmergeEntry } from '#modules/ledger/merge-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import { csvRows } from '#modules/ledger/sheets/export-entries.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { sendBackEntry } from '#modules/verify/close-entry.ts';
import type { Context } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, CITY, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import type { Detail } from './lives.ts';

const RUNS = process.env['LUOSHI_SOAK'] === '1' ? 60 : 10;

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

const MEASURES = [{ kind: 'measure' as const, text: '逐盏检修' }];
const REASON = { reason: '已核实' };
type Seen = Pick<Detail, 'id' | 'version'>;
type Move = readonly [
  PostKey,
  (ctx: Context, at: Seen, e: Detail, other: Detail) => Promise<unknown>,
];

function handing() {
  return {
    lead: city.unit.eastTown.id,
    deadline: { kind: 'date' as const, on: '2026-08-31' },
    measures: MEASURES,
  };
}

/** Everything that puts an entry on the ledger, takes it off, or gives it to another. */
const MOVES: Record<string, Move> = {
  list: ['eastOffice', (ctx, at) => listEntry(ctx, at)],
  not_list: ['eastOffice', (ctx, at) => notListEntry(ctx, { ...at, ...REASON })],
  assign: ['eastOffice', (ctx, at) => assignEntry(ctx, { ...at, ...handing() })],
  issue: ['eastOffice', (ctx, at) => issueEntry(ctx, { ...at, ...handing() })],
  refuse: ['townLiaison', (ctx, at) => refuseEntry(ctx, { ...at, ...REASON })],
  recall: ['eastOffice', (ctx, at) => recallEntry(ctx, at)],
  recall_delivery: ['townLiaison', (ctx, at) => recallEntry(ctx, at)],
  deliver: ['townLiaison', (ctx, at) => deliverEntry(ctx, { ...at, note: '办完' })],
  send_back: ['eastOffice', (ctx, at) => sendBackEntry(ctx, { ...at, ...REASON })],
  drop: ['eastOffice', (ctx, at) => cancelEntry(ctx, { ...at, ...REASON })],
  ask: ['eastOffice', (ctx, at) => askEntry(ctx, { ...at, kind: 'cancellation', ...REASON })],
  decide: [
    'townLeader',
    (ctx, at, e) => {
      const request = e.requests.find((one) => one.decision === undefined)?.id ?? e.id;
      return decideEntry(ctx, { ...at, request, approve: true });
    },
  ],
  merge: ['eastOffice', (ctx, at, _, o) => mergeEntry(ctx, { ...at, into: o.id, ...REASON })],
  unmerge: ['eastOffice', (ctx, at) => unmergeEntry(ctx, { ...at, ...REASON })],
  supersede: ['eastOffice', (ctx, at, _, o) => supersedeEntry(ctx, { ...at, by: o.id, ...REASON })],
};

const OFTEN = [
  'list',
  'list',
  'issue',
  'issue',
  'merge',
  'merge',
  'supersede',
  'supersede',
  'deliver',
  'deliver',
];

const tries = fc.array(
  fc.record({
    // What needs two that fit is tried more often than what ends or undoes it.
    move: fc.constantFrom(...Object.keys(MOVES), ...OFTEN),
    entry: fc.nat(100),
    other: fc.nat(100),
  }),
  { minLength: 60, maxLength: 90 },
);

async function attempt(move: Move, id: string, otherId: string): Promise<void> {
  const { db } = database;
  const [who, work] = move;
  const q = city.ask(db, 'cityOffice');
  const [e, other] = [await readEntry(q, { id }), await readEntry(q, { id: otherId })];
  if (e.can.length === 0 && e.evidence.length === 0) await addEvidence(db, city, id);
  try {
    await city.act(db, who, (ctx) => work(ctx, { id, version: e.version }, e, other));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The figures told from nothing but what happened: an independent reading of the rule. */
async function toldByEvents(): Promise<Record<string, number>> {
  const events = await database.db
    .selectFrom('event')
    .orderBy('subject_id')
    .orderBy('subject_version')
    .select(['subject_id', 'kind'])
    .execute();
  const told = { listed: 0, claimed: 0, closed: 0, cancelled: 0, merged: 0, superseded: 0 };
  for (const history of Map.groupBy(events, (event) => event.subject_id).values()) {
    const moves = history.map((event) => event.kind.split('.')[1] ?? '');
    const last = (...kinds: string[]): string | undefined =>
      moves.findLast((kind) => kinds.includes(kind));
    if (last('merge', 'unmerge') === 'merge') told.merged += 1;
    else if (moves.includes('supersede')) told.superseded += 1;
    else if (moves.includes('list') || moves.includes('issue')) {
      told.listed += 1;
      if (last('deliver', 'send_back', 'recall') === 'deliver') told.claimed += 1;
      if (moves.includes('cancel')) told.cancelled += 1;
    }
  }
  return told;
}

test('overview, list, export and events tell the same figures; nothing listed is lost on the way', async () => {
  const { db } = database;
  const ids: string[] = [];
  const met: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(tries, fc.boolean(), async (attempts, folded) => {
      const fresh: string[] = [];
      for (const kind of ['problem', 'problem', 'task', 'task', 'task'] as const) {
        const made = await city.act(db, 'townLiaison', (ctx) =>
          raiseEntry(ctx, { kind, title: '镇区路灯损坏', source: 'visit', level: 'unit' }),
        );
        await addEvidence(db, city, made.id);
        fresh.push(made.id);
      }
      ids.push(...fresh);
      for (const { move, entry, other } of attempts) {
        const id = fresh[entry % fresh.length] ?? '';
        const otherId = ids[other % ids.length] ?? '';
        const made = MOVES[move];
        if (made !== undefined && id !== otherId) await attempt(made, id, otherId);
      }
      if (folded) await foldCounts(db, CITY);
      const q = city.ask(db, 'cityOffice');
      const { tally } = await tallyEntries(q, {});
      expect(tally).toEqual(await toldByEvents());
      const states: string[] = [];
      let after: string | undefined;
      do {
        const page = await listEntries(q, { sort: 'newest', limit: 200, merged: 'with', after });
        states.push(...page.items.map((row) => (row.merged ? 'merged' : row.state)));
        after = page.next;
      } while (after !== undefined);
      const n = (...wanted: string[]): number =>
        states.filter((state) => wanted.includes(state)).length;
      const off = n('raised', 'screened', 'not_listed', 'draft', 'dropped');
      expect(n('superseded', 'merged') + off + tally.listed).toBe(states.length);
      expect([n('delivered'), n('merged'), n('superseded')]).toEqual([
        tally.claimed,
        tally.merged,
        tally.superseded,
      ]);
      let exported = -1;
      for await (const _ of csvRows(q, {})) exported += 1;
      expect(exported).toBe(states.length - n('merged'));
      expect(await recount(db, CITY)).toEqual([]);
      for (const state of states) met[state] = (met[state] ?? 0) + 1;
    }),
    { numRuns: RUNS, seed: 20261122, endOnFailure: true },
  );
  for (const state of ['merged', 'superseded', 'dropped', 'cancelled', 'delivered'])
    expect([state, (met[state] ?? 0) > 0]).toEqual([state, true]);
}, 180_000);
