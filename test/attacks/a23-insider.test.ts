import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
import { CITY } from '#test/tiny-city.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What somebody with the database's own password might do to an entry, the rules passed by. */
const EDITS: Readonly<Record<string, (id: string) => ReturnType<typeof sql>>> = {
  'another lead': (id) =>
    sql`update entry set org_path = '1.8.', lead_unit = (select id from unit where no = 8) where id = ${id}`,
  'a better assurance': (id) =>
    sql`update entry set assurance = 'independent', is_key = true where id = ${id}`,
  'an earlier closing': (id) =>
    sql`update entry set closed_at = closed_at - interval '30 days' where id = ${id}`,
  'another deadline': (id) => sql`update entry set deadline = '2027-12-31' where id = ${id}`,
  'another title': (id) => sql`update entry set title = '无此问题' where id = ${id}`,
  'an event changed': (id) =>
    sql`update event set payload = jsonb_set(payload, '{change,closedAt}', '"2020-01-01T00:00:00.000Z"')
      where subject_id = ${id} and kind = 'problem.close'`,
  'a count':
    () => sql`insert into rollup_delta (city_id, id, org_path, campaign_id, kind, category, state, n)
    select city_id, gen_random_uuid(), '1.', campaign_id, 'problem', 'a', 'closed', 1 from entry limit 1`,
};

/** These the database does not even let through: a state, a version or the last event by themselves. */
const REFUSED: typeof EDITS = {
  'a state': (id) => sql`update entry set state = 'listed' where id = ${id}`,
  'a version': (id) => sql`update entry set version = version + 1 where id = ${id}`,
  'an event in the middle': (id) =>
    sql`delete from event where subject_id = ${id} and subject_version = 2`,
  'the last event': (id) =>
    sql`delete from event where subject_id = ${id} and subject_version = (select version from entry where id = ${id})`,
  'a closure without an assurance': (id) => sql`update entry set assurance = null where id = ${id}`,
  'a second lead': (id) =>
    sql`insert into party select city_id, entry_id, episode, (select id from unit where no = 9), 'lead', '1.9.' from party where entry_id = ${id} limit 1`,
};

async function verified(): Promise<string[]> {
  const { db } = house.database;
  const { faults } = await replay(db, CITY);
  return [...faults.map(({ why }) => why), ...(await recount(db, CITY)).map(({ state }) => state)];
}

test('A23: replay and recount find what was edited past the rules', async () => {
  const { db } = house.database;
  const entry = await problemAt(db, house.city, 'closed');
  expect(await verified()).toEqual([]);
  for (const [what, edit] of Object.entries(EDITS)) {
    class Undo extends Error {}
    const attempt = db.transaction().execute(async (tx) => {
      await edit(entry.id).execute(tx);
      const { faults } = await replay(tx, CITY);
      const counts = await recount(tx, CITY);
      expect([what, faults.length + counts.length]).not.toEqual([what, 0]);
      throw new Undo();
    });
    await expect(attempt).rejects.toThrow(Undo);
  }
  expect(await verified()).toEqual([]);
});

test('A23: a state, a version or the last event alone does not even get in', async () => {
  const { db } = house.database;
  const entry = await problemAt(db, house.city, 'closed');
  for (const [what, edit] of Object.entries(REFUSED))
    await expect(
      edit(entry.id)
        .execute(db)
        .then(() => `${what} got in`),
    ).rejects.toThrow(/violates/);
  expect(await verified()).toEqual([]);
});
