import * as contract from '#contract/account-admin.ts';
import type { AccountView } from '#contract/account-admin.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { Actor, Role } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { forgetGuesses } from '#platform/identity/throttle.ts';
import { type Account, changeAccount, findAccount, lockAccount } from './account-store.ts';
import { addAccount } from './add-account.ts';
import { invite, voidInvitations } from './invitation.ts';
import { recordOrg } from './org-event.ts';
import { shutOut } from './session-store.ts';

const PAGE = 50;

export async function listAccounts(
  q: Query,
  input: InputOf<typeof contract.listAccounts>,
): Promise<Sent<typeof contract.listAccounts.output>> {
  const sought = input.q?.trim() ?? '';
  const rows = await accountsWithRoles(q.db, q.cityId, q.today)
    .where('account.login', '>', input.after ?? '')
    .$if(sought !== '', (query) =>
      query.where((e) =>
        e.or([
          e('account.login', 'like', `${likeText(sought.toLowerCase())}%`),
          e('person.name', 'like', `%${likeText(sought)}%`),
        ]),
      ),
    )
    .$if(input.unconfirmed === true, (query) => query.where('account.reset_at', 'is not', null))
    .orderBy('account.login')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  return {
    accounts: page.map(viewAccount),
    next: rows.length > PAGE ? (page.at(-1)?.login ?? null) : null,
  };
}

export async function createAccount(
  ctx: Context,
  input: InputOf<typeof contract.createAccount>,
): Promise<AccountView> {
  return await viewed(ctx, await addAccount(ctx, input, securityPost(ctx.actor)));
}

/**
 * A one-time word for somebody who is new or cannot get in. What he signed in with before ends at
 * once. Not kept under an idempotency key, for the word is kept nowhere: a repeated call voids it and
 * gives another.
 */
export async function inviteAccount(
  call: Direct,
  input: InputOf<typeof contract.inviteAccount>,
): Promise<{ word: string; endsAt: string }> {
  const { actor, cityId } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (actor.scopes !== undefined) throw new Refusal('sign-in-needed');
  const given = await call.db.transaction().execute(async (tx) => {
    const at = { ...call, actor, tx };
    const account = await othersAccount(tx, cityId, actor, input.id);
    await changeAccount(tx, cityId, account.id, {
      passwordHash: undefined,
      reset: { at: call.now, by: actor.personId },
      ...(input.clearTotp === true
        ? { totpSecret: undefined, totpPending: undefined, totpLastStep: undefined }
        : {}),
    });
    await shutOut(tx, cityId, account.id, call.now);
    const { word, endsAt } = await invite(at, account.id);
    await recordOrg(at, {
      kind: 'account.invite',
      subjectId: account.id,
      byPost: securityPost(actor),
      payload: { clearTotp: input.clearTotp ?? false },
    });
    return { word, endsAt, login: account.login };
  });
  await forgetGuesses(call.db, cityId, given.login);
  return { word: given.word, endsAt: given.endsAt.toISOString() };
}

export async function disableAccount(
  ctx: Context,
  input: InputOf<typeof contract.disableAccount>,
): Promise<AccountView> {
  const account = await othersAccount(ctx.tx, ctx.cityId, ctx.actor, input.id);
  if (account.disabledAt === undefined) {
    await changeAccount(ctx.tx, ctx.cityId, account.id, { disabledAt: ctx.now });
    await shutOut(ctx.tx, ctx.cityId, account.id, ctx.now);
    await voidInvitations(ctx, account.id);
    await recordOrg(ctx, {
      kind: 'account.disable',
      subjectId: account.id,
      byPost: securityPost(ctx.actor),
    });
  }
  return await viewed(ctx, account.id);
}

export async function enableAccount(
  ctx: Context,
  input: InputOf<typeof contract.enableAccount>,
): Promise<AccountView> {
  const account = await othersAccount(ctx.tx, ctx.cityId, ctx.actor, input.id);
  if (account.disabledAt !== undefined) {
    await changeAccount(ctx.tx, ctx.cityId, account.id, { disabledAt: undefined });
    await recordOrg(ctx, {
      kind: 'account.enable',
      subjectId: account.id,
      byPost: securityPost(ctx.actor),
    });
  }
  return await viewed(ctx, account.id);
}

export async function linkOidc(
  ctx: Context,
  input: InputOf<typeof contract.linkOidc>,
): Promise<AccountView> {
  const account = await othersAccount(ctx.tx, ctx.cityId, ctx.actor, input.id);
  const subject = input.subject ?? undefined;
  const holder =
    subject === undefined
      ? undefined
      : await findAccount(ctx.tx, ctx.cityId, { oidcSubject: subject });
  if (holder !== undefined && holder.id !== account.id)
    throw new Refusal('name-taken', { name: subject });
  const isNew = subject !== undefined && subject !== account.oidcSubject;
  await changeAccount(ctx.tx, ctx.cityId, account.id, {
    oidcSubject: subject,
    ...(isNew && { reset: { at: ctx.now, by: ctx.actor.personId } }),
  });
  await shutOut(ctx.tx, ctx.cityId, account.id, ctx.now);
  await recordOrg(ctx, {
    kind: 'account.oidc',
    subjectId: account.id,
    byPost: securityPost(ctx.actor),
    payload: { from: account.oidcSubject ?? null, to: subject ?? null },
  });
  return await viewed(ctx, account.id);
}

/**
 * 核实: a second administrator, of another kind than the one who gave the way in, has made sure who came in by it.
 * He says which he means: one given since waits for a confirmation of its own.
 */
export async function confirmAccount(
  ctx: Context,
  input: InputOf<typeof contract.confirmAccount>,
): Promise<AccountView> {
  const account = await othersAccount(ctx.tx, ctx.cityId, ctx.actor, input.id);
  const { reset } = account;
  if (reset?.at.toISOString() !== input.resetAt) throw new Refusal('account-reset-again');
  if (reset.by === ctx.actor.personId) throw new Refusal('own-post');
  if (account.passwordHash === undefined && account.oidcSubject === undefined)
    throw new Refusal('account-not-taken');
  await changeAccount(ctx.tx, ctx.cityId, account.id, { reset: undefined });
  // Whoever else came in meanwhile, or made himself a token, is not the one who is vouched for.
  await shutOut(ctx.tx, ctx.cityId, account.id, ctx.now);
  await recordOrg(ctx, {
    kind: 'account.confirm',
    subjectId: account.id,
    byPost: ctx.actor.posts.find(({ role }) => contract.SECOND.some((one) => one === role))?.postId,
    payload: { resetAt: input.resetAt, resetBy: reset.by },
  });
  return await viewed(ctx, account.id);
}

/** Nobody decides on his own account. @throws Refusal `own-post`, `not-found`. */
async function othersAccount(tx: Tx, cityId: number, actor: Actor, id: string): Promise<Account> {
  if (id === actor.accountId) throw new Refusal('own-post');
  return await lockAccount(tx, cityId, id);
}

function securityPost(actor: Actor): string | undefined {
  return actor.posts.find((post) => post.role === 'security_admin')?.postId;
}

async function viewed(ctx: Context, id: string): Promise<AccountView> {
  const row = await accountsWithRoles(ctx.tx, ctx.cityId, ctx.today)
    .where('account.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return viewAccount(row);
}

function accountsWithRoles(db: Db | Tx, cityId: number, today: string) {
  return db
    .selectFrom('account')
    .innerJoin('person', (join) =>
      join
        .onRef('person.city_id', '=', 'account.city_id')
        .onRef('person.id', '=', 'account.person_id'),
    )
    .selectAll('account')
    .select('person.name')
    .select((e) =>
      e
        .selectFrom('holding')
        .innerJoin('post', (join) =>
          join
            .onRef('post.city_id', '=', 'holding.city_id')
            .onRef('post.id', '=', 'holding.post_id'),
        )
        .select((p) => p.fn.agg<Role[] | null>('array_agg', ['post.role']).distinct().as('roles'))
        .where('holding.city_id', '=', cityId)
        .whereRef('holding.person_id', '=', 'account.person_id')
        .where('holding.from_on', '<=', today)
        .where((h) => h.or([h('holding.to_on', 'is', null), h('holding.to_on', '>=', today)]))
        .as('roles'),
    )
    .where('account.city_id', '=', cityId);
}

function viewAccount(row: {
  readonly id: string;
  readonly login: string;
  readonly person_id: string;
  readonly name: string;
  readonly roles: readonly Role[] | null;
  readonly password_hash: string | null;
  readonly totp_secret: string | null;
  readonly oidc_subject: string | null;
  readonly disabled_at: Date | null;
  readonly reset_at: Date | null;
}): AccountView {
  return {
    id: row.id,
    login: row.login,
    personId: row.person_id,
    name: row.name,
    roles: [...(row.roles ?? [])],
    hasPassword: row.password_hash !== null,
    twoFactor: row.totp_secret !== null,
    oidcSubject: row.oidc_subject,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    resetAt: row.reset_at?.toISOString() ?? null,
  };
}

/** Text in a LIKE pattern that means only itself. */
function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
