import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOON } from '#test/tiny-city.ts';
import { newId } from '#platform/ids.ts';
import { type House, openHouse, type Site } from '../attacks/house.ts';
import { disturbed, isCommit } from './proxy.ts';

const OPERATIONS = process.env['LUOSHI_SOAK'] === '1' ? 10_000 : 300;
const SHARE_LOST = 0.3;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A fixed sequence, so that a run that fails can be had again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Outcome {
  readonly tries: number;
  readonly id: string;
}

/** Ask until there is an answer that is not "try again", each time under the key that `keyOf` says. */
async function insistently(
  site: Site,
  title: string,
  keyOf: (attempt: number) => string,
): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const answer = await site.ask('POST', '/api/v1/entries', {
      as: 'townLiaison',
      body: { kind: 'problem', title, source: 'self_check', level: 'unit', category: 'a' },
      headers: { 'idempotency-key': keyOf(tries) },
    });
    if (answer.status === 200) return { tries, id: String(answer.body['id']) };
    expect([answer.status, answer.body['code']]).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

async function run(
  mark: string,
  operations: number,
  keyOf: (op: number, attempt: number) => string,
): Promise<Outcome[]> {
  const { line, through, close } = await disturbed(house.database);
  try {
    const site = house.weakened({ env: { db: through.db, now: () => NOON } });
    const next = dice(20_261_122);
    line.loseReplyTo = (sent) => isCommit(sent) && next() < SHARE_LOST;
    const outcomes: Outcome[] = [];
    const lane = async (from: number): Promise<void> => {
      for (let op = from; op < operations; op += 8)
        outcomes.push(await insistently(site, `${mark}${op}`, (attempt) => keyOf(op, attempt)));
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(lane));
    expect(line.lost).toBeGreaterThan(operations * SHARE_LOST * 0.6);
    return outcomes;
  } finally {
    await close();
  }
}

async function rows(mark: string): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from entry where title like ${`${mark}%`}`.execute(house.database.db);
  return found.rows[0]?.n ?? -1;
}

test(`${OPERATIONS} writes, 30 % of the replies to COMMIT lost, each retried under its key: exactly once`, async () => {
  const outcomes = await run('钥匙', OPERATIONS, (op) => `op-${op}`);
  expect(await rows('钥匙')).toBe(OPERATIONS);
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(OPERATIONS);
  expect(outcomes.filter(({ tries }) => tries > 1).length).toBeGreaterThan(OPERATIONS * 0.15);
  const { rows: events } = await sql<{ n: number }>`
    select count(*)::int as n from event v join entry e on e.city_id = v.city_id and e.id = v.subject_id
    where e.title like '钥匙%'`.execute(house.database.db);
  expect(events[0]?.n).toBe(OPERATIONS);
}, 240_000);

test('the same with a new key at each try doubles: the line does lose replies to commits that held', async () => {
  await run('无钥', 60, () => newId());
  expect(await rows('无钥')).toBeGreaterThan(60);
}, 240_000);

test('the answer to a repeated key is the first answer, field by field in its order', async () => {
  const site = house.weakened({ env: { now: () => NOON } });
  const ask = async (): Promise<string> => {
    const answer = await site.ask('POST', '/api/v1/entries', {
      as: 'townLiaison',
      body: {
        kind: 'problem',
        title: '再问一遍',
        source: 'self_check',
        level: 'unit',
        category: 'a',
      },
      headers: { 'idempotency-key': 'again' },
    });
    expect(answer.status).toBe(200);
    return JSON.stringify(answer.body);
  };
  expect(await ask()).toBe(await ask());
});
