import { type RawBuilder, sql } from 'kysely';
import { changePassword, login, logout, me, signInWays } from '#contract/account.ts';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { sessionCookieOf } from '#platform/identity/cookie.ts';
import { apiTokenOf, hashOfWord } from '#platform/identity/secret-word.ts';
import { idleLimit, type Strength } from './session-store.ts';

export type WhoIs = (request: Request, now: Date) => Promise<Actor | undefined>;

/** How exactly `seen_at` follows the requests of a session. */
const SEEN_EVERY = 60_000;
/** Links of links are followed no further. */
const DEEPEST_LINK = 6;

/** All that a session whose first password is not yet changed may ask for. */
const WITH_FIRST_PASSWORD: ReadonlySet<string> = new Set(
  [changePassword, me, login, logout, signInWays].map((op) => `/api/v1${op.path}`),
);

/**
 * Who makes a request, by session cookie or personal token. Nothing is remembered between requests:
 * a session that is ended, an account disabled, a post taken away count from the very next one.
 *
 * @throws Refusal `not-signed-in` for a token that is not valid, `password-change-due` for a session
 * that may only change its password.
 */
export function whoIs(db: Db, cityId: number, secureCookie: boolean): WhoIs {
  return async (request, now) => {
    if (request.headers.get('authorization') !== null) return byToken(db, cityId, request, now);
    const word = sessionCookieOf(request, secureCookie);
    if (word === undefined) return undefined;
    return bySession(db, cityId, hashOfWord(word), now, new URL(request.url).pathname);
  };
}

async function bySession(
  db: Db,
  cityId: number,
  hash: string,
  now: Date,
  path: string,
): Promise<Actor | undefined> {
  const { rows } = await sql<Found & { strength: Strength; seen_at: Date }>`
    with recursive who as (
      select a.id as account_id, a.person_id, s.strength, s.seen_at
      from session s join account a on a.city_id = s.city_id and a.id = s.account_id
      where s.city_id = ${cityId} and s.token_hash = ${hash} and s.ends_at > ${now}
        and a.disabled_at is null
    ), ${postsOf(cityId, dayOf(now))}
    select who.account_id, who.person_id, who.strength, who.seen_at, ${postsJson(cityId)} from who`.execute(
    db,
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const silent = now.getTime() - found.seen_at.getTime();
  if (silent > idleLimit(found.posts.map((post) => post.role))) return undefined;
  if (found.strength === 'first_password' && !WITH_FIRST_PASSWORD.has(path))
    throw new Refusal('password-change-due');
  if (silent > SEEN_EVERY) await touchSession(db, cityId, hash, now);
  return actorOf(cityId, found);
}

async function touchSession(db: Db, cityId: number, hash: string, now: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ seen_at: now })
    .where('city_id', '=', cityId)
    .where('token_hash', '=', hash)
    .where('seen_at', '<', now)
    .execute();
}

async function byToken(db: Db, cityId: number, request: Request, now: Date): Promise<Actor> {
  const token = apiTokenOf(request);
  if (token === undefined) throw new Refusal('not-signed-in');
  const hash = hashOfWord(token);
  const { rows } = await sql<Found & { scopes: string[]; used_at: Date | null }>`
    with recursive who as (
      select a.id as account_id, a.person_id, t.scopes, t.used_at
      from api_token t join account a on a.city_id = t.city_id and a.id = t.account_id
      where t.city_id = ${cityId} and t.token_hash = ${hash} and t.ends_at > ${now}
        and t.revoked_at is null and a.disabled_at is null
    ), ${postsOf(cityId, dayOf(now))}
    select who.account_id, who.person_id, who.scopes, who.used_at, ${postsJson(cityId)} from who`.execute(
    db,
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-signed-in');
  if (now.getTime() - (found.used_at?.getTime() ?? 0) > SEEN_EVERY)
    await db
      .updateTable('api_token')
      .set({ used_at: now })
      .where('city_id', '=', cityId)
      .where('token_hash', '=', hash)
      .execute();
  return { ...actorOf(cityId, found), scopes: found.scopes };
}

/**
 * Somebody by his account, with the posts he holds at this moment: for work that goes on after his
 * request has been answered. Undefined once the account is disabled.
 */
export async function actorOfAccount(
  db: Db,
  cityId: number,
  accountId: string,
  now: Date,
): Promise<Actor | undefined> {
  const { rows } = await sql<Found>`
    with recursive who as (
      select a.id as account_id, a.person_id from account a
      where a.city_id = ${cityId} and a.id = ${accountId} and a.disabled_at is null
    ), ${postsOf(cityId, dayOf(now))}
    select who.account_id, who.person_id, ${postsJson(cityId)} from who`.execute(db);
  const [found] = rows;
  return found === undefined ? undefined : actorOf(cityId, found);
}

interface Found {
  readonly account_id: string;
  readonly person_id: string;
  readonly posts: readonly {
    readonly id: string;
    readonly unit: string;
    readonly path: string;
    readonly linked: readonly string[];
    readonly role: Role;
    readonly acting: boolean;
  }[];
}

function actorOf(cityId: number, found: Found): Actor {
  return {
    cityId,
    accountId: found.account_id,
    personId: found.person_id,
    posts: found.posts.map((post): HeldPost => ({
      postId: post.id,
      unitId: post.unit,
      path: post.path,
      linked: post.linked,
      role: post.role,
      acting: post.acting,
    })),
  };
}

/**
 * `held`: the posts that `who` holds on this day; `linked`: the units those posts' units stand above,
 * each kind of link (条线, 党组织) followed on its own.
 */
function postsOf(cityId: number, today: string): RawBuilder<unknown> {
  const onDay = (row: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${row}.from_on`)} <= ${today}::date
      and (${sql.ref(`${row}.to_on`)} is null or ${sql.ref(`${row}.to_on`)} >= ${today}::date)`;
  return sql`held as (
      select p.id, p.unit_id, u.org_path, p.role, h.acting
      from who
      join holding h on h.city_id = ${cityId} and h.person_id = who.person_id and ${onDay('h')}
      join post p on p.city_id = ${cityId} and p.id = h.post_id
        and (p.closed_on is null or p.closed_on > ${today}::date)
      join unit u on u.city_id = ${cityId} and u.id = p.unit_id
    ), linked (top, kind, unit_id, depth) as (
      select l.upper_unit, l.kind, l.lower_unit, 1
      from unit_link l
      where l.city_id = ${cityId} and l.upper_unit in (select unit_id from held) and ${onDay('l')}
      union
      select k.top, k.kind, l.lower_unit, k.depth + 1
      from linked k
      join unit_link l on l.city_id = ${cityId} and l.upper_unit = k.unit_id and l.kind = k.kind
        and ${onDay('l')}
      where k.depth < ${DEEPEST_LINK}
    )`;
}

function postsJson(cityId: number): RawBuilder<unknown> {
  return sql`coalesce((
    select jsonb_agg(jsonb_build_object('id', held.id, 'unit', held.unit_id, 'path', held.org_path,
      'role', held.role, 'acting', held.acting, 'linked', coalesce((
        select jsonb_agg(distinct u.org_path)
        from linked join unit u on u.city_id = ${cityId} and u.id = linked.unit_id
        where linked.top = held.unit_id), '[]'::jsonb)) order by held.id)
    from held), '[]'::jsonb) as posts`;
}
