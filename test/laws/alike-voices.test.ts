import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportersBehind, voicesToCompare, voiceSubjects } from '#modules/listen/voice-subjects.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, openHouse } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const FIRST = '00000000-0000-0000-0000-000000000000';

async function said(kind: 'request' | 'complaint'): Promise<string> {
  const { body: form } = await house.real.ask('GET', '/api/v1/say/form');
  const { status, text } = await house.real.ask('POST', '/api/v1/say', {
    body: {
      nonce: form['nonce'],
      kind,
      words: '柳河镇北街路灯不亮，去窗口问三次都没人管',
      place: '北街口',
      placeUnit: house.city.unit.eastTown.id,
      ...(kind === 'complaint' ? { about: house.city.unit.eastTown.name } : {}),
    },
  });
  if (status !== 200) throw new Error(`${status} ${text}`);
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
  return rows[0]?.id ?? '';
}

test('a complaint about conduct never comes near the still: not compared, not shown, not counted', async () => {
  const { db } = house.database;
  const [request, complaint] = [await said('request'), await said('complaint')];
  // Whatever its state, whoever asks.
  for (const who of ['townLiaison', 'cityOffice'] as const) {
    const { actor, cityId, now, today } = house.city.ask(db, who);
    const asking = { actor, cityId, now, today };
    const shown = await voiceSubjects(asking, db, [request, complaint]);
    expect(shown.map(({ id }) => id)).not.toContain(complaint);
    expect(await reportersBehind(asking, db, [complaint])).toBe(0);
  }
  const { rows } = await sql<{ id: string; kind: string }>`
    select id, kind from voice where city_id = ${CITY}`.execute(db);
  expect(rows).toContainEqual({ id: complaint, kind: 'complaint' });
  const compared = await voicesToCompare(db, CITY, FIRST, 100);
  expect(compared.map(({ id }) => id)).not.toContain(complaint);
});
