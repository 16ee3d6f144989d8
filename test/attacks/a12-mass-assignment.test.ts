import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { raiseEntry } from '#contract/list-moves.ts';
import { newId } from '#platform/ids.ts';
import { admittedBy, type House, openHouse, pathOf, type Site, withOperation } from './house.ts';
import { changedSince, digest, type Loot, moveBodies, stage } from './stage.ts';

let house: House;
let loot: Loot;
beforeAll(async () => {
  house = await openHouse();
  loot = await stage(house);
});
afterAll(() => house.close());

const SMUGGLED = {
  state: 'closed',
  assurance: 'independent',
  verifierId: newId(),
  originUnit: newId(),
  orgPath: '1.',
  createdAt: '2020-01-01',
  city_id: 2,
  userId: newId(),
  constructor: { prototype: { admin: true } },
} as const;

function bodyOf(id: string): object {
  const entry = loot.east[1];
  if (entry === undefined) throw new Error('nothing staged');
  if (id === 'raiseEntry')
    return { kind: 'problem', title: '夹带', source: 'visit', level: 'unit' };
  return moveBodies(house, entry)[id] ?? {};
}

/** Fields that nobody offered, put into the body of every writing operation. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const before = await digest(house);
  const id = loot.east[1]?.id ?? '';
  for (const { op } of site.routes) {
    // These three end or begin sessions; what they take is tried with the rest of sign-in.
    if (op.method !== 'POST' || ['login', 'logout', 'setUp'].includes(op.id)) continue;
    const own = bodyOf(op.id);
    const as = admittedBy(op);
    for (const [name, value] of Object.entries(SMUGGLED)) {
      const query = op.body === 'bytes' ? `?name=a.txt&version=1&${name}=1` : '';
      const body = op.body === 'bytes' ? 'x' : { ...own, [name]: value };
      const { status } = await site.ask('POST', pathOf(op, { id }) + query, { as, body });
      if (status !== 400) found.push(`${op.id} with ${name}: ${status}`);
    }
  }
  const raise = '/api/v1/entries';
  const proto =
    '{"kind":"problem","title":"夹带","source":"visit","level":"unit","isKey":["true"]}';
  for (const body of [proto, proto.replace('["true"]', '"true"'), `[${proto}]`, '"text"', 'null'])
    if ((await site.ask('POST', raise, { as: 'townLiaison', body })).status !== 400)
      found.push(`raised by ${body}`);
  found.push(...(await changedSince(house, before)));
  return found;
}

test('A12: a field that is not offered is refused, and nothing changes', async () => {
  expect(await attack(house.real)).toEqual([]);
  const loose = withOperation('raiseEntry', {
    input: z.looseObject(raiseEntry.input.shape) as never,
  });
  expect(await attack(house.weakened({ routes: loose }))).not.toEqual([]);
}, 180_000);

test('A12: __proto__ and doubled keys say no more than the plain field', async () => {
  const raised = await house.real.ask('POST', '/api/v1/entries', {
    as: 'townLiaison',
    body: '{"kind":"problem","title":"甲","title":"乙","source":"visit","level":"unit","__proto__":{"isKey":true}}',
  });
  expect(raised.body).toMatchObject({ title: '乙', isKey: false, state: 'raised' });
  expect(({} as { isKey?: boolean }).isKey).toBeUndefined();
});
