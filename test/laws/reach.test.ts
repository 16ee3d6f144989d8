import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { ROLES } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { readEvents, readEntry } from '#modules/ledger/read-entry.ts';
import { countEntries, listEntries } from '#modules/ledger/list-entries.ts';
import { foldCounts } from '#modules/ledger/fold-counts.ts';
import { csvRows } from '#modules/ledger/sheets/export-entries.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { whoIs } from '#modules/org/who-is.ts';
import { evidenceRoutes } from '#modules/deliver/evidence.ts';
import { dayOf, type Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { fileGate } from '#platform/files/file-gate.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { hashOfWord } from '#platform/identity/secret-word.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON } from '#test/tiny-city.ts';

const RUNS = process.env['LUOSHI_SOAK'] === '1' ? 100 : 8;

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
  await sql`insert into city (city_id, name, created_at) values (${CITY}, '云渡市', ${NOON})`.execute(
    database.db,
  );
});
afterAll(() => database.close());

/** A city drawn at random; units are numbered in the order they were made, the first is the root. */
interface World {
  /** For each further unit the unit above it, as a number to take the remainder of. */
  readonly parents: readonly number[];
  readonly links: readonly {
    kind: 'line' | 'party';
    upper: number;
    lower: number;
    over: boolean;
  }[];
  readonly people: readonly { unit: number; role: Role; over: boolean }[][];
  readonly entries: readonly {
    origin: number;
    lead: number | undefined;
    co: readonly number[];
    checker: number | undefined;
  }[];
}

const unit = fc.nat(10);
const world: fc.Arbitrary<World> = fc.record({
  parents: fc.array(fc.nat(100), { minLength: 6, maxLength: 10 }),
  links: fc.array(
    fc.record({
      kind: fc.constantFrom('line' as const, 'party' as const),
      upper: unit,
      lower: unit,
      over: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  people: fc.array(
    fc.array(
      fc.record({
        unit,
        role: fc.constantFrom<Role>(...ROLES),
        over: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    { minLength: 4, maxLength: 6 },
  ),
  entries: fc.array(
    fc.record({
      origin: unit,
      lead: fc.option(unit, { nil: undefined }),
      co: fc.uniqueArray(unit, { maxLength: 2 }),
      checker: fc.option(unit, { nil: undefined }),
    }),
    { minLength: 8, maxLength: 14 },
  ),
});

interface Unit {
  readonly id: string;
  readonly no: number;
  readonly path: string;
}

interface Entry {
  readonly id: string;
  readonly no: string;
  readonly origin: Unit;
  readonly lead: Unit | undefined;
  readonly co: readonly Unit[];
  readonly checker: Unit | undefined;
}

interface Built {
  readonly units: readonly Unit[];
  readonly links: readonly { kind: string; upper: Unit; lower: Unit }[];
  readonly people: readonly { word: string; posts: readonly { unit: Unit; role: Role }[] }[];
  readonly entries: readonly Entry[];
}

const HERE = { city_id: CITY, created_at: NOON };
let serial = 0;

async function build(drawn: World): Promise<Built> {
  const { db } = database;
  await sql`truncate entry, entry_text, entry_search, event, party, evidence, measure, campaign, unit_link, unit,
    post, holding, person, account, session, rollup, rollup_delta cascade`.execute(db);
  const units: Unit[] = [];
  for (const [i, above] of [0, ...drawn.parents].entries()) {
    const parent = i === 0 ? undefined : units[above % units.length];
    const made = { id: newId(), no: i + 1, path: `${parent?.path ?? ''}${i + 1}.` };
    units.push(made);
    await db
      .insertInto('unit')
      .values({
        ...HERE,
        id: made.id,
        no: made.no,
        code: `U${made.no}`,
        name: `单位${made.no}`,
        short_name: `单位${made.no}`,
        kind: i === 0 ? 'city' : 'department',
        parent_id: parent?.id ?? null,
        org_path: made.path,
        county_no: 0,
      })
      .execute();
  }
  const pick = (n: number): Unit => units[n % units.length] as Unit;
  const links = [];
  for (const { kind, upper, lower, over } of drawn.links) {
    const [top, below] = [pick(upper), pick(lower)];
    if (top.id === below.id) continue;
    await sql`insert into unit_link (city_id, id, kind, upper_unit, lower_unit, from_on, to_on)
      values (${CITY}, ${newId()}, ${kind}, ${top.id}, ${below.id}, '2026-01-01', ${over ? '2026-03-01' : null})
      on conflict do nothing`.execute(db);
    if (!over) links.push({ kind, upper: top, lower: below });
  }
  const people = [];
  for (const held of drawn.people)
    people.push(await somebody(held.map((h) => ({ ...h, at: pick(h.unit) }))));
  const campaign = newId();
  await db
    .insertInto('campaign')
    .values({
      ...HERE,
      id: campaign,
      code: 'D',
      name: '大讨论',
      office_unit: pick(0).id,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
    })
    .execute();
  const entries: Entry[] = [];
  for (const { origin, lead, co, checker } of drawn.entries)
    entries.push(await entry(campaign, { origin: pick(origin), lead, co, checker }, pick));
  return { units, links, people, entries };
}

async function somebody(
  held: readonly { at: Unit; role: Role; over: boolean }[],
): Promise<Built['people'][number]> {
  const { db } = database;
  const [person, account, word] = [newId(), newId(), `word-${(serial += 1)}`];
  await db
    .insertInto('person')
    .values({ ...HERE, id: person, code: person, name: '某' })
    .execute();
  await db
    .insertInto('account')
    .values({ ...HERE, id: account, person_id: person, login: person })
    .execute();
  await db
    .insertInto('session')
    .values({
      ...HERE,
      token_hash: hashOfWord(word),
      account_id: account,
      strength: 'password',
      seen_at: NOON,
      ends_at: new Date(NOON.getTime() + 3_600_000),
      agent: '',
    })
    .execute();
  for (const { at, role, over } of held) {
    const post = newId();
    await db
      .insertInto('post')
      .values({ ...HERE, id: post, unit_id: at.id, code: post, name: role, role })
      .execute();
    await db
      .insertInto('holding')
      .values({
        ...HERE,
        id: newId(),
        post_id: post,
        person_id: person,
        from_on: '2026-01-01',
        to_on: over ? '2026-03-01' : null,
      })
      .execute();
  }
  return {
    word,
    posts: held.filter(({ over }) => !over).map(({ at, role }) => ({ unit: at, role })),
  };
}

async function entry(
  campaign: string,
  drawn: {
    origin: Unit;
    lead: number | undefined;
    co: readonly number[];
    checker: number | undefined;
  },
  pick: (n: number) => Unit,
): Promise<Entry> {
  const { db } = database;
  const id = newId();
  const lead = drawn.lead === undefined ? undefined : pick(drawn.lead);
  const taken = new Set([lead?.id]);
  const free = (n: number): Unit[] => {
    const one = pick(n);
    if (lead === undefined || taken.has(one.id)) return [];
    taken.add(one.id);
    return [one];
  };
  const co = drawn.co.flatMap(free);
  const [checker] = drawn.checker === undefined ? [] : free(drawn.checker);
  const no = `P-${(serial += 1)}`;
  const place = lead ?? drawn.origin;
  const state = lead === undefined ? 'listed' : 'assigned';
  await db.transaction().execute(async (tx) => {
    await sql`insert into event (city_id, subject_id, subject_version, state, id, at, kind, payload)
      values (${CITY}, ${id}, 1, ${state}, ${newId()}, ${NOON}, 'problem.raise', '{}')`.execute(tx);
    await sql`insert into entry (city_id, id, version, kind, no, campaign_id, title, state, level, source, origin_unit,
        origin_path, lead_unit, org_path, deadline_kind, created_at, updated_at)
      values (${CITY}, ${id}, 1, 'problem', ${no}, ${campaign}, ${`路灯 ${no}`}, ${state}, 'unit', 'visit',
        ${drawn.origin.id}, ${drawn.origin.path}, ${lead?.id ?? null}, ${place.path}, 'at_once', ${NOON}, ${NOON})`.execute(
      tx,
    );
    await sql`insert into entry_text (city_id, entry_id) values (${CITY}, ${id})`.execute(tx);
    await sql`insert into entry_search (city_id, entry_id, tsv)
      values (${CITY}, ${id}, array_to_tsvector(array['路灯','灯']))`.execute(tx);
    const parties = [
      ...(lead === undefined ? [] : [{ at: lead, role: 'lead' }]),
      ...co.map((at) => ({ at, role: 'co' })),
      ...(checker === undefined ? [] : [{ at: checker, role: 'checker' }]),
    ];
    for (const { at, role } of parties)
      await sql`insert into party (city_id, entry_id, episode, unit_id, role, org_path)
        values (${CITY}, ${id}, 1, ${at.id}, ${role}, ${at.path})`.execute(tx);
    await sql`insert into rollup_delta (city_id, id, org_path, campaign_id, kind, category, state, n)
      values (${CITY}, ${newId()}, ${place.path}, ${campaign}, 'problem', '', ${state}, 1)`.execute(
      tx,
    );
  });
  return { id, no, origin: drawn.origin, lead, co, checker };
}

const BUSINESS = new Set(['office', 'liaison', 'handler', 'inspector', 'leader', 'auditor']);

/** The reference: which units somebody stands over, by territory, and by links of one kind followed down. */
function standsOver(
  { units, links }: Built,
  posts: readonly { unit: Unit; role: Role }[],
): (at: Unit) => boolean {
  const tops = posts.filter(({ role }) => BUSINESS.has(role)).map(({ unit: at }) => at);
  const roots = new Set<Unit>(tops);
  for (const top of tops)
    for (const kind of ['line', 'party']) {
      const seen = new Set([top.id]);
      for (const at of seen)
        for (const link of links)
          if (link.kind === kind && link.upper.id === at) seen.add(link.lower.id);
      for (const one of units) if (seen.has(one.id)) roots.add(one);
    }
  return (at) => [...roots].some((root) => at.path.startsWith(root.path));
}

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
      const built = await build(drawn);
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
        expect(await listed(q, { text: '路灯' })).toEqual(wanted);
        expect(await listed(q, { text: '灯' })).toEqual(wanted);
        expect((await countEntries(q, {})).n).toBe(wanted.length);
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
