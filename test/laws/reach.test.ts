import fc from 'fast-check';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, HeldPost } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { readEvents, readEntry } from '#modules/ledger/read-entry.ts';
import { countEntries, listEntries } from '#modules/ledger/list-entries.ts';
import { foldCounts } from '#modules/ledger/fold-counts.ts';
import { partOf } from '#modules/ledger/part-within.ts';
import { csvRows } from '#modules/ledger/sheets/export-entries.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { whoIs } from '#modules/org/who-is.ts';
import { evidenceRoutes } from '#modules/deliver/evidence.ts';
import { dayOf, type Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { fileGate } from '#platform/files/file-gate.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Route } from '#platform/http.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { build, BUSINESS, type Entry, standsOver, type Unit, world } from './reach-world.ts';

const RUNS = process.env['LUOSHI_SOAK'] === '1' ? 100 : 8;

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
  await sql`insert into city (city_id, name, created_at) values (${CITY}, '云渡市', ${NOON})`.execute(
    database.db,
  );
});
afterAll(() => database.close());

const sorted = (ids: Iterable<string>): string[] => [...ids].toSorted();

async function listed(q: Query, filter: object): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await listEntries(q, { ...filter, sort: 'newest', limit: 3, after });
    ids.push(...page.items.map((item) => item.id));
    after = page.next;
  } while (after !== undefined);
  return sorted(ids);
}

async function idsOf(q: Query, where: RawBuilder<SqlBool>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entry e where e.city_id = ${q.cityId} and ${where}`.execute(q.db);
  return sorted(rows.map((row) => row.id));
}

async function opens(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return false;
    throw error;
  }
}

test('list, count, tally, search, export, by id, events and evidence agree with who stands over what', async () => {
  const { db } = database;
  const gate = fileGate({ store: folderStore('/nonexistent'), spool: '/nonexistent' });
  const evidence = evidenceRoutes(gate).find(({ op }) => op.id === 'listEvidence') as Route & {
    as: 'query';
  };
  const ask = whoIs(db, CITY, false);
  const met = { seen: 0, hidden: 0, byPart: 0, byLine: 0 };
  await fc.assert(
    fc.asyncProperty(world, fc.boolean(), async (drawn, folded) => {
      const built = await build(db, drawn);
      if (folded) await foldCounts(db, CITY);
      for (const { word, posts } of built.people) {
        const request = new Request('http://127.0.0.1/api/v1/me', {
          headers: { cookie: `luoshi=${word}` },
        });
        const actor = (await ask(request, NOON)) as Actor;
        expect(actor.posts.map((held: HeldPost) => held.role).toSorted()).toEqual(
          posts.map(({ role }) => role).toSorted(),
        );
        const q: Query = { actor, cityId: CITY, now: NOON, today: dayOf(NOON), db };
        const over = standsOver(built, posts);
        const place = (e: Entry): Unit => e.lead ?? e.origin;
        const byPlace = built.entries.filter((e) => over(place(e)));
        const byPart = built.entries.filter((e) =>
          [place(e), e.origin, ...e.co, ...(e.checker === undefined ? [] : [e.checker])].some(over),
        );
        const wanted = sorted(byPlace.map((e) => e.id));
        expect(await listed(q, {})).toEqual(wanted);
        const readable = sorted(byPart.map((e) => e.id));
        expect(await listed(q, { text: '路灯' })).toEqual(readable);
        expect(await listed(q, { text: '灯' })).toEqual(readable);
        expect(await listed(q, { role: 'any' })).toEqual(readable);
        expect(await idsOf(q, await partOf(q, 'any', reachOf(actor), 0))).toEqual(readable);
        const raised = built.entries.filter((e) => over(e.origin));
        expect(await listed(q, { role: 'raised' })).toEqual(sorted(raised.map((e) => e.id)));
        const asCo = built.entries.filter((e) => e.co.some(over));
        expect(await listed(q, { role: 'co' })).toEqual(sorted(asCo.map((e) => e.id)));
        const checks = built.entries.filter((e) => e.checker !== undefined && over(e.checker));
        expect(await listed(q, { role: 'checker' })).toEqual(sorted(checks.map((e) => e.id)));
        expect((await countEntries(q, {})).n).toBe(wanted.length);
        expect((await countEntries(q, { text: '路灯' })).n).toBe(readable.length);
        const tally = await tallyEntries(q, {});
        expect(tally.tally.listed).toBe(wanted.length);
        const numbers: string[] = [];
        for await (const row of csvRows(q, {})) numbers.push(row[0] as string);
        expect(sorted(numbers.slice(1))).toEqual(sorted(byPlace.map((e) => e.no)));
        for (const at of built.units) {
          const below = byPlace.filter((e) => place(e).path.startsWith(at.path));
          expect(await listed(q, { unit: at.id })).toEqual(sorted(below.map((e) => e.id)));
          const counted = await tallyEntries(q, { unit: at.id });
          expect(counted.tally.listed).toBe(below.length);
          const found = byPart.filter((e) => place(e).path.startsWith(at.path));
          expect(await listed(q, { unit: at.id, text: '灯' })).toEqual(
            sorted(found.map((e) => e.id)),
          );
          const from = built.entries.filter((e) => e.origin === at && (over(at) || over(place(e))));
          expect(await listed(q, { origin: at.id })).toEqual(sorted(from.map((e) => e.id)));
          const co = built.entries.filter((e) => e.co.includes(at));
          const seen = over(at) ? co : co.filter((e) => over(place(e)));
          expect(await listed(q, { co: at.id })).toEqual(sorted(seen.map((e) => e.id)));
        }
        const mine = new Set(posts.map(({ unit: at }) => at.id));
        if (posts.some(({ role }) => BUSINESS.has(role))) {
          const own = built.entries.filter((e) =>
            [...(e.lead === undefined ? [] : [e.lead]), ...e.co].some((at) => mine.has(at.id)),
          );
          // An administrator's post gives no part in the work, even beside a business one.
          if (posts.every(({ role }) => BUSINESS.has(role)))
            expect(await listed(q, { mine: true })).toEqual(sorted(own.map((e) => e.id)));
        }
        for (const e of built.entries) {
          const may = byPart.includes(e);
          const readings = [
            opens(readEntry(q, { id: e.id })),
            opens(readEvents(q, { id: e.id })),
            opens(evidence.run(q, { id: e.id } as never)),
          ];
          expect(await Promise.all(readings)).toEqual([may, may, may]);
          met[may ? 'seen' : 'hidden'] += 1;
          if (may && !byPlace.includes(e)) met.byPart += 1;
          if (may && !posts.some(({ unit: at }) => place(e).path.startsWith(at.path)))
            met.byLine += 1;
        }
      }
    }),
    { numRuns: RUNS, seed: 20261122, endOnFailure: true },
  );
  expect(Math.min(met.seen, met.hidden, met.byPart, met.byLine)).toBeGreaterThan(10);
}, 180_000);
