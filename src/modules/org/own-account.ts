import type * as contract from '#contract/account.ts';
import type { InputOf } from '#contract/operation.ts';
import type { Actor } from '#domain/org/actor.ts';
import { passwordObjection } from '#domain/org/password.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { hashPassword, passwordMatches } from '#platform/identity/password-hash.ts';
import { seal, unseal } from '#platform/identity/seal.ts';
import { guarded } from '#platform/identity/throttle.ts';
import { matchingStep, newTotpSecret, totpUri } from '#platform/identity/totp.ts';
import {
  type Account,
  changeAccount,
  cityName,
  findAccount,
  lockAccount,
} from './account-store.ts';
import type { IdentityConfig } from './identity-config.ts';
import { recordOrg } from './org-event.ts';
import { endAllSessions, shutOut } from './session-store.ts';
import { beginSession, type Entered, signedIn, takeCode, TOTP } from './sign-in.ts';

/** A person at a screen, with his account. A token is not one. @throws Refusal `sign-in-needed`. */
export async function ownAccount(call: Direct): Promise<{ actor: Actor; account: Account }> {
  const { actor } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (actor.scopes !== undefined) throw new Refusal('sign-in-needed');
  const account = await findAccount(call.db, call.cityId, { id: actor.accountId });
  if (account === undefined) throw new Refusal('not-signed-in');
  return { actor, account };
}

/**
 * One guarded try at the owner's credentials, then a change under the account's lock. A change that
 * answers undefined was a wrong guess: it counts, and nothing is kept of it.
 */
async function withCredential(
  call: Direct,
  account: Account,
  password: string | undefined,
  change: (tx: Tx, account: Account) => Promise<Entered | undefined>,
): Promise<Entered> {
  const { db, cityId, now } = call;
  const guess = { cityId, target: account.login, from: call.from };
  const entered = await guarded(db, guess, now, async () => {
    if (password !== undefined && !(await passwordMatches(account.passwordHash, password)))
      return undefined;
    return await db.transaction().execute(async (tx) => {
      const locked = await lockAccount(tx, cityId, account.id);
      if (locked.passwordHash !== account.passwordHash) return undefined;
      return await change(tx, locked);
    });
  });
  if (entered === undefined) throw new Refusal('bad-credentials');
  return entered;
}

/** 修改密码. All sessions end but the new one this opens, and all tokens. */
export async function changeOwnPassword(
  call: Direct,
  config: IdentityConfig,
  input: InputOf<typeof contract.changePassword>,
): Promise<Response> {
  const { actor, account } = await ownAccount(call);
  const city = (await cityName(call.db, call.cityId)) ?? '';
  insist(
    passwordObjection(input.next, { login: account.login, name: account.name, cityName: city }),
  );
  if (input.next === input.current) throw new Refusal('password-same');
  const passwordHash = await hashPassword(input.next);
  const entered = await withCredential(call, account, input.current, async (tx, locked) => {
    await changeAccount(tx, call.cityId, locked.id, { passwordHash, mustChange: false });
    await shutOut(tx, call.cityId, locked.id, call.now);
    await recordOrg({ ...call, actor, tx }, { kind: 'account.new_password', subjectId: locked.id });
    const strength = locked.totpSecret === undefined ? 'password' : 'two_factor';
    return await beginSession(tx, call, config, locked, strength);
  });
  return signedIn(entered, config);
}

/** A second factor begins as a proposal: until its first code comes, sign-in is as before. */
export async function beginOwnTotp(
  call: Direct,
  config: IdentityConfig,
  input: InputOf<typeof contract.beginTotp>,
): Promise<{ secret: string; uri: string }> {
  const { account } = await ownAccount(call);
  insistNoTotp(account);
  const { db, cityId, now } = call;
  const guess = { cityId, target: account.login, from: call.from };
  const secret = await guarded(db, guess, now, async () => {
    if (!(await passwordMatches(account.passwordHash, input.password))) return undefined;
    const fresh = newTotpSecret();
    await db
      .transaction()
      .execute((tx) =>
        changeAccount(tx, cityId, account.id, { totpPending: seal(config.key, TOTP, fresh) }),
      );
    return fresh;
  });
  if (secret === undefined) throw new Refusal('bad-credentials');
  const issuer = `落实 ${(await cityName(db, cityId)) ?? ''}`.trim();
  return { secret, uri: totpUri(secret, issuer, account.login) };
}

/** One that is on is not exchanged for another without its own code: who has only the password turns none off. */
function insistNoTotp({ totpSecret }: Account): void {
  if (totpSecret !== undefined) throw new Refusal('totp-on');
}

export async function confirmOwnTotp(
  call: Direct,
  config: IdentityConfig,
  input: InputOf<typeof contract.confirmTotp>,
): Promise<Response> {
  const { actor, account } = await ownAccount(call);
  const entered = await withCredential(call, account, undefined, async (tx, locked) => {
    insistNoTotp(locked);
    const secret = unseal(config.key, TOTP, locked.totpPending ?? '');
    const step =
      secret === undefined ? undefined : matchingStep(secret, input.code, call.now, undefined);
    if (step === undefined) return undefined;
    await changeAccount(tx, call.cityId, locked.id, {
      totpSecret: locked.totpPending,
      totpPending: undefined,
      totpLastStep: step,
    });
    return await restart(tx, call, config, { actor, account: locked, kind: 'account.totp_on' });
  });
  return signedIn(entered, config);
}

export async function disableOwnTotp(
  call: Direct,
  config: IdentityConfig,
  input: InputOf<typeof contract.disableTotp>,
): Promise<Response> {
  const { actor, account } = await ownAccount(call);
  const entered = await withCredential(call, account, input.password, async (tx, locked) => {
    if (!(await takeCode(tx, call, config, locked, input.code))) return undefined;
    await changeAccount(tx, call.cityId, locked.id, {
      totpSecret: undefined,
      totpPending: undefined,
    });
    return await restart(tx, call, config, { actor, account: locked, kind: 'account.totp_off' });
  });
  return signedIn(entered, config);
}

interface Restart {
  readonly actor: Actor;
  readonly account: Account;
  readonly kind: 'account.totp_on' | 'account.totp_off';
}

/** How one signs in has changed: every session ends, and this browser gets a new one. */
async function restart(
  tx: Tx,
  call: Direct,
  config: IdentityConfig,
  { actor, account, kind }: Restart,
): Promise<Entered> {
  await endAllSessions(tx, call.cityId, account.id);
  await recordOrg({ ...call, actor, tx }, { kind, subjectId: account.id });
  const strength = kind === 'account.totp_on' ? 'two_factor' : 'password';
  return await beginSession(tx, call, config, account, strength);
}
