import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readVoice } from '#modules/listen/read-voice.ts';
import type { Query } from '#platform/command.ts';
import { addEvidence } from '#test/tiny-city.ts';
import { problemAt } from '../laws/lives.ts';
import { type Answer, type House, instead, openHouse, type Site, type Who } from './house.ts';

let house: House;
let voice: string;
let east: string;
beforeAll(async () => {
  house = await openHouse();
  const { db } = house.database;
  east = (await problemAt(db, house.city, 'accepted')).id;
  const west = await problemAt(db, house.city, 'accepted', { side: 'west' });
  // The same photo on a problem of the other county, and a voice of this one linked to it.
  for (const id of [east, west.id]) await addEvidence(db, house.city, id);
  const form = await house.real.ask('GET', '/api/v1/say/form');
  await house.real.ask('POST', '/api/v1/say', {
    body: {
      nonce: form.body['nonce'],
      kind: 'request',
      words: '柳河镇北街路灯不亮',
      placeUnit: house.city.unit.eastTown.id,
    },
  });
  voice = await only('id');
  await move('register', {});
  const linked = await move('link', { entry: west.id });
  if (linked.status !== 200) throw new Error(linked.text);
});
afterAll(() => house.close());

async function only(column: 'id' | 'version'): Promise<string> {
  const { rows } = await sql<{ it: string }>`
    select ${sql.ref(column)}::text as it from voice`.execute(house.database.db);
  return rows[0]?.it ?? '';
}

async function move(tail: string, body: object): Promise<Answer> {
  return await house.real.ask('POST', `/api/v1/voices/${voice}/${tail}`, {
    as: 'cityOffice',
    body: { version: Number(await only('version')), ...body },
  });
}

/** What lists and pages count. */
async function counted(site: Site, as: Who): Promise<object> {
  const { body: listed } = await site.ask('GET', '/api/v1/voices', { as });
  const { body: read } = await site.ask('GET', `/api/v1/voices/${voice}`, { as });
  const { body: files } = await site.ask('GET', `/api/v1/entries/${east}/evidence`, { as });
  return {
    listed: (listed['items'] as { links: number }[]).map(({ links }) => links),
    read: read['links'],
    alsoOn: (files['evidence'] as { alsoOn: number }[]).map(({ alsoOn }) => alsoOn),
  };
}

test('A39: no count tells of what lies beyond reach', async () => {
  const none = { listed: [0], read: 0, alsoOn: [0] };
  expect(await counted(house.real, 'eastOffice')).toEqual(none);
  expect(await counted(house.real, 'cityOffice')).toEqual({ listed: [1], read: 1, alsoOn: [1] });
  const weak = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from voice_link where voice_id = ${voice}`.execute(q.db);
      return { ...(await readVoice(q, input)), links: rows[0]?.n ?? 0 };
    }),
  });
  expect(await counted(weak, 'eastOffice')).not.toEqual(none);
});
