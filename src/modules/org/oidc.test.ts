import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { Browser, type Clock, type Officer, SmallCity } from '#test/small-city.ts';
import { testDatabase } from '#test/template.ts';
import { accountRoutes } from './account-routes.ts';
import { oidcFromEnvironment } from './identity-config.ts';

/** A provider that signs in whoever it is told to, and lies where it is told to. */
class Provider {
  subject = 'sub-1';
  /** Claims put in place of the honest ones. */
  lie: Record<string, unknown> = {};
  signer: KeyObject;
  readonly server: Server;
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly codes = new Map<string, URLSearchParams>();

  constructor() {
    this.signer = this.keys.privateKey;
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const answer = this.answer(new URL(request.url ?? '/', this.issuer).pathname, body);
        response.writeHead(answer === undefined ? 400 : 200, {
          'content-type': 'application/json',
        });
        response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
      });
    });
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  honest(): void {
    this.subject = 'sub-1';
    this.lie = {};
    this.signer = this.keys.privateKey;
  }

  /** The person has signed in over there: where the browser is sent back to. */
  authorise(asked: URL): string {
    const code = `code-${this.codes.size}`;
    this.codes.set(code, asked.searchParams);
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.searchParams.get('state') ?? '');
    return `${back.pathname.replace('/api/v1', '')}${back.search}`;
  }

  private answer(path: string, body: string): object | undefined {
    const { issuer } = this;
    if (path === '/.well-known/openid-configuration')
      return {
        issuer,
        authorization_endpoint: `${issuer}/authorise`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      };
    if (path === '/jwks')
      return {
        keys: [
          { ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' },
        ],
      };
    return path === '/token' ? this.token(new URLSearchParams(body)) : undefined;
  }

  private token(sent: URLSearchParams): object | undefined {
    const asked = this.codes.get(sent.get('code') ?? '');
    if (asked === undefined) return undefined;
    this.codes.delete(sent.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== asked.get('code_challenge')) return undefined;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: asked.get('client_id'),
      sub: this.subject,
      nonce: asked.get('nonce'),
      iat: now,
      exp: now + 300,
      ...this.lie,
    };
    return { access_token: 'a', token_type: 'Bearer', id_token: this.signed(claims) };
  }

  private signed(claims: object): string {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`;
    return `${text}.${createSign('sha256').update(text).sign(this.signer).toString('base64url')}`;
  }
}

const clock: Clock = { now: new Date('2026-05-06T09:00:00+08:00') };
const provider = new Provider();
let database: Database;
let city: SmallCity;
let officer: Officer;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    provider.server.listen(0, '127.0.0.1', resolve);
  });
  database = await testDatabase();
  city = new SmallCity(database, clock);
  officer = await city.officer('zhou', 'office', await city.city());
  await city.officer('security', 'security_admin', await city.city());
  const security = browser();
  await security.signIn('security');
  await security.post(`/accounts/${officer.accountId}/oidc`, { subject: 'sub-1' });
});
beforeEach(() => {
  provider.honest();
});
afterAll(async () => {
  await database.close();
  provider.server.close();
});

function browser(): Browser {
  const oidc = oidcFromEnvironment(
    {
      LUOSHI_OIDC_ISSUER: provider.issuer,
      LUOSHI_OIDC_CLIENT_ID: 'luoshi',
      LUOSHI_OIDC_CLIENT_SECRET: 'secret',
    },
    new URL('http://127.0.0.1:8080'),
  );
  const config = { secureCookie: false, key: new Uint8Array(32).fill(7), oidc };
  return new Browser(city.app(accountRoutes(config)));
}

/** Go to the provider and be sent back; the browser then holds the passing cookie. */
async function sentBack(person: Browser): Promise<string> {
  const away = await person.get('/oidc/start');
  expect(away.status).toBe(303);
  return provider.authorise(new URL(away.headers.get('location') ?? ''));
}

test('a registered subject is signed in, with a page that goes home by itself', async () => {
  const person = browser();
  const answer = await person.get(await sentBack(person));
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('http-equiv="refresh"');
  const cookies = answer.headers.getSetCookie();
  person.cookie = cookies.find((cookie) => cookie.startsWith('luoshi='))?.split(';')[0];
  expect((await person.get('/me')).body).toMatchObject({ login: 'zhou' });
  expect((await person.get('/account/sessions')).body).toMatchObject({
    sessions: [{ strength: 'oidc' }],
  });
});

test('a subject nobody has registered gets in nowhere, whatever else is said of it', async () => {
  provider.subject = 'sub-2';
  provider.lie = { email: 'zhou@example.test', preferred_username: 'zhou' };
  const person = browser();
  expect((await person.get(await sentBack(person))).body).toMatchObject({
    code: 'bad-credentials',
  });
});

test('a disabled account stays shut', async () => {
  const person = browser();
  const back = await sentBack(person);
  const change = (at: Date | null) =>
    database.db
      .updateTable('account')
      .set({ disabled_at: at })
      .where('id', '=', officer.accountId)
      .execute();
  await change(clock.now);
  expect((await person.get(back)).status).toBe(401);
  await change(null);
});

test.each<[string, () => void]>([
  ['for another client', () => (provider.lie = { aud: 'another' })],
  ['by another issuer', () => (provider.lie = { iss: 'http://127.0.0.1:1' })],
  ['with another nonce', () => (provider.lie = { nonce: 'planted' })],
  ['that has expired', () => (provider.lie = { exp: 1 })],
  [
    'signed with a key that is not the provider’s',
    () => {
      provider.signer = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    },
  ],
])('an assertion %s is refused', async (_, lie) => {
  lie();
  const person = browser();
  expect((await person.get(await sentBack(person))).body).toMatchObject({
    code: 'bad-credentials',
  });
});

test('an answer planted on another browser, come twice, or come late is refused', async () => {
  const [victim, attacker] = [browser(), browser()];
  await sentBack(victim);
  const planted = await sentBack(attacker);
  expect((await victim.get(planted)).status).toBe(401);
  expect((await browser().get(planted)).status).toBe(401);

  const person = browser();
  const back = await sentBack(person);
  const { cookie } = person;
  expect((await person.get(back)).status).toBe(200);
  person.cookie = cookie;
  expect((await person.get(back)).status).toBe(401);

  const late = browser();
  const old = await sentBack(late);
  const before = clock.now;
  clock.now = new Date(before.getTime() + 601_000);
  expect((await late.get(old)).status).toBe(401);
  clock.now = before;
});

test('without a provider there is nothing there, and half a configuration says what is missing', async () => {
  const plain = new Browser(
    city.app(accountRoutes({ secureCookie: false, key: new Uint8Array(32) })),
  );
  expect((await plain.get('/oidc/start')).status).toBe(404);
  expect((await plain.get('/sign-in')).body).toMatchObject({ oidc: false });
  expect(() =>
    oidcFromEnvironment({ LUOSHI_OIDC_ISSUER: 'https://id.test' }, new URL('http://a.test')),
  ).toThrow(/LUOSHI_OIDC_CLIENT_ID、LUOSHI_OIDC_CLIENT_SECRET/);
  const insecure = {
    LUOSHI_OIDC_ISSUER: 'http://id.test',
    LUOSHI_OIDC_CLIENT_ID: 'a',
    LUOSHI_OIDC_CLIENT_SECRET: 'b',
  };
  expect(() => oidcFromEnvironment(insecure, new URL('http://a.test'))).toThrow(/https/);
});
