import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/sign-in.ts';
import { normalLogin } from '#domain/org/password.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { sessionCookie, sessionCookieOf, signOffHeaders } from '#platform/identity/cookie.ts';
import { passwordMatches } from '#platform/identity/password-hash.ts';
import { unseal } from '#platform/identity/seal.ts';
import { guarded } from '#platform/identity/throttle.ts';
import { matchingStep } from '#platform/identity/totp.ts';
import { type Account, changeAccount, findAccount, lockAccount } from './account-store.ts';
import type { IdentityConfig } from './identity-config.ts';
import { recordOrg } from './org-event.ts';
import { endSessionOf, openSession, type Strength } from './session-store.ts';

/** What second factors are sealed for. */
export const TOTP = 'totp';

/**
 * 登录. Every refusal of a wrong pair is the same in words, status and time, whether the account is
 * unknown, disabled, without a password, or the password wrong.
 */
export async function signIn(
  call: Direct,
  config: IdentityConfig,
  input: InputOf<typeof contract.login>,
): Promise<Response> {
  const { db, cityId, now } = call;
  const login = normalLogin(input.login);
  let known: Account | undefined;
  const guess = { cityId, target: login, from: call.from };
  const entered = await guarded(db, guess, now, async () => {
    known = await findAccount(db, cityId, { login });
    const account = known;
    const matches = await passwordMatches(account?.passwordHash, input.password);
    if (!matches || account === undefined || account.disabledAt !== undefined) return undefined;
    if (account.totpSecret !== undefined && input.code === undefined)
      throw new Refusal('code-needed');
    return await db.transaction().execute((tx) => enter(tx, call, config, account, input.code));
  });
  if (entered === undefined) {
    await db
      .transaction()
      .execute((tx) =>
        recordOrg(
          { ...call, tx },
          { kind: 'account.sign_in_refused', subjectId: known?.id, payload: { from: call.from } },
        ),
      );
    throw new Refusal('bad-credentials');
  }
  return signedIn(entered, config);
}

/** 退出登录: the session ends here and now, and the browser forgets what it kept. */
export async function signOut(call: Direct, config: IdentityConfig): Promise<Response> {
  const word = sessionCookieOf(call.request, config.secureCookie);
  if (word !== undefined) await endSessionOf(call.db, call.cityId, word);
  return Response.json({ done: true }, { headers: signOffHeaders(config.secureCookie) });
}

export interface Entered {
  readonly word: string;
  readonly strength: Strength;
}

/** The second half of a sign-in by password: the code, under the account's lock, then the session. */
async function enter(
  tx: Tx,
  call: Direct,
  config: IdentityConfig,
  seen: Account,
  code: string | undefined,
): Promise<Entered | undefined> {
  const account = await lockAccount(tx, call.cityId, seen.id);
  const changed =
    account.passwordHash !== seen.passwordHash || account.totpSecret !== seen.totpSecret;
  if (account.disabledAt !== undefined || changed) return undefined;
  if (account.totpSecret !== undefined && !(await takeCode(tx, call, config, account, code)))
    return undefined;
  const second = account.totpSecret === undefined ? 'password' : 'two_factor';
  return await beginSession(
    tx,
    call,
    config,
    account,
    account.mustChange ? 'first_password' : second,
  );
}

/** Is the code right? If so it is spent: the same code, or an older one, never passes again. */
export async function takeCode(
  tx: Tx,
  call: Direct,
  config: IdentityConfig,
  account: Account,
  code: string | undefined,
): Promise<boolean> {
  const secret = unseal(config.key, TOTP, account.totpSecret ?? '');
  if (secret === undefined || code === undefined) return false;
  const step = matchingStep(secret, code, call.now, account.totpLastStep);
  if (step === undefined) return false;
  await changeAccount(tx, call.cityId, account.id, { totpLastStep: step });
  return true;
}

/** A new session in place of the one the browser brought, so that no word planted before lives on. */
export async function beginSession(
  tx: Tx,
  call: Direct,
  config: IdentityConfig,
  account: Account,
  strength: Strength,
): Promise<Entered> {
  const before = sessionCookieOf(call.request, config.secureCookie);
  if (before !== undefined) await endSessionOf(tx, call.cityId, before);
  const agent = call.request.headers.get('user-agent') ?? '';
  const session = { cityId: call.cityId, accountId: account.id, strength, agent };
  const word = await openSession(tx, session, call.now);
  await recordOrg(
    { ...call, tx },
    {
      kind: 'account.sign_in',
      subjectId: account.id,
      byPerson: account.personId,
      payload: { strength, from: call.from, person: account.personId },
    },
  );
  return { word, strength };
}

export function signedIn(entered: Entered, config: IdentityConfig): Response {
  return Response.json(
    { strength: entered.strength },
    {
      headers: {
        'set-cookie': sessionCookie(entered.word, config.secureCookie),
        'cache-control': 'no-store',
      },
    },
  );
}
