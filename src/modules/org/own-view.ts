import type * as contract from '#contract/account.ts';
import type { Sent } from '#contract/operation.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Direct } from '#platform/http.ts';
import { sessionCookieOf } from '#platform/identity/cookie.ts';
import { hashOfWord } from '#platform/identity/secret-word.ts';
import { cityName, findAccount } from './account-store.ts';
import type { IdentityConfig } from './identity-config.ts';

/** Who am I: what a screen needs to greet a person and to offer what the posts allow. */
export async function viewMe(call: Direct): Promise<Sent<typeof contract.me.output>> {
  const { actor, db, cityId } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const account = await findAccount(db, cityId, { id: actor.accountId });
  if (account === undefined) throw new Refusal('not-signed-in');
  const names = await postNames(
    call,
    actor.posts.map((post) => post.postId),
  );
  return {
    accountId: account.id,
    login: account.login,
    personId: account.personId,
    name: account.name,
    cityName: (await cityName(db, cityId)) ?? '',
    posts: actor.posts.map((post) => ({
      id: post.postId,
      name: names.get(post.postId)?.name ?? '',
      role: post.role,
      acting: post.acting,
      unitId: post.unitId,
      unitName: names.get(post.postId)?.unit ?? '',
      unitPath: post.path,
    })),
    mustChangePassword: account.mustChange,
    twoFactor: account.totpSecret !== undefined,
    resetAt: account.reset?.at.toISOString() ?? null,
    scopes: actor.scopes === undefined ? null : [...actor.scopes],
  };
}

async function postNames(
  call: Direct,
  ids: readonly string[],
): Promise<Map<string, { name: string; unit: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await call.db
    .selectFrom('post')
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'post.city_id').onRef('unit.id', '=', 'post.unit_id'),
    )
    .select(['post.id', 'post.name', 'unit.name as unit'])
    .where('post.city_id', '=', call.cityId)
    .where('post.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A session is named by half of its hash: enough to end it, useless to enter by. */
const SHOWN = 32;

export async function viewSessions(
  call: Direct,
  config: IdentityConfig,
): Promise<Sent<typeof contract.listSessions.output>> {
  const { actor, db, cityId, now } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const word = sessionCookieOf(call.request, config.secureCookie);
  const present = word === undefined ? undefined : hashOfWord(word);
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('account_id', '=', actor.accountId)
    .where('ends_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  return {
    sessions: rows.map((row) => ({
      id: row.token_hash.slice(0, SHOWN),
      strength: row.strength,
      agent: row.agent,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      present: row.token_hash === present,
    })),
  };
}

export async function endOwnSession(call: Direct, id: string): Promise<{ done: true }> {
  const { actor, db, cityId } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const ended = await db
    .deleteFrom('session')
    .where('city_id', '=', cityId)
    .where('account_id', '=', actor.accountId)
    .where('token_hash', '>=', id)
    .where('token_hash', '<', `${id}g`)
    .executeTakeFirst();
  if (ended.numDeletedRows === 0n) throw new Refusal('not-found');
  return { done: true };
}
