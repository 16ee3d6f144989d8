import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readVoice } from '#modules/listen/read-voice.ts';
import { listVoices } from '#modules/listen/voices-within.ts';
import { openSession } from '#modules/org/session-store.ts';
import type { Context, Query } from '#platform/command.ts';
import { sessionCookie } from '#platform/identity/cookie.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { problemAt } from '../laws/lives.ts';
import {
  type Answer,
  type House,
  instead,
  NOW,
  openHouse,
  type Site,
  type Who,
  withOperation,
} from './house.ts';
import { said } from './said.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** An administrator gave a way into the account, and nobody has confirmed who came in by it. */
async function reset(who: Who): Promise<void> {
  await sql`update account set reset_at = ${NOON}, reset_by = (select person_id from account where login = 'security_admin')
    where id = ${house.accounts.get(who)}`.execute(house.database.db);
}

async function complaint(): Promise<string> {
  const { id } = await said(house, {
    kind: 'complaint',
    words: '柳河镇办事大厅的人态度恶劣，让我跑了五趟',
    about: house.city.unit.eastTown.id,
    placeUnit: undefined,
  });
  return id;
}

async function sees(site: Site, id: string): Promise<string[]> {
  const ask = (path: string): Promise<Answer> => site.ask('GET', path, { as: 'cityOffice' });
  const found: string[] = [];
  if ((await ask('/api/v1/voices?kind=complaint')).text.includes(id)) found.push('listed');
  if ((await ask(`/api/v1/voices/${id}`)).status === 200) found.push('read');
  return found;
}

test('A43: whoever took an account reads no complaint about conduct with it', async () => {
  const id = await complaint();
  expect(await sees(house.real, id)).toEqual(['listed', 'read']);
  const counted = async (): Promise<unknown> =>
    (await house.real.ask('GET', '/api/v1/voices/count?kind=complaint', { as: 'cityOffice' })).body[
      'received'
    ];
  expect(await counted()).toBe(1);
  await reset('cityOffice');
  expect(await sees(house.real, id)).toEqual([]);
  expect(await counted()).toBe(0);
  // A build that asks who holds which post, and not who vouched for him.
  const trusting = (q: Query): Query => {
    const { resetAt: _resetAt, ...actor } = q.actor;
    return { ...q, actor };
  };
  const weak = house.weakened({
    routes: (all) =>
      instead('readVoice', (q: Query, input: never) => readVoice(trusting(q), input))(
        instead('listVoices', (q: Query, input: never) => listVoices(trusting(q), input))(all),
      ),
  });
  expect(await sees(weak, id)).toEqual(['listed', 'read']);
  await sql`update account set reset_at = null, reset_by = null`.execute(house.database.db);
});

/** 核查 and 销号 with accounts that one administrator took: is a problem struck off by one hand? */
async function strikesOff(site: Site): Promise<string[]> {
  const found: string[] = [];
  const delivered = await problemAt(house.database.db, house.city, 'delivered');
  const checked = await site.ask('POST', `/api/v1/entries/${delivered.id}/check`, {
    as: 'inspector',
    body: { version: delivered.version, method: 'on_site', finding: 'confirmed', note: '属实' },
  });
  if (checked.status === 200) found.push('checked');
  const { id, version } = await problemAt(house.database.db, house.city, 'checked');
  const closed = await site.ask('POST', `/api/v1/entries/${id}/close`, {
    as: 'townLeader',
    body: { version },
  });
  if (closed.status === 200) found.push('closed');
  const sheet = await site.ask('GET', '/api/v1/entries/export?format=csv', { as: 'townLeader' });
  if (sheet.status === 200) found.push('carried away as a sheet');
  return found;
}

test('A43: accounts taken by one hand strike nothing off and carry no ledger away', async () => {
  for (const who of ['inspector', 'townLeader'] as const) await reset(who);
  expect(await strikesOff(house.real)).toEqual([]);
  const weak = house.weakened({
    routes: (all) =>
      ['checkEntry', 'closeEntry', 'exportEntries'].reduce<Site['routes']>(
        (routes, id) => withOperation(id, { confirmed: false })(routes),
        all,
      ),
  });
  expect(await strikesOff(weak)).toEqual(['checked', 'closed', 'carried away as a sheet']);
  await sql`update account set reset_at = null, reset_by = null`.execute(house.database.db);
}, 60_000);

/**
 * The security administrator binds the account to an identity of his own, makes himself a token in it, and binds it back.
 * The holder, never locked out, is then confirmed. Does the token read what was sent?
 */
async function keepsToken(site: Site, who: Who): Promise<boolean> {
  const id = house.accounts.get(who) ?? '';
  const bind = (subject: string | null): Promise<Answer> =>
    site.ask('POST', `/api/v1/accounts/${id}/oidc`, { as: 'security_admin', body: { subject } });
  expect((await bind(`mine-${who}-${site.routes.length}`)).status).toBe(200);
  const session = { cityId: CITY, accountId: id, strength: 'oidc' as const, agent: 'test' };
  const word = await house.database.db.transaction().execute((tx) => openSession(tx, session, NOW));
  const made = await site.ask('POST', '/api/v1/account/tokens', {
    headers: { cookie: sessionCookie(word, false).split(';')[0] ?? '' },
    body: { name: 't', scopes: ['voices:write'], days: 300 },
  });
  const back = await bind(null);
  expect([made.status, back.status]).toEqual([200, 200]);
  const confirmed = await site.ask('POST', `/api/v1/accounts/${id}/confirm`, {
    as: 'audit_admin',
    body: { resetAt: back.body['resetAt'] },
  });
  expect([confirmed.status, confirmed.text]).toEqual([200, expect.anything()]);
  const { rows } = await sql<{ voice_id: string }>`
    select voice_id from submission limit 1`.execute(house.database.db);
  const read = await site.ask('POST', `/api/v1/voices/${rows[0]?.voice_id}/original`, {
    headers: { authorization: `Bearer ${String(made.body['token'])}` },
    body: { reason: '核实' },
  });
  return read.status === 200;
}

test('A43: a token made before an account was confirmed is not confirmed with it', async () => {
  await complaint();
  const hash = await hashPassword('山间-竹桥-五只鹭-37');
  await sql`update account set password_hash = ${hash} where id = ${house.accounts.get('cityOffice')}`.execute(
    house.database.db,
  );
  expect(await keepsToken(house.real, 'cityOffice')).toBe(false);
  // A build that ends sessions alone.
  const careless =
    (change: (id: string) => RawBuilder<unknown>) =>
    async ({ tx }: Context, { id }: { id: string }): Promise<object> => {
      await change(id).execute(tx);
      const { rows } = await sql<{ at: Date | null }>`
        select reset_at as at from account where id = ${id}`.execute(tx);
      return { ...SOMEBODY, id, resetAt: rows[0]?.at?.toISOString() ?? null };
    };
  const weak = house.weakened({
    routes: (all) =>
      instead(
        'confirmAccount',
        careless(
          (id) => sql`
        update account set reset_at = null, reset_by = null where id = ${id}`,
        ),
      )(
        instead(
          'linkOidc',
          careless(
            (id) => sql`
          update account set reset_at = ${NOW}, reset_by = id where id = ${id}`,
          ),
        )(all),
      ),
  });
  expect(await keepsToken(weak, 'cityOffice')).toBe(true);
});

const SOMEBODY = {
  login: 'x',
  personId: '00000000-0000-4000-8000-000000000000',
  name: 'x',
  roles: [],
  hasPassword: true,
  twoFactor: false,
  oidcSubject: null,
  disabledAt: null,
};
