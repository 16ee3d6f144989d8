import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode, totpStep } from '#platform/identity/totp.ts';
import type { Database } from '#platform/db/open.ts';
import { Browser, CITY, type Clock, PASSWORD, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { accountRoutes } from './account-routes.ts';

const START = Date.parse('2026-05-06T09:00:00+08:00');
const config = { secureCookie: false, key: new Uint8Array(32).fill(7) };
const clock: Clock = { now: new Date(START) };
let database: Database;
let city: SmallCity;
let address = '10.0.0.1';

beforeAll(async () => {
  database = await testDatabase();
  city = new SmallCity(database, clock);
});
afterAll(async () => {
  await database.close();
});

function browser(): Browser {
  return new Browser(city.app(accountRoutes(config), () => address));
}

function later(ms: number): void {
  clock.now = new Date(clock.now.getTime() + ms);
}

async function signedIn(login: string): Promise<Browser> {
  const person = browser();
  expect((await person.signIn(login)).status).toBe(200);
  return person;
}

describe('a session', () => {
  test('opens with the password, tells who it is, and ends with the sign-out', async () => {
    await city.officer('zhou', 'office', await city.city());
    const zhou = await signedIn('zhou');
    const me = await zhou.get('/me');
    expect(me.body).toMatchObject({
      login: 'zhou',
      cityName: '云溪市',
      posts: [{ role: 'office', unitName: '云溪市', unitPath: '1.' }],
      mustChangePassword: false,
    });
    const { cookie } = zhou;
    const out = await zhou.post('/logout');
    expect(out.headers.get('clear-site-data')).toContain('"storage"');
    zhou.cookie = cookie;
    expect((await zhou.get('/me')).status).toBe(401);
  });

  test('is not the one planted before the sign-in, and the word is not in the database', async () => {
    await city.officer('qian', 'liaison', await city.city());
    const qian = await signedIn('qian');
    const planted = qian.cookie;
    await qian.signIn('qian');
    expect(qian.cookie).not.toBe(planted);
    const stale = browser();
    stale.cookie = planted;
    expect((await stale.get('/me')).status).toBe(401);
    const word = qian.cookie?.split('=')[1] ?? '';
    const rows = await database.db.selectFrom('session').select('token_hash').execute();
    expect(rows.map((row) => row.token_hash)).not.toContain(word);
  });

  test('falls asleep after 30 silent minutes, an administrator’s after 15, and never outlives 12 hours', async () => {
    await city.officer('sun', 'handler', await city.city());
    await city.officer('admin1', 'security_admin', await city.city());
    const [sun, admin] = [await signedIn('sun'), await signedIn('admin1')];
    later(16 * 60_000);
    expect([(await sun.get('/me')).status, (await admin.get('/me')).status]).toEqual([200, 401]);
    later(29 * 60_000);
    expect((await sun.get('/me')).status).toBe(200);
    later(31 * 60_000);
    expect((await sun.get('/me')).status).toBe(401);
    const busy = await signedIn('sun');
    for (let i = 0; i < 25; i += 1) {
      later(29 * 60_000);
      const { status } = await busy.get('/me');
      expect(status).toBe((i + 1) * 29 < 12 * 60 ? 200 : 401);
    }
  });

  test('may do nothing but change a password somebody else has chosen', async () => {
    const { accountId } = await city.officer('li', 'handler', await city.city());
    await database.db
      .updateTable('account')
      .set({ must_change: true })
      .where('id', '=', accountId)
      .execute();
    const li = browser();
    expect((await li.signIn('li')).body).toEqual({ strength: 'first_password' });
    expect((await li.get('/account/tokens')).body).toMatchObject({ code: 'password-change-due' });
    expect((await li.get('/me')).body).toMatchObject({ mustChangePassword: true });
    const next = '东岭-二号井-第四页-白鹭';
    expect((await li.post('/account/password', { current: PASSWORD, next })).status).toBe(200);
    expect((await li.get('/account/tokens')).status).toBe(200);
  });

  test('ends everywhere when the password is changed, except where it was changed', async () => {
    await city.officer('wu', 'handler', await city.city());
    const [here, there] = [await signedIn('wu'), await signedIn('wu')];
    const weak = await here.post('/account/password', {
      current: PASSWORD,
      next: 'wuwuwuwuwuwu1234',
    });
    expect(weak.status).toBe(422);
    const next = '东岭-二号井-第五页-白鹭';
    await here.post('/account/password', { current: PASSWORD, next });
    expect([(await here.get('/me')).status, (await there.get('/me')).status]).toEqual([200, 401]);
    expect((await browser().signIn('wu')).status).toBe(401);
    expect((await browser().signIn('wu', next)).status).toBe(200);
  });

  test('can be seen and ended by its owner, by nobody else', async () => {
    await city.officer('zheng', 'handler', await city.city());
    await city.officer('feng', 'handler', await city.city());
    const [here, there, other] = [
      await signedIn('zheng'),
      await signedIn('zheng'),
      await signedIn('feng'),
    ];
    const list = await here.get('/account/sessions');
    const sessions = list.body['sessions'] as { id: string; present: boolean }[];
    expect(sessions).toHaveLength(2);
    const foreign = sessions.find((session) => !session.present)?.id ?? '';
    expect((await other.post(`/account/sessions/${foreign}/end`)).status).toBe(404);
    expect((await there.get('/me')).status).toBe(200);
    expect((await here.post(`/account/sessions/${foreign}/end`)).status).toBe(200);
    expect((await there.get('/me')).status).toBe(401);
  });
});

describe('wrong credentials', () => {
  test('are answered alike for an unknown, a disabled, an invited and a known account', async () => {
    await city.officer('known', 'handler', await city.city());
    const disabled = await city.officer('disabled', 'handler', await city.city());
    const invited = await city.officer('invited', 'handler', await city.city());
    await database.db
      .updateTable('account')
      .set({ disabled_at: clock.now })
      .where('id', '=', disabled.accountId)
      .execute();
    await database.db
      .updateTable('account')
      .set({ password_hash: null })
      .where('id', '=', invited.accountId)
      .execute();
    const answers = [];
    for (const [login, password] of [
      ['nobody', PASSWORD],
      ['disabled', PASSWORD],
      ['invited', PASSWORD],
      ['known', 'wrong, wrong, wrong'],
    ] as const) {
      const { status, text } = await browser().signIn(login, password);
      answers.push({ status, text });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  test('slow down from the fifth on, known account or not, and from any address', async () => {
    await city.officer('chen', 'handler', await city.city());
    for (const login of ['chen', 'ghost']) {
      const seen = [];
      for (let i = 0; i < 7; i += 1) {
        address = `10.0.1.${i}`;
        seen.push((await browser().signIn(login, 'not the password')).status);
      }
      expect(seen).toEqual([401, 401, 401, 401, 401, 429, 429]);
    }
    const refused = await browser().signIn('chen');
    expect(refused.headers.get('retry-after')).toBe('120');
    later(121_000);
    expect((await browser().signIn('chen')).status).toBe(200);
    address = '10.0.0.1';
  });

  test('cannot outrun the count by coming at once', async () => {
    await city.officer('wei', 'handler', await city.city());
    const tries = Array.from({ length: 30 }, () => browser().signIn('wei', 'guess guess guess'));
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25);
  });

  test('count the same on the routes behind the sign-in', async () => {
    await city.officer('jiang', 'handler', await city.city());
    const jiang = await signedIn('jiang');
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      const next = '东岭-二号井-第六页-白鹭';
      statuses.push((await jiang.post('/account/password', { current: 'wrong', next })).status);
      statuses.push((await jiang.post('/account/totp/begin', { password: 'wrong' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await browser().signIn('jiang')).status).toBe(429);
  });
});

describe('a second factor', () => {
  test('is asked for once confirmed, takes each code once, and ends other sessions', async () => {
    const { accountId } = await city.officer('shen', 'office', await city.city());
    const [here, there] = [await signedIn('shen'), await signedIn('shen')];
    const begun = await here.post('/account/totp/begin', { password: PASSWORD });
    const secret = String(begun.body['secret']);
    expect((await browser().signIn('shen')).status).toBe(200);
    const code = (): string => totpCode(secret, totpStep(clock.now));
    expect((await here.post('/account/totp/confirm', { code: code() })).body).toEqual({
      strength: 'two_factor',
    });
    expect((await there.get('/me')).status).toBe(401);

    expect((await browser().signIn('shen')).body).toMatchObject({ code: 'code-needed' });
    expect((await browser().signIn('shen', PASSWORD, code())).status).toBe(401);
    later(30_000);
    expect((await browser().signIn('shen', PASSWORD, code())).body).toEqual({
      strength: 'two_factor',
    });
    expect((await browser().signIn('shen', PASSWORD, code())).status).toBe(401);

    const row = await database.db
      .selectFrom('account')
      .select('totp_secret')
      .where('city_id', '=', CITY)
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(row.totp_secret).not.toContain(secret);
  });

  test('cannot be guessed faster than a password', async () => {
    await city.officer('han', 'office', await city.city());
    const han = await signedIn('han');
    const begun = await han.post('/account/totp/begin', { password: PASSWORD });
    const secret = String(begun.body['secret']);
    await han.post('/account/totp/confirm', { code: totpCode(secret, totpStep(clock.now)) });
    later(60_000);
    const good = totpCode(secret, totpStep(clock.now));
    const bad = good === '000000' ? '000001' : '000000';
    const statuses = [];
    for (let i = 0; i < 6; i += 1)
      statuses.push((await browser().signIn('han', PASSWORD, bad)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

describe('a personal token', () => {
  test('acts within its scopes, is shown once, and dies when revoked', async () => {
    await city.officer('yang', 'handler', await city.city());
    const yang = await signedIn('yang');
    const made = await yang.post('/account/tokens', {
      name: '报表',
      scopes: ['ledger:read'],
      days: 30,
    });
    const token = String(made.body['token']);
    const { id } = made.body['view'] as { id: string };
    const machine = browser();
    const bearer = { authorization: `Bearer ${token}` };
    expect((await machine.get('/me', bearer)).body).toMatchObject({ code: 'scope-missing' });

    const wide = await yang.post('/account/tokens', { name: '本人', scopes: ['account'], days: 1 });
    const own = { authorization: `Bearer ${String(wide.body['token'])}` };
    expect((await machine.get('/me', own)).body).toMatchObject({
      login: 'yang',
      scopes: ['account'],
    });
    const more = { name: '更多', scopes: ['ledger:write'], days: 1 };
    expect((await machine.post('/account/tokens', more, own)).body).toMatchObject({
      code: 'sign-in-needed',
    });

    const listed = await yang.get('/account/tokens');
    expect(listed.text).not.toContain(token);
    await yang.post(`/account/tokens/${id}/revoke`);
    expect((await machine.get('/me', bearer)).body).toMatchObject({ code: 'not-signed-in' });
    later(24 * 3600_000 + 1);
    expect((await machine.get('/me', own)).status).toBe(401);
  });
});

test('another site’s page cannot sign anybody in', async () => {
  await city.officer('zhu', 'handler', await city.city());
  const answer = await browser().post(
    '/login',
    { login: 'zhu', password: PASSWORD },
    { 'sec-fetch-site': 'cross-site' },
  );
  expect(answer.body).toMatchObject({ code: 'cross-site' });
  expect(answer.headers.get('set-cookie')).toBeNull();
});
