import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS, PROOF_BITS } from '#domain/voice/limits.ts';
import { provesWork } from '#modules/listen/listen-keys.ts';
import { type Answer, type House, openHouse } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function nonce(): Promise<string> {
  return String((await house.real.ask('GET', '/api/v1/say/form')).body['nonce']);
}

async function say(words: string, form: string, proof?: string): Promise<Answer> {
  return await house.real.ask('POST', '/api/v1/say', {
    body: { nonce: form, kind: 'request', words, ...(proof !== undefined && { proof }) },
  });
}

/** As if so many had already come from this network, and as many from the whole city. */
async function flooded(network: number, city = network): Promise<void> {
  await say('先来一件', await nonce());
  await sql`
    update door_try set n = case when key like 'say:network:%' then ${network}::int else ${city}::int end
    where key like 'say:network:%' or key like 'say:city:%'`.execute(house.database.db);
}

function proofOf(form: string): string {
  for (let n = 0; ; n += 1) if (provesWork(form, String(n), PROOF_BITS)) return String(n);
}

test('whoever shares an address with a flood is never refused: he waits for a look, or proves work and does not', async () => {
  await flooded(50_000, 1000);
  const waits = await say('小区水发黄', await nonce());
  expect([waits.status, waits.body['held']]).toEqual([200, true]);
  const form = await nonce();
  const goes = await say('小区水发黄三天', form, proofOf(form));
  expect([goes.status, goes.body['held']]).toEqual([200, false]);
});

test('where all are stopped, who proves work still gets in', async () => {
  const [, city] = LIMITS.say;
  await flooded(1, city.stop);
  expect((await say('路灯不亮', await nonce())).status).toBe(429);
  const form = await nonce();
  expect((await say('北街路灯不亮', form, proofOf(form))).body).toMatchObject({ held: false });
});

test('work done for one form does not open the door to thousands', async () => {
  await flooded(50_000, 1000);
  const form = await nonce();
  const proof = proofOf(form);
  const held: unknown[] = [];
  for (let i = 0; i < 5; i++) held.push((await say(`广告第${i}条`, form, proof)).body['held']);
  expect(held).toEqual([false, false, false, true, true]);
});
