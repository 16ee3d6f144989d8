import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkRootCause, unlinkRootCause } from '#modules/distil/family.ts';
import { linkVoice } from '#modules/listen/link-voice.ts';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { reportersBehind, voicesToCompare, voiceSubjects } from '#modules/listen/voice-subjects.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Context } from '#platform/command.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, openHouse } from '../attacks/house.ts';
import { said } from '../attacks/said.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const FIRST = '00000000-0000-0000-0000-000000000000';

async function asked(kind: 'request' | 'complaint'): Promise<string> {
  const { id } = await said(house, {
    kind,
    words: '柳河镇北街路灯不亮，去窗口问三次都没人管',
    place: '北街口',
    ...(kind === 'complaint' ? { about: house.city.unit.eastTown.name } : {}),
  });
  return id;
}

test('a complaint about conduct never comes near the still: not compared, not shown, not counted', async () => {
  const { db } = house.database;
  const [request, complaint] = [await asked('request'), await asked('complaint')];
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

test('problems under one root cause, the voices behind them and their reporters are three numbers, as far as each reader sees', async () => {
  const { db } = house.database;
  const act = <T>(work: (ctx: Context) => Promise<T>): Promise<T> =>
    house.city.act(db, 'eastOffice', work);
  const raise = async (title: string): Promise<string> =>
    (
      await act((ctx) =>
        raiseEntry(ctx, { kind: 'problem', title, source: 'visit', level: 'unit', category: 'a' }),
      )
    ).id;
  const [cause, lamp, tap] = [await raise('管护无人'), await raise('路灯'), await raise('水管')];
  for (const repeats of [false, false, true]) {
    const id = await asked('request');
    if (repeats) await sql`update voice set held_for = 'repeat' where id = ${id}`.execute(db);
    const { version } = await act((ctx) => registerVoice(ctx, { id, version: 1 }));
    await act((ctx) => linkVoice(ctx, { id, version, entry: lamp }));
  }
  for (const id of [lamp, tap]) await act((ctx) => linkRootCause(ctx, { id, parent: cause }));
  const told = async (who: 'eastOffice' | 'westOffice'): Promise<unknown> => {
    const { body } = await house.real.ask('GET', '/api/v1/distil/causes', { as: who });
    return (body['causes'] as { parent: { id: string } }[]).map(({ parent, ...n }) => [
      parent.id,
      n,
    ]);
  };
  expect(await told('eastOffice')).toEqual([[cause, { problems: 2, voices: 3, reporters: 2 }]]);
  expect(await told('westOffice')).toEqual([]);
  await act((ctx) => unlinkRootCause(ctx, { id: lamp }));
  expect(await told('eastOffice')).toEqual([[cause, { problems: 1, voices: 0, reporters: 0 }]]);
});
