import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Query } from '#platform/command.ts';
import { admittedBy, type House, instead, openHouse, pathOf, type Site } from './house.ts';
import { changedSince, digest, type Loot, moveBodies, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
  await sql`create sequence a14_probe`.execute(house.database.db);
});
afterAll(() => house.close());

/**
 * Each of these, where it became part of a statement, would turn the counter or break the statement.
 * A counter that has turned stays turned, whatever the transaction comes to: what a sleeping statement
 * would show by the clock, without depending on one.
 */
const FEW = [
  "'",
  "' || nextval('a14_probe') || '",
  "1; select nextval('a14_probe')",
  "1) union select nextval('a14_probe')::text --",
  "(select nextval('a14_probe'))",
  '\\',
  '\u0000',
  '\ud800',
  '-1',
  '9'.repeat(30),
  '2026-02-30',
];

const MORE = [
  "') or nextval('a14_probe') > 0 --",
  "1' and nextval('a14_probe') > 0 and '1'='1",
  "$$; select nextval('a14_probe'); $$",
  '%_%',
  '1e309',
  '0000-00-00',
  '99999-01-01',
];

const PAYLOADS = process.env['LUOSHI_SOAK'] === '1' ? [...FEW, ...MORE] : FEW;

async function turned(): Promise<boolean> {
  const { rows } = await sql<{
    turned: boolean;
  }>`select is_called as turned from a14_probe`.execute(house.database.db);
  return rows[0]?.turned === true;
}

function fieldsOf(op: Site['routes'][number]['op']): string[] {
  return Object.keys((op.input as { shape?: object }).shape ?? {});
}

/** Every field of every operation; cursors also with a payload inside. */
async function attack(site: Site, only = ''): Promise<string[]> {
  const found: string[] = [];
  await sql`select setval('a14_probe', 1, false)`.execute(house.database.db);
  const id = loot.east[1]?.id ?? '';
  let tried = 0;
  const shoot = async (what: string, asked: ReturnType<Site['ask']>): Promise<void> => {
    const { status } = await asked;
    tried += 1;
    if (status >= 500) found.push(`${what}: ${status}`);
    if (await turned()) {
      found.push(`${what}: carried out`);
      await sql`select setval('a14_probe', 1, false)`.execute(house.database.db);
    }
  };
  for (const { op } of site.routes) {
    if (!op.id.startsWith(only)) continue;
    if (op.method !== 'GET' || op.id === 'finishOidc' || op.id === 'startOidc') continue;
    const as = admittedBy(op);
    for (const field of fieldsOf(op))
      for (const payload of PAYLOADS) {
        const inPath = op.path.includes(`{${field}}`);
        const path = pathOf(op, inPath ? { id, [field]: payload } : { id });
        const query = inPath ? '' : `?${field}=${encodeURIComponent(payload.toWellFormed())}`;
        await shoot(`${op.id} ${field}=${payload}`, site.ask('GET', path + query, { as }));
      }
  }
  for (const key of [...PAYLOADS, '-'])
    for (const sort of ['due', '-due', 'newest', 'oldest']) {
      const after = Buffer.from(`${key} ${id}`).toString('base64url');
      const path = `/api/v1/entries?sort=${sort}&after=${after}`;
      await shoot(`cursor ${key} by ${sort}`, site.ask('GET', path, { as: 'eastOffice' }));
    }
  expect(tried).toBeGreaterThan(only === '' ? 500 : 100);
  return found;
}

/** Every text of the moves' bodies. */
async function attackBodies(site: Site): Promise<string[]> {
  const found: string[] = [];
  const [entry] = loot.east;
  if (entry === undefined) return ['nothing staged'];
  const before = await digest(house);
  const bodies = {
    ...moveBodies(house, entry),
    raiseEntry: { title: '', detail: '', category: '' },
  };
  for (const { op } of site.routes)
    for (const [field, value] of Object.entries((bodies as Record<string, object>)[op.id] ?? {}))
      for (const payload of PAYLOADS) {
        if (typeof value !== 'string') continue;
        const body = {
          ...(bodies as Record<string, object>)[op.id],
          version: 999,
          [field]: payload,
        };
        const { status } = await site.ask('POST', pathOf(op, { id: entry.id }), {
          as: 'eastOffice',
          body,
        });
        if (status >= 500) found.push(`${op.id} ${field}=${payload}: ${status}`);
      }
  if (await turned()) found.push('carried out');
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A14: no field of any operation becomes part of a statement or breaks one', async () => {
  expect(await attack(house.real)).toEqual([]);
  expect(await attackBodies(house.real)).toEqual([]);
  const built = house.weakened({
    routes: instead('countEntries', async (q: Query, input: never) => {
      const { text = '' } = input as { text?: string };
      const { rows } = await sql
        .raw<{ n: number }>(`select count(*)::int as n from entry where title like '%${text}%'`)
        .execute(q.db);
      return { n: rows[0]?.n ?? 0, capped: false, asOf: '' };
    }),
  });
  const found = await attack(built, 'countEntries');
  expect(found.some((finding) => finding.includes('carried out'))).toBe(true);
}, 240_000);
