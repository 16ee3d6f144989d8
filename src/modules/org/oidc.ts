import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { finishOidc, startOidc } from '#contract/sign-in.ts';
import { Refusal } from '#domain/refusal.ts';
import { type Direct, direct, type Route } from '#platform/http.ts';
import { passingCookie, passingCookieOf, sessionCookie } from '#platform/identity/cookie.ts';
import { seal, unseal } from '#platform/identity/seal.ts';
import { guarded } from '#platform/identity/throttle.ts';
import { type Account, findAccount, lockAccount } from './account-store.ts';
import type { IdentityConfig, OidcConfig } from './identity-config.ts';
import { recordOrg } from './org-event.ts';
import { beginSession, type Entered } from './sign-in.ts';

/** Sign-in through the government's identity provider (统一身份认证, OpenID Connect), where one is configured. */
export function oidcRoutes(config: IdentityConfig): readonly Route[] {
  const { oidc } = config;
  if (oidc === undefined) {
    const absent = (): Promise<never> => Promise.reject(new Refusal('not-found'));
    return [direct(startOidc, absent), direct(finishOidc, absent)];
  }
  const provider = discovered(oidc);
  return [
    direct(startOidc, (call) => start(call, config, oidc, provider)),
    direct(finishOidc, (call) => finish(call, config, oidc, provider)),
  ];
}

type Provider = () => Promise<Configuration>;

const SECONDS_TO_ANSWER = 10;

/** What the provider says of itself, asked for when first needed and again after a failure. */
function discovered(oidc: OidcConfig): Provider {
  let known: Promise<Configuration> | undefined;
  // On the own machine a provider may speak plain http; anywhere else that would give the code away.
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(oidc.issuer.hostname);
  return async () => {
    known ??= discovery(
      oidc.issuer,
      oidc.clientId,
      oidc.clientSecret,
      ClientSecretBasic(oidc.clientSecret),
      {
        timeout: SECONDS_TO_ANSWER,
        execute: local
          ? [enableNonRepudiationChecks, allowInsecureRequests]
          : [enableNonRepudiationChecks],
      },
    );
    try {
      return await known;
    } catch {
      known = undefined;
      throw new Refusal('oidc-unavailable');
    }
  };
}

const COOKIE = 'luoshi-oidc';
const STATE = 'oidc state';
const STATE_SECONDS = 600;

/** What must come back unchanged: held sealed by the browser alone, so nothing is stored here. */
interface Passing {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly until: number;
}

async function start(
  call: Direct,
  config: IdentityConfig,
  oidc: OidcConfig,
  provider: Provider,
): Promise<Response> {
  const passing: Passing = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    until: call.now.getTime() + STATE_SECONDS * 1000,
  };
  const to = buildAuthorizationUrl(await provider(), {
    redirect_uri: callbackOf(oidc).href,
    scope: 'openid',
    state: passing.state,
    nonce: passing.nonce,
    code_challenge: await calculatePKCECodeChallenge(passing.verifier),
    code_challenge_method: 'S256',
  });
  const sealed = seal(config.key, STATE, JSON.stringify(passing));
  return new Response(null, {
    status: 303,
    headers: {
      location: to.href,
      'set-cookie': passingCookie(COOKIE, sealed, config.secureCookie, STATE_SECONDS),
      'cache-control': 'no-store',
    },
  });
}

function callbackOf(oidc: OidcConfig): URL {
  return new URL(`/api/v1${finishOidc.path}`, oidc.publicUrl);
}

/**
 * The browser is back. Only a subject that the security administrator has registered opens an account:
 * none is ever made or linked here, whatever name or mailbox the provider vouches for.
 */
async function finish(
  call: Direct,
  config: IdentityConfig,
  oidc: OidcConfig,
  provider: Provider,
): Promise<Response> {
  const passing = passingOf(call, config);
  if (passing === undefined) throw new Refusal('bad-credentials');
  const configuration = await provider();
  const back = callbackOf(oidc);
  back.search = new URL(call.request.url).search;
  const guess = { cityId: call.cityId, target: `oidc ${passing.state}`, from: call.from };
  const entered = await guarded(call.db, guess, call.now, async () => {
    const subject = await subjectOf(configuration, back, passing);
    if (subject === undefined) return undefined;
    const account = await findAccount(call.db, call.cityId, { oidcSubject: subject });
    if (account === undefined) {
      await recordUnknown(call, subject);
      return undefined;
    }
    return await enter(call, config, account);
  });
  if (entered === undefined) throw new Refusal('bad-credentials');
  return home(entered, config);
}

function passingOf(call: Direct, config: IdentityConfig): Passing | undefined {
  const sealed = passingCookieOf(call.request, COOKIE, config.secureCookie);
  const text = sealed === undefined ? undefined : unseal(config.key, STATE, sealed);
  if (text === undefined) return undefined;
  const passing = JSON.parse(text) as Passing;
  return passing.until < call.now.getTime() ? undefined : passing;
}

/** Whom the provider vouches for; undefined when anything in its answer is not as it must be. */
async function subjectOf(
  configuration: Configuration,
  back: URL,
  passing: Passing,
): Promise<string | undefined> {
  try {
    const tokens = await authorizationCodeGrant(configuration, back, {
      expectedState: passing.state,
      expectedNonce: passing.nonce,
      pkceCodeVerifier: passing.verifier,
      idTokenExpected: true,
    });
    return tokens.claims()?.sub;
  } catch (error) {
    // Neither a lost connection nor a time-out says anything of the person.
    if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError'))
      throw new Refusal('oidc-unavailable');
    return undefined;
  }
}

async function enter(
  call: Direct,
  config: IdentityConfig,
  seen: Account,
): Promise<Entered | undefined> {
  return await call.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, call.cityId, seen.id);
    if (account.disabledAt !== undefined || account.oidcSubject !== seen.oidcSubject)
      return undefined;
    return await beginSession(tx, call, config, account, 'oidc');
  });
}

/** Somebody the provider knows and nobody has registered: the record helps to register him. */
async function recordUnknown(call: Direct, subject: string): Promise<void> {
  await call.db
    .transaction()
    .execute((tx) =>
      recordOrg(
        { ...call, tx },
        { kind: 'account.oidc_unknown', payload: { subject, from: call.from } },
      ),
    );
}

/**
 * A page that goes home by itself. A redirect would still count as coming from the provider's site,
 * and the session cookie, being Strict, would not go along.
 */
function home(entered: Entered, config: IdentityConfig): Response {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  headers.append('set-cookie', sessionCookie(entered.word, config.secureCookie));
  headers.append('set-cookie', passingCookie(COOKIE, '', config.secureCookie, 0));
  const page =
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>落实</title><a href="/">进入 · Go on</a>';
  return new Response(page, { headers });
}
