import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemAt } from '../laws/lives.ts';
import { type Answer, type House, openHouse, type Site, type Who, withOperation } from './house.ts';
import { said } from './said.ts';

const PASSWORD = '山间-竹桥-五只鹭-37';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What an account taken by an administrator must not do, as long as nobody else has vouched for it. */
const CONFIRMED = [
  'askUnsealing',
  'approveUnsealing',
  'openIdentity',
  'openCall',
  'readOriginal',
  'checkEntry',
  'closeEntry',
  'decideEntry',
  'exportEntries',
  'releaseEntry',
  'releaseSurvey',
  'confirmAccount',
];

function post(site: Site, path: string, body: object, as?: Who, cookie?: string): Promise<Answer> {
  const asking = { ...(as && { as }), ...(cookie !== undefined && { headers: { cookie } }) };
  return site.ask('POST', `/api/v1${path}`, { body, ...asking });
}

/** The security administrator gives a one-time word, uses it himself, and signs in. */
async function take(who: Who): Promise<string> {
  const { db } = house.database;
  const id = house.accounts.get(who) ?? '';
  const login = `taken.${who.toLowerCase()}`;
  await sql`update account set login = ${login} where id = ${id}`.execute(db);
  const given = await post(
    house.real,
    `/accounts/${id}/invite`,
    { clearTotp: true },
    'security_admin',
  );
  expect(given.status).toBe(200);
  const chosen = { word: given.body['word'], password: PASSWORD };
  expect((await post(house.real, '/invitation', chosen)).status).toBe(200);
  const entered = await post(house.real, '/login', { login, password: PASSWORD });
  expect(entered.status).toBe(200);
  return (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function sealedVoice(): Promise<string> {
  const { id } = await said(house, { name: '金雀', contact: '13987650001' });
  return id;
}

const REASON = { reason: '回访核实' };

/** Two accounts of different units, both taken by one hand: does he read who spoke? */
async function unseal(site: Site, east: string, city: string): Promise<string[]> {
  const found: string[] = [];
  const voice = await sealedVoice();
  const original = await post(site, `/voices/${voice}/original`, REASON, undefined, east);
  if (original.status === 200) found.push('the words as sent');
  let asked = await post(site, `/voices/${voice}/unsealing`, REASON, undefined, east);
  if (asked.status === 200) found.push('asked');
  // What an honest officer asked for is no way in either.
  else asked = await post(house.real, `/voices/${voice}/unsealing`, REASON, 'eastHousingLeader');
  const path = `/unsealings/${String(asked.body['id'])}`;
  const approved = await post(site, `${path}/approve`, {}, undefined, city);
  if (approved.status === 200) found.push('approved');
  const opened = await post(site, `${path}/open`, {}, undefined, city);
  if (opened.text.includes('13987650001')) found.push('opened');
  const { id } = await problemAt(house.database.db, house.city, 'accepted');
  const release = { title: '路灯', words: '已修', ...REASON };
  const released = await post(site, `/entries/${id}/release`, release, undefined, city);
  if (released.status === 200) found.push('released');
  return found;
}

function without(ids: readonly string[]): (all: Site['routes']) => Site['routes'] {
  return (all) =>
    ids.reduce<Site['routes']>(
      (routes, id) => withOperation(id, { confirmed: false })(routes),
      all,
    );
}

test('A40: the security administrator alone takes accounts, and unseals nobody with them', async () => {
  const marked = house.real.routes.filter(({ op }) => op.confirmed === true);
  expect(marked.map(({ op }) => op.id).toSorted()).toEqual(CONFIRMED.toSorted());
  for (const { op } of marked) expect(op.refusals).toContain('account-unconfirmed');
  const [east, city] = [await take('eastOffice'), await take('cityOffice')];
  expect(await unseal(house.real, east, city)).toEqual([]);
  const voice = await sealedVoice();
  const refused = await post(house.real, `/voices/${voice}/unsealing`, REASON, undefined, east);
  expect(refused.body).toMatchObject({ code: 'account-unconfirmed', status: 403 });
  expect(String(refused.body['title'])).toContain('审计管理员');
  // A token of the account is no way round, nor is another password.
  const made = await post(
    house.real,
    '/account/tokens',
    { name: 't', scopes: ['voices:write'], days: 9 },
    undefined,
    east,
  );
  const byToken = await house.real.ask('POST', `/api/v1/voices/${voice}/unsealing`, {
    body: REASON,
    headers: { authorization: `Bearer ${String(made.body['token'])}` },
  });
  expect(byToken.body).toMatchObject({ code: 'account-unconfirmed' });
  const weak = house.weakened({ routes: without(CONFIRMED) });
  expect(await unseal(weak, east, city)).toEqual([
    'the words as sent',
    'asked',
    'approved',
    'opened',
    'released',
  ]);
}, 120_000);

test('A40: an account is confirmed by an administrator of another kind, once somebody has come in, and not by one taken too', async () => {
  const id = house.accounts.get('westOffice') ?? '';
  const confirm = (as: Who | undefined, resetAt: unknown, cookie?: string): Promise<Answer> =>
    post(house.real, `/accounts/${id}/confirm`, { resetAt }, as, cookie);
  const listed = async (): Promise<Record<string, unknown> | undefined> => {
    const { body } = await house.real.ask('GET', '/api/v1/accounts?unconfirmed=true', {
      as: 'audit_admin',
    });
    return (body['accounts'] as Record<string, unknown>[]).find((one) => one['id'] === id);
  };
  expect(await listed()).toBeUndefined();
  await post(house.real, `/accounts/${id}/invite`, {}, 'security_admin');
  const early = await confirm('audit_admin', (await listed())?.['resetAt']);
  expect(early.body).toMatchObject({ code: 'account-not-taken' });
  const cookie = await take('westOffice');
  const resetAt = (await listed())?.['resetAt'];
  const me = await house.real.ask('GET', '/api/v1/me', { headers: { cookie } });
  expect(me.body['resetAt']).toBe(resetAt);
  expect((await confirm('security_admin', resetAt)).status).toBe(403);
  expect((await confirm('audit_admin', '2026-01-01T00:00:00.000Z')).body).toMatchObject({
    code: 'account-reset-again',
  });
  const taken = await take('system_admin');
  expect((await confirm(undefined, resetAt, taken)).body).toMatchObject({
    code: 'account-unconfirmed',
  });
  expect((await confirm('audit_admin', resetAt)).body).toMatchObject({ id, resetAt: null });
  expect(await listed()).toBeUndefined();
  const events = await house.real.ask('GET', `/api/v1/org-events?subject=${id}`, {
    as: 'audit_admin',
  });
  expect(events.text).toContain('account.confirm');
  // Given anew, by another way in: it waits again.
  await post(house.real, `/accounts/${id}/oidc`, { subject: 'u-1' }, 'security_admin');
  expect((await listed())?.['resetAt']).toEqual(expect.any(String));
}, 60_000);
