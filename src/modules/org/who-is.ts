import { type RawBuilder, sql } from 'kysely';
import { changePassword, me } from '#contract/account.ts';
import { login, logout, signInWays } from '#contract/sign-in.ts';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { type Places, statement } from '#platform/db/statement.ts';
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
  const rows = await askSession(db, { cityId, today: dayOf(now), hash, now });
  const [found] = rows;
  if (found === undefined) return undefined;
  const actor = await actorOf(db, cityId, dayOf(now), found, rows);
  const silent = now.getTime() - found.seen_at.getTime();
  if (silent > idleLimit(actor.posts.map((post) => post.role))) return undefined;
  if (found.strength === 'first_password' && !WITH_FIRST_PASSWORD.has(path))
    throw new Refusal('password-change-due');
  if (silent > SEEN_EVERY) await touchSession(db, cityId, hash, now);
  return actor;
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
  const rows = await askToken(db, { cityId, today: dayOf(now), hash, now });
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-signed-in');
  if (now.getTime() - (found.used_at?.getTime() ?? 0) > SEEN_EVERY)
    await db
      .updateTable('api_token')
      .set({ used_at: now })
      .where('city_id', '=', cityId)
      .where('token_hash', '=', hash)
      .execute();
  return { ...(await actorOf(db, cityId, dayOf(now), found, rows)), scopes: found.scopes };
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
  const rows = await askAccount(db, { cityId, today: dayOf(now), accountId });
  const [found] = rows;
  return found === undefined ? undefined : await actorOf(db, cityId, dayOf(now), found, rows);
}

/** One row for each post held, or a single one without a post. */
interface Row {
  readonly account_id: string;
  readonly person_id: string;
  readonly post_id: string | null;
  readonly unit_id: string;
  readonly org_path: string;
  readonly role: Role;
  readonly acting: boolean;
  readonly reset_at: Date | null;
  /** Does the post's unit stand above others by a link, now or at another time? */
  readonly above: boolean;
}

const POST = sql`p.id as post_id, p.unit_id, u.org_path, p.role, h.acting, exists (
      select 1 from unit_link l where l.city_id = u.city_id and l.upper_unit = u.id) as above`;

interface OnDay {
  readonly cityId: number;
  readonly today: string;
}

/** The posts that the person of account `a` holds on this day. */
function held({ cityId, today }: Places<OnDay>): RawBuilder<unknown> {
  return sql`
    left join (holding h
      join post p on p.city_id = h.city_id and p.id = h.post_id
        and (p.closed_on is null or p.closed_on > ${today}::date)
      join unit u on u.city_id = p.city_id and u.id = p.unit_id)
    on h.city_id = ${cityId} and h.person_id = a.person_id and h.from_on <= ${today}::date
      and (h.to_on is null or h.to_on >= ${today}::date)`;
}

const askSession = statement<
  OnDay & { hash: string; now: Date },
  Row & { readonly strength: Strength; readonly seen_at: Date }
>(
  (at) => sql`${sql.raw(KEPT)}
    select a.id as account_id, a.person_id, a.reset_at, s.strength, s.seen_at, ${POST}
    from session s join account a on a.city_id = s.city_id and a.id = s.account_id ${held(at)}
    where s.city_id = ${at.cityId} and s.token_hash = ${at.hash} and s.ends_at > ${at.now}
      and a.disabled_at is null`,
);

const askToken = statement<
  OnDay & { hash: string; now: Date },
  Row & { readonly scopes: string[]; readonly used_at: Date | null }
>(
  (at) => sql`${sql.raw(KEPT)}
    select a.id as account_id, a.person_id, a.reset_at, t.scopes, t.used_at, ${POST}
    from api_token t join account a on a.city_id = t.city_id and a.id = t.account_id ${held(at)}
    where t.city_id = ${at.cityId} and t.token_hash = ${at.hash} and t.ends_at > ${at.now}
      and t.revoked_at is null and a.disabled_at is null`,
);

const askAccount = statement<OnDay & { accountId: string }, Row>(
  (at) => sql`
    select a.id as account_id, a.person_id, a.reset_at, ${POST}
    from account a ${held(at)}
    where a.city_id = ${at.cityId} and a.id = ${at.accountId} and a.disabled_at is null`,
);

async function actorOf(
  db: Db,
  cityId: number,
  today: string,
  found: Row,
  rows: readonly Row[],
): Promise<Actor> {
  const above = rows.filter((row) => row.above).map((row) => row.unit_id);
  const linked =
    above.length === 0 ? new Map<string, string[]>() : await linkedRoots(db, cityId, today, above);
  const posts = rows.flatMap((row): HeldPost[] =>
    row.post_id === null
      ? []
      : [
          {
            postId: row.post_id,
            unitId: row.unit_id,
            path: row.org_path,
            linked: linked.get(row.unit_id) ?? [],
            role: row.role,
            acting: row.acting,
          },
        ],
  );
  const actor = { cityId, accountId: found.account_id, personId: found.person_id, posts };
  return found.reset_at === null ? actor : { ...actor, resetAt: found.reset_at };
}

/**
 * The paths of the units that each of these stands above on this day, each kind of link (条线, 党组织)
 * followed on its own. Asked apart: few posts have any, and planning this costs more than all the rest.
 */
export async function linkedRoots(
  db: Db | Tx,
  cityId: number,
  today: string,
  units: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ top: string; org_path: string }>`${sql.raw(KEPT)}
    with recursive linked (top, kind, unit_id, depth) as (
      select l.upper_unit, l.kind, l.lower_unit, 1
      from unit_link l
      where l.city_id = ${cityId} and l.upper_unit = any(${units}::uuid[]) and ${onDay(today)}
      union
      select k.top, k.kind, l.lower_unit, k.depth + 1
      from linked k
      join unit_link l on l.city_id = ${cityId} and l.upper_unit = k.unit_id and l.kind = k.kind
        and ${onDay(today)}
      where k.depth < ${DEEPEST_LINK}
    )
    select distinct linked.top, u.org_path
    from linked join unit u on u.city_id = ${cityId} and u.id = linked.unit_id
    order by u.org_path`.execute(db);
  const groups = Map.groupBy(rows, (row) => row.top);
  return new Map([...groups].map(([top, found]) => [top, found.map((row) => row.org_path)]));
}

function onDay(today: string): RawBuilder<unknown> {
  return sql`l.from_on <= ${today}::date and (l.to_on is null or l.to_on >= ${today}::date)`;
}
