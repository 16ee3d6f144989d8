import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#domain/org/actor.ts';
import { type House, openHouse, pathOf, type Site, type Who, withOperation } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const HOLDERS: readonly (readonly [Who, Role])[] = [
  ['cityOffice', 'office'],
  ['cityLeader', 'leader'],
  ['inspector', 'inspector'],
  ['townLiaison', 'liaison'],
  ['secretary', 'handler'],
  ['auditor', 'auditor'],
  ['system_admin', 'system_admin'],
  ['security_admin', 'security_admin'],
  ['audit_admin', 'audit_admin'],
];

/** Every operation as every role that it does not admit, and as nobody. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  let cells = 0;
  for (const { op } of site.routes) {
    if (op.access === 'public') continue;
    const shut = async (as: Who | undefined, wanted: number): Promise<void> => {
      const { status } = await site.ask(op.method, pathOf(op), as === undefined ? {} : { as });
      cells += 1;
      if (status !== wanted) found.push(`${op.id} as ${as ?? 'nobody'}: ${status}`);
    };
    await shut(undefined, 401);
    if (op.access === 'signed-in') continue;
    for (const [who, role] of HOLDERS)
      if (!CONTRACT.get(op.id)?.includes(role)) await shut(who, 403);
  }
  expect(cells).toBeGreaterThan(200);
  return found;
}

/** Whom the contract admits, whatever a build may say of itself. */
const CONTRACT = new Map<string, readonly Role[]>();

/** Roles that see no business content have no door to it at all (三员分立). */
async function snooping(site: Site): Promise<string[]> {
  const found: string[] = [];
  for (const as of ['system_admin', 'security_admin', 'audit_admin'] as const)
    for (const path of [
      '/entries',
      '/entries/count',
      '/entries/tally',
      '/entries/export',
      '/work',
    ]) {
      const { status } = await site.ask('GET', `/api/v1${path}`, { as });
      if (status !== 403) found.push(`${path} as ${as}: ${status}`);
    }
  return found;
}

test('A5: no operation opens to a role it does not name', async () => {
  for (const { op } of house.real.routes)
    if (typeof op.access !== 'string') CONTRACT.set(op.id, op.access);
  expect(await attack(house.real)).toEqual([]);
  expect(await snooping(house.real)).toEqual([]);
  const wide = withOperation('createUnit', { access: ['office', 'handler'] });
  expect(await attack(house.weakened({ routes: wide }))).not.toEqual([]);
  const open = withOperation('listEntries', { access: 'signed-in' });
  expect(await snooping(house.weakened({ routes: open }))).not.toEqual([]);
}, 180_000);
