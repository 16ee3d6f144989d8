import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdVoice } from '#modules/listen/handle-voice.ts';
import type { PostKey } from '#test/tiny-city.ts';
import { type Answer, type House, openHouse } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Five alike that a flood left held, and one that was not. */
async function flooded(): Promise<{ id: string; version: number }[]> {
  for (let n = 0; n < 6; n += 1) {
    const { body: form } = await house.real.ask('GET', '/api/v1/say/form');
    const placeUnit = house.city.unit.eastTown.id;
    const words = `北街垃圾站第${n}天没有清运`;
    const { status } = await house.real.ask('POST', '/api/v1/say', {
      body: { nonce: form['nonce'], kind: 'request', words, place: '北街', placeUnit },
    });
    expect(status).toBe(200);
  }
  const { db } = house.database;
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from voice order by title`.execute(db);
  for (const { id, version } of rows.slice(0, 5))
    await house.city.act(db, 'eastOffice', (ctx) =>
      holdVoice(ctx, { id, version, reason: '短时大量提交' }),
    );
  return rows.map(({ id, version }, n) => ({ id, version: n < 5 ? version + 1 : version }));
}

async function states(): Promise<string> {
  const { rows } = await sql<{ state: string }>`select state from voice order by title`.execute(
    house.database.db,
  );
  return rows.map(({ state }) => state).join(' ');
}

test('what a flood left is judged together: each by its own move, what has changed or is not one’s own stays and is told', async () => {
  const [one, two, three, four, five, open] = await flooded();
  const judge = (as: PostKey, voices: unknown, more: object = {}): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/voices/held', {
      as,
      body: { voices, reason: '逐件看过', ...more },
    });
  const before = await states();
  const foreign = await judge('westOffice', [one, open]);
  const nobody = '00000000-0000-4000-8000-000000000000';
  const unknown = await judge('westOffice', [{ id: nobody, version: 1 }]);
  expect(foreign.body['judged']).toBe(0);
  // Whatever its state: what is not within one's eyes is as if it were not there.
  const whys = [foreign, unknown].flatMap(({ body }) =>
    (body['stayed'] as { why: string }[]).map(({ why }) => why),
  );
  expect(whys).toEqual(['not-found', 'not-found', 'not-found']);
  expect(await states()).toBe(before);

  const stale = { id: three?.id, version: 9 };
  const passed = await judge('eastOffice', [one, two, two, stale, open]);
  expect(passed.body['judged']).toBe(2);
  const stayed = passed.body['stayed'] as { id: string; why: string }[];
  expect(Object.fromEntries(stayed.map(({ id, why }) => [id, why]))).toEqual({
    [two?.id ?? '']: 'move-not-allowed',
    [three?.id ?? '']: 'stale',
    [open?.id ?? '']: 'move-not-allowed',
  });
  const dismissed = await judge('eastOffice', [four, five, open], { because: 'repeated' });
  expect(dismissed.body['judged']).toBe(2);
  expect(await states()).toBe('received received held dismissed dismissed received');
  const { rows } = await sql<{ kind: string; reason: string }>`
    select kind, payload->>'reason' as reason from voice_event where kind in ('pass', 'dismiss') order by kind`.execute(
    house.database.db,
  );
  expect(rows).toEqual([
    ...Array.from({ length: 2 }, () => ({ kind: 'dismiss', reason: '逐件看过' })),
    ...Array.from({ length: 2 }, () => ({ kind: 'pass', reason: '逐件看过' })),
  ]);
});
