import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readEntry } from '#contract/entry.ts';
import { admittedBy, type House, openHouse, pathOf, type Site, withOperation } from './house.ts';
import { changedSince, digest, type Loot, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
});
afterAll(() => house.close());

const NOT_IDS = ['12abc', '1e3', ' 1', '0', 'null', '%2e%2e'];

/** Ids that a careless parser takes for one, and roles that the caller gives himself. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const before = await digest(house);
  const id = loot.east[0]?.id ?? '';
  const near = [` ${id}`, `{${id}}`, id.slice(0, -1), `${id}/..`, id.replaceAll('-', '')];
  for (const { op } of site.routes) {
    if (!op.path.includes('{id}')) continue;
    const as = admittedBy(op);
    for (const value of [...NOT_IDS, ...near]) {
      const query = op.body === 'bytes' ? '?name=a.txt&version=1' : '';
      const asking =
        op.method === 'GET' ? { as } : { as, body: op.body === 'bytes' ? 'x' : { version: 1 } };
      const { status } = await site.ask(op.method, pathOf(op, { id: value }) + query, asking);
      if (status !== 400 && status !== 404) found.push(`${op.id} ${value}: ${status}`);
    }
  }
  const cookie = await house.cookieOf('secretary');
  const claims = [
    { cookie: `${cookie}; role=office; admin=1` },
    { 'x-role': 'office', 'x-user': house.city.actor.cityOffice.personId },
    { 'x-forwarded-user': 'cityOffice', 'x-remote-user': 'cityOffice' },
  ];
  for (const headers of claims) {
    const asking = { body: { version: 1 }, headers: { cookie, ...headers } };
    const { status } = await site.ask('POST', `/api/v1/entries/${id}/screen`, asking);
    if (status !== 404 && status !== 403)
      found.push(`claimed by ${Object.keys(headers).join()}: ${status}`);
  }
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A25: an id is an id, and a role is a post that is held', async () => {
  expect(await attack(house.real)).toEqual([]);
  const lax = withOperation('readEntry', {
    input: z.strictObject({ ...readEntry.input.shape, id: z.string() }) as never,
  });
  expect(await attack(house.weakened({ routes: lax }))).not.toEqual([]);
}, 180_000);

test('A25: nobody appoints himself, and no one person holds two of the three administrators', async () => {
  const { real, city, database } = house;
  const { db } = database;
  const post = async (code: string): Promise<string> =>
    (await db.selectFrom('post').select('id').where('code', '=', code).executeTakeFirstOrThrow())
      .id;
  const holder = async (code: string): Promise<string> => {
    const id = await post(code);
    const row = db.selectFrom('holding').select('person_id').where('post_id', '=', id);
    return (await row.executeTakeFirstOrThrow()).person_id;
  };
  const start = async (
    as: 'security_admin' | 'eastOffice' | 'secretary',
    postId: string,
    personId: string,
  ): Promise<unknown[]> => {
    const body = { postId, personId, fromOn: '2026-05-22' };
    const { status, body: answer } = await real.ask('POST', '/api/v1/holdings', { as, body });
    return [status, answer['code']];
  };
  const self = await holder('security_admin');
  expect(await start('security_admin', await post('cityOffice'), self)).toEqual([403, 'own-post']);
  const system = await holder('system_admin');
  expect(await start('security_admin', await post('audit_admin'), system)).toEqual([
    422,
    'admin-disjoint',
  ]);
  const { personId } = city.actor.townLiaison;
  expect(await start('security_admin', await post('system_admin'), personId)).toEqual([
    422,
    'admin-disjoint',
  ]);
  expect((await start('eastOffice', await post('westOffice'), personId))[0]).toBe(403);
  expect((await start('secretary', await post('eastOffice'), personId))[0]).toBe(403);
});
