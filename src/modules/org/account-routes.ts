import * as contract from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as accounts from '#contract/account-admin.ts';
import { command, direct, query, type Route } from '#platform/http.ts';
import * as admin from './account-admin.ts';
import { cityName } from './account-store.ts';
import { createToken, listTokens, revokeToken } from './api-tokens.ts';
import type { IdentityConfig } from './identity-config.ts';
import { acceptInvitation } from './invitation.ts';
import { oidcRoutes } from './oidc.ts';
import { beginOwnTotp, changeOwnPassword, confirmOwnTotp, disableOwnTotp } from './own-account.ts';
import { endOwnSession, viewMe, viewSessions } from './own-view.ts';
import { isSetUp, setUp } from './set-up.ts';
import { signIn, signOut } from './sign-in.ts';

/** Sign-in, one's own account, and the accounts of others. */
export function accountRoutes(config: IdentityConfig): readonly Route[] {
  return [
    direct(ways.signInWays, async (call) => ({
      cityName: (await cityName(call.db, call.cityId)) ?? null,
      setUp: await isSetUp(call.db, call.cityId),
      oidc: config.oidc !== undefined,
    })),
    direct(ways.setUp, setUp),
    direct(ways.login, (call, input) => signIn(call, config, input)),
    direct(ways.logout, (call) => signOut(call, config)),
    direct(contract.me, (call) => viewMe(call)),
    direct(contract.changePassword, (call, input) => changeOwnPassword(call, config, input)),
    direct(contract.beginTotp, (call, input) => beginOwnTotp(call, config, input)),
    direct(contract.confirmTotp, (call, input) => confirmOwnTotp(call, config, input)),
    direct(contract.disableTotp, (call, input) => disableOwnTotp(call, config, input)),
    direct(contract.listSessions, (call) => viewSessions(call, config)),
    direct(contract.endSession, (call, input) => endOwnSession(call, input.id)),
    direct(contract.createToken, createToken),
    query(contract.listTokens, listTokens),
    command(contract.revokeToken, revokeToken),
    direct(ways.acceptInvitation, acceptInvitation),
    query(accounts.listAccounts, admin.listAccounts),
    command(accounts.createAccount, admin.createAccount),
    direct(accounts.inviteAccount, admin.inviteAccount),
    command(accounts.confirmAccount, admin.confirmAccount),
    command(accounts.disableAccount, admin.disableAccount),
    command(accounts.enableAccount, admin.enableAccount),
    command(accounts.linkOidc, admin.linkOidc),
    ...oidcRoutes(config),
  ];
}
