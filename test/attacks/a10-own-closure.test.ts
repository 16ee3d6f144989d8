import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advance } from '#modules/ledger/entry-store.ts';
import { loadEntries } from '#modules/ledger/entry-load.ts';
import { answerWith } from '#modules/ledger/read-entry.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site, type Who } from './house.ts';
import { changedSince, digest, moveBodies } from './stage.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  // A second account of the liaison who does the work: the same person, another way in.
  const { actor, unit } = house.city;
  const post = newId();
  const { db } = house.database;
  await sql`insert into post (city_id, id, unit_id, code, name, role, created_at)
    values (${CITY}, ${post}, ${unit.supervision.id}, 'twin', '兼任核查', 'inspector', ${NOON})`.execute(
    db,
  );
  await sql`insert into holding (city_id, id, post_id, person_id, from_on, created_at)
    values (${CITY}, ${newId()}, ${post}, ${actor.townLiaison.personId}, '2026-01-01', ${NOON})`.execute(
    db,
  );
});
afterAll(() => house.close());

const CHEATS: readonly Who[] = ['townLiaison', 'townLeader', 'secretary', 'eastHousingLiaison'];

/** The doer's own people, their subordinates and co-units try everything to have it closed. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const { db } = house.database;
  for (const at of ['raised', 'listed', 'assigned', 'accepted', 'delivered'] as const) {
    const entry = await problemAt(db, house.city, at);
    const bodies = moveBodies(house, entry);
    const before = await digest(house);
    for (const as of CHEATS)
      for (const [op, tail] of [
        ['checkEntry', 'check'],
        ['closeEntry', 'close'],
      ] as const) {
        const path = `/api/v1/entries/${entry.id}/${tail}`;
        const { status } = await site.ask('POST', path, { as, body: bodies[op] ?? {} });
        if (status < 400) found.push(`${tail} by ${as} of what is ${at}: ${status}`);
      }
    const bulk = { filter: {}, input: {}, expect: 1 };
    for (const move of ['close', 'check', 'send_back']) {
      const body = { ...bulk, move };
      const { status } = await site.ask('POST', '/api/v1/entries/bulk', { as: 'eastOffice', body });
      if (status !== 400) found.push(`bulk ${move}: ${status}`);
    }
    found.push(...(await changedSince(house, before)).map((what) => `${at}: ${what}`));
  }
  return found;
}

test('A10: nobody who has done the work gets it checked or closed by himself', async () => {
  expect(await attack(house.real)).toEqual([]);
  const credulous = house.weakened({
    routes: instead('closeEntry', async (ctx: Context, input: never) => {
      const { id } = input as { id: string };
      const entry = (await loadEntries(ctx.tx, CITY, [id], true)).get(id);
      if (entry === undefined) throw new Error(id);
      await advance(ctx, entry, 'close', { closedAt: ctx.now, assurance: 'superior' });
      return answerWith(ctx, id);
    }),
  });
  expect(await attack(credulous)).not.toEqual([]);
}, 180_000);

test('A10: the database holds the same line where the rules are passed by', async () => {
  const { db } = house.database;
  const entry = await problemAt(db, house.city, 'delivered');
  const { actor, unit } = house.city;
  const forge = (unitId: string, personId: string): Promise<unknown> =>
    sql`insert into entry_check (city_id, id, entry_id, episode, method, finding, assurance, by_unit, by_person, by_post, checked_at)
      values (${CITY}, ${newId()}, ${entry.id}, 1, 'papers', 'confirmed', 'independent', ${unitId}, ${personId},
        ${actor.inspector.posts[0]?.postId ?? ''}, ${NOON})`.execute(db);
  await expect(forge(unit.eastTown.id, actor.inspector.personId)).rejects.toThrow(/foreign key/);
  await expect(forge(unit.supervision.id, actor.townLiaison.personId)).rejects.toThrow(
    /foreign key/,
  );
  await expect(
    sql`insert into party (city_id, entry_id, episode, unit_id, role, org_path)
      values (${CITY}, ${entry.id}, 1, ${unit.eastTown.id}, 'checker', ${unit.eastTown.path})`.execute(
      db,
    ),
  ).rejects.toThrow(/unique|duplicate/);
});
