import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readVoice } from '#modules/listen/read-voice.ts';
import type { Query } from '#platform/command.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const PHONE = '13987650001';
/** As it is pasted, read aloud, or written to slip by a rule. */
const WAYS = [
  PHONE,
  '１３９８７６５０００１',
  '139\u00a08765\u00a00001',
  '139\u200b8765\u200b0001',
  '1\u20603\u20609\u20608\u20607\u20606\u20605\u20600\u20600\u20600\u20601',
  '139\n8765\n0001',
  '139.8765.0001',
  '139·8765·0001',
  '139/8765/0001',
  '139_8765_0001',
  '139~8765~0001',
  '139—8765—0001',
  '139−8765−0001',
  '（139）87650001',
  '0086-139-8765-0001',
  '一三九八七六五〇〇〇一',
  '幺三九八七六五零零零幺',
];

/** The digits of a text, whatever they are written as. */
function digitsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[零〇○一二三四五六七八九幺]/g, (sign) =>
      String('〇一二三四五六七八九'.indexOf(sign.replace('幺', '一').replace(/[零○]/, '〇'))),
    )
    .replaceAll(/\D/g, '');
}

/** In how many of its ways the number reaches who handles the voice. */
async function reached(site: Site): Promise<string[]> {
  const found: string[] = [];
  for (const way of WAYS) {
    const form = await house.real.ask('GET', '/api/v1/say/form');
    const { status, text } = await house.real.ask('POST', '/api/v1/say', {
      body: {
        nonce: form.body['nonce'],
        kind: 'request',
        words: `路灯不亮，请打${way}，谢谢`,
        placeUnit: house.city.unit.eastTown.id,
      },
    });
    expect({ status, text }).toMatchObject({ status: 200 });
    const { rows } = await sql<{ id: string }>`
      select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
    const { body } = await site.ask('GET', `/api/v1/voices/${rows[0]?.id ?? ''}`, {
      as: 'eastOffice',
    });
    expect(body['summary']).toContain('路灯不亮');
    if (digitsOf(`${String(body['title'])} ${String(body['summary'])}`).includes(PHONE))
      found.push(way);
  }
  return found;
}

test('A37: a number reaches no unit, however it is written', async () => {
  expect(await reached(house.real)).toEqual([]);
  const asItCame = instead('readVoice', async (q: Query, input: never) => {
    const { id } = input as { id: string };
    const { rows } = await sql<{ words: string }>`
      select words from submission where voice_id = ${id}`.execute(q.db);
    return { ...(await readVoice(q, input)), summary: rows[0]?.words ?? '' };
  });
  expect(await reached(house.weakened({ routes: asItCame }))).toEqual(WAYS);
}, 120_000);
