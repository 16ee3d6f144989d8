import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '#contract/target-moves.ts';
import { type Actor, BUSINESS_ROLES, type HeldPost, ROLES } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { acceptCandidates } from '#modules/documents/decide.ts';
import { compareDocument } from '#modules/documents/compare-document.ts';
import { findDocument } from '#modules/documents/document-store.ts';
import {
  listCandidates,
  listDocuments,
  readDocument,
  readDocumentText,
  readPassages,
} from '#modules/documents/read-documents.ts';
import { suggestLeads } from '#modules/documents/suggest-leads.ts';
import { addDocument } from '#modules/documents/take-document.ts';
import { readDocumentEvents } from '#modules/documents/undo-decision.ts';
import { proposeTargets } from '#modules/targets/from-document.ts';
import type { Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, type TinyCity, tinyCity, type UnitKey } from '#test/tiny-city.ts';

const RUNS = process.env['LUOSHI_SOAK'] === '1' ? 300 : 12;
const UNITS: readonly UnitKey[] = [
  'city',
  'supervision',
  'housing',
  'east',
  'eastHousing',
  'eastTown',
  'west',
  'westTown',
];

let database: Database;
let city: TinyCity;
const reader = new DocumentReader();
/** One document of each unit. */
const documents = new Map<UnitKey, string>();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  const head = async () => ({ sha256: '', bytes: 1, putAt: new Date() });
  for (const key of UNITS) {
    const text = `${city.unit[key].name}2026年工作要点\n二、2026年重点工作\n年底前新建改造农村公路120公里。\n`;
    const post = { ...held(key, 'office'), linked: [] };
    const { id } = await city.act(database.db, 'cityOffice', async (ctx) =>
      addDocument(
        ctx,
        { store: { head } as never, reader },
        {
          post,
          text,
          input: {},
          kept: { sha256: 'a'.repeat(64), name: '要点.txt', mediaType: 'text/plain', bytes: 1 },
        },
        await reader.read(text),
      ),
    );
    documents.set(key, id);
  }
});
afterAll(async () => {
  await reader.close();
  await database.close();
});

function held(key: UnitKey, role: HeldPost['role'], link?: UnitKey): HeldPost {
  const { id, path } = city.unit[key];
  const { postId } = city.actor.cityOffice.posts[0] as HeldPost;
  const linked = link === undefined ? [] : [city.unit[link].path];
  return { postId, unitId: id, path, linked, role, acting: false };
}

const posts = fc.array(
  fc.record({
    unit: fc.constantFrom(...UNITS),
    role: fc.constantFrom(...ROLES),
    link: fc.option(fc.constantFrom(...UNITS), { nil: undefined }),
  }),
  { maxLength: 2 },
);

/** What reach means, said once more in plain words: a business post at, above or linked above the unit. */
function seesByHand(actor: Actor, key: UnitKey): boolean {
  const { path } = city.unit[key];
  return actor.posts.some(
    (post) =>
      (BUSINESS_ROLES as readonly string[]).includes(post.role) &&
      [post.path, ...post.linked].some((root) => path.startsWith(root)),
  );
}

test('every door to a document shows exactly what lies within reach', async () => {
  await fc.assert(
    fc.asyncProperty(posts, async (drawn) => {
      const actor: Actor = {
        ...city.actor.cityOffice,
        posts: drawn.map(({ unit, role, link }) => held(unit, role, link)),
      };
      const q: Query = { ...city.ask(database.db, 'cityOffice'), actor };
      const { documents: listed } = await listDocuments(q, { limit: 100 });
      const seen = new Set(listed.map(({ id }) => id));
      for (const [key, id] of documents) {
        const sees = seesByHand(actor, key);
        expect(seen.has(id)).toBe(sees);
        for (const door of [
          () => findDocument(q, id),
          () => readDocument(q, id, false),
          () => readDocumentText(q, { id, from: 0, limit: 10 }),
          () => readPassages(q, { id, from: 0, limit: 10 }),
          () => listCandidates(q, { id, limit: 10 }),
          () => suggestLeads(q, { id }),
          () => compareDocument(q, { id }),
          () => readDocumentEvents(q, { id, limit: 10 }),
        ])
          expect(await opens(door)).toBe(sees);
      }
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test('who may not see a document may not decide on it either', async () => {
  let turned = 0;
  await fc.assert(
    fc.asyncProperty(posts, fc.constantFrom(...UNITS), async (drawn, key) => {
      const actor: Actor = {
        ...city.actor.cityOffice,
        posts: drawn.map(({ unit, role, link }) => held(unit, role, link)),
      };
      const id = documents.get(key) ?? '';
      const { rows } = await sql<{ id: string; version: number }>`
        select id, version from candidate where city_id = ${CITY} and document_id = ${id} limit 1`.execute(
        database.db,
      );
      const door = () =>
        city.act(database.db, 'cityOffice', (ctx) =>
          acceptCandidates({ ...ctx, actor }, { id, candidates: rows }),
        );
      if (seesByHand(actor, key)) return;
      turned += 1;
      expect(await opens(door)).toBe(false);
    }),
    { numRuns: RUNS },
  );
  expect(turned).toBeGreaterThan(0);
}, 120_000);

async function opens(door: () => Promise<unknown>): Promise<boolean> {
  try {
    await door();
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return false;
    throw error;
  }
}

test('nobody sets targets in the name of a document that is not his to decide on', async () => {
  const document = documents.get('city') ?? '';
  const items = [
    {
      metric: '新建改造农村公路',
      unitText: '公里',
      op: 'reach' as const,
      value: 1,
      quote: '120公里',
      start: 40,
      end: 45,
    },
  ];
  const propose = (who: 'westOffice' | 'cityOffice', unit: UnitKey) =>
    city.act(database.db, who, (ctx) =>
      proposeTargets(
        ctx,
        contract.proposeTargets.input.parse({ document, unit: city.unit[unit].id, items }),
      ),
    );
  await expect(propose('westOffice', 'west')).rejects.toMatchObject({ code: 'not-found' });
  expect((await propose('cityOffice', 'west')).targets).toMatchObject([{ made: true }]);
});
