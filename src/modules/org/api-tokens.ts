import type * as contract from '#contract/account.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { hashOfWord, newApiToken } from '#platform/identity/secret-word.ts';
import { recordOrg } from './org-event.ts';
import { ownAccount } from './own-account.ts';

const DAY = 24 * 60 * 60 * 1000;

type TokenView = Sent<typeof contract.revokeToken.output>;

/**
 * A personal token. It is answered once and not stored, so unlike other writes this one is not kept
 * under an idempotency key: a repeated call makes another token.
 */
export async function createToken(
  call: Direct,
  input: InputOf<typeof contract.createToken>,
): Promise<{ token: string; view: TokenView }> {
  const { actor, account } = await ownAccount(call);
  const token = newApiToken();
  const row = {
    city_id: call.cityId,
    id: newId(call.now.getTime()),
    token_hash: hashOfWord(token),
    account_id: account.id,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    created_at: call.now,
    ends_at: new Date(call.now.getTime() + input.days * DAY),
    revoked_at: null,
    used_at: null,
  };
  await call.db.transaction().execute(async (tx) => {
    await tx.insertInto('api_token').values(row).execute();
    await recordOrg(
      { ...call, actor, tx },
      {
        kind: 'account.token',
        subjectId: account.id,
        payload: { token: row.id, name: row.name, scopes: row.scopes, days: input.days },
      },
    );
  });
  return { token, view: viewToken(row) };
}

export async function listTokens(q: Query): Promise<{ tokens: TokenView[] }> {
  const rows = await q.db
    .selectFrom('api_token')
    .selectAll()
    .where('city_id', '=', q.cityId)
    .where('account_id', '=', q.actor.accountId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return { tokens: rows.map(viewToken) };
}

export async function revokeToken(
  ctx: Context,
  input: InputOf<typeof contract.revokeToken>,
): Promise<TokenView> {
  const row = await ctx.tx
    .updateTable('api_token')
    .set((e) => ({ revoked_at: e.fn.coalesce('revoked_at', e.val(ctx.now)) }))
    .where('city_id', '=', ctx.cityId)
    .where('account_id', '=', ctx.actor.accountId)
    .where('id', '=', input.id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  await recordOrg(ctx, {
    kind: 'account.token_revoked',
    subjectId: ctx.actor.accountId,
    payload: { token: row.id },
  });
  return viewToken(row);
}

function viewToken(row: {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly ends_at: Date;
  readonly used_at: Date | null;
  readonly revoked_at: Date | null;
}): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: [...row.scopes],
    createdAt: row.created_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
