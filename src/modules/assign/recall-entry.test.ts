import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { recordCheck } from '#modules/verify/check-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { type Detail, problemAt } from '#test/laws/lives.ts';
import { testDatabase } from '#test/template.ts';
import { type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { acceptEntry } from './accept-entry.ts';
import { recallEntry } from './recall-entry.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

const LATER = new Date('2026-05-23T04:00:00Z');

function recall(who: PostKey, { id, version }: Detail): Promise<Detail> {
  return city.act(database.db, who, (ctx) => recallEntry(ctx, { id, version }), LATER);
}

test('an assignment nobody has signed for goes back to be handed on, its measures and date with it', async () => {
  const handed = await problemAt(database.db, city, 'assigned');
  const back = await recall('eastOffice', handed);
  expect(back).toMatchObject({ state: 'listed', deadline: handed.deadline, parties: [] });
  expect(back.lead).toBeUndefined();
  expect(back.measures).toEqual(handed.measures);
  expect(back.can).toContain('assign');
  const { tally } = await tallyEntries(city.ask(database.db, 'eastOffice'), {});
  expect(tally.listed).toBe(1);
});

test('once it is signed for, and by the unit that has it, an assignment is not taken back', async () => {
  const handed = await problemAt(database.db, city, 'assigned');
  await expect(recall('townLiaison', handed)).rejects.toMatchObject({ code: 'not-allowed' });
  const taken = await city.act(database.db, 'townLiaison', (ctx) => acceptEntry(ctx, handed));
  await expect(recall('eastOffice', taken)).rejects.toMatchObject({ code: 'move-not-allowed' });
});

test('a report of completion is taken back by who made it, until somebody has looked', async () => {
  const done = await problemAt(database.db, city, 'delivered');
  await expect(recall('eastOffice', done)).rejects.toMatchObject({ code: 'not-allowed' });
  const back = await recall('townLiaison', done);
  expect(back).toMatchObject({ state: 'underway' });
  expect(back.deliveredAt).toBeUndefined();

  const again = await city.act(
    database.db,
    'townLiaison',
    (ctx) => deliverEntry(ctx, { id: back.id, version: back.version, note: '这回办完了' }),
    LATER,
  );
  const looked = await city.act(
    database.db,
    'inspector',
    (ctx) =>
      recordCheck(ctx, {
        id: again.id,
        version: again.version,
        method: 'on_site',
        finding: 'partly',
        note: '还差一处',
      }),
    LATER,
  );
  await expect(recall('townLiaison', looked)).rejects.toMatchObject({ code: 'move-not-allowed' });
});
