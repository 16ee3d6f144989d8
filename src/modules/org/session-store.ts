import { ADMIN_ROLES, type Role } from '#domain/org/actor.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { hashOfWord, newSecretWord } from '#platform/identity/secret-word.ts';

export type Strength = 'password' | 'two_factor' | 'oidc' | 'first_password';

const MINUTE = 60_000;
/** However busy, a session ends after half a day. */
const ABSOLUTE = 12 * 60 * MINUTE;
const IDLE = 30 * MINUTE;
const IDLE_OF_ADMINS = 15 * MINUTE;
/** How long a session may be silent: administrators half as long (GB/T 22239, 8.1.4.1). */
export function idleLimit(roles: readonly Role[]): number {
  const isAdmin = roles.some((role) => (ADMIN_ROLES as readonly Role[]).includes(role));
  return isAdmin ? IDLE_OF_ADMINS : IDLE;
}

export interface NewSession {
  readonly cityId: number;
  readonly accountId: string;
  readonly strength: Strength;
  /** What the browser says of itself, so that the owner knows his sessions apart. */
  readonly agent: string;
}

/** Open a session; the word is for the cookie and is kept nowhere. */
export async function openSession(tx: Tx, session: NewSession, now: Date): Promise<string> {
  const word = newSecretWord();
  await tx
    .insertInto('session')
    .values({
      city_id: session.cityId,
      token_hash: hashOfWord(word),
      account_id: session.accountId,
      strength: session.strength,
      created_at: now,
      seen_at: now,
      ends_at: new Date(now.getTime() + ABSOLUTE),
      agent: session.agent.slice(0, 200),
    })
    .execute();
  return word;
}

/** End one session by its word; unknown words end nothing. */
export async function endSessionOf(db: Db | Tx, cityId: number, word: string): Promise<void> {
  await db
    .deleteFrom('session')
    .where('city_id', '=', cityId)
    .where('token_hash', '=', hashOfWord(word))
    .execute();
}

/** End all sessions of an account: after a new password, a new second factor, or when it is disabled. */
export async function endAllSessions(tx: Tx, cityId: number, accountId: string): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('city_id', '=', cityId)
    .where('account_id', '=', accountId)
    .execute();
}

/**
 * Nothing that was opened before opens any more: sessions and tokens end. Whoever had somebody's session for a minute
 * could have made himself a token in it.
 */
export async function shutOut(tx: Tx, cityId: number, accountId: string, now: Date): Promise<void> {
  await endAllSessions(tx, cityId, accountId);
  await tx
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('city_id', '=', cityId)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** End all sessions of a person, because his posts have changed: the next sign-in starts from the new ones. */
export async function endSessionsOfPerson(tx: Tx, cityId: number, personId: string): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('city_id', '=', cityId)
    .where('account_id', 'in', (e) =>
      e
        .selectFrom('account')
        .select('id')
        .where('city_id', '=', cityId)
        .where('person_id', '=', personId),
    )
    .execute();
}

/** Clear away sessions, one-time words and counted failures that no longer mean anything. */
export async function sweepSessions(db: Db, cityId: number, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 60 * MINUTE);
  await db
    .deleteFrom('session')
    .where('city_id', '=', cityId)
    .where((e) => e.or([e('ends_at', '<', now), e('seen_at', '<', new Date(now.getTime() - IDLE))]))
    .execute();
  await db
    .deleteFrom('one_time_token')
    .where('city_id', '=', cityId)
    .where('ends_at', '<', dayAgo)
    .execute();
  await db
    .deleteFrom('credential_try')
    .where('city_id', '=', cityId)
    .where('since', '<', dayAgo)
    .execute();
}
