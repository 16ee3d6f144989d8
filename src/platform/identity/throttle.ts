import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import type { Db } from '#platform/db/open.ts';

/** How guessing slows down: the wait after the n-th failure in seconds; the last wait repeats. */
export interface Slowdown {
  readonly waits: readonly number[];
  /** After so many seconds without a failure the count begins anew. */
  readonly quiet: number;
}

/**
 * For one account: five tries, then growing waits up to 15 minutes. Whatever the pattern, no hour
 * holds more than ten (a property test says so).
 */
export const BY_ACCOUNT: Slowdown = { waits: [0, 0, 0, 0, 120, 360, 900], quiet: 3600 };

/** For one address, softly: a whole county office may stand behind it. */
export const BY_ADDRESS: Slowdown = {
  waits: [...Array.from({ length: 99 }, () => 0), 2, 5, 10, 30],
  quiet: 600,
};

/** The wait that the n-th failure brings, in seconds. */
export function waitAfter(slowdown: Slowdown, tries: number): number {
  return slowdown.waits[Math.min(tries, slowdown.waits.length) - 1] ?? 0;
}

/** What a guess is counted under. */
export interface Guess {
  readonly cityId: number;
  /** What is guessed at: a login as it was sent, known or not. Kept only as a hash. */
  readonly target: string;
  readonly from: string;
}

/**
 * Carry out one guess at a credential. The try is counted before the work, in a statement of its own,
 * so that parallel guesses cannot outrun the count and a refusal does not take it back; a work that
 * comes out true clears the account's count and takes the address's try back.
 *
 * @throws Refusal `too-many` while a wait lasts.
 */
export async function guarded<T>(
  db: Db,
  guess: Guess,
  now: Date,
  work: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const account = keyOf('account', guess.target);
  const address = keyOf('address', guess.from);
  await take(db, guess.cityId, address, BY_ADDRESS, now);
  await take(db, guess.cityId, account, BY_ACCOUNT, now);
  let result: T | undefined;
  try {
    result = await work();
  } catch (error) {
    // No answer was given, so nothing was guessed.
    await giveBack(db, guess.cityId, [account, address]);
    throw error;
  }
  if (result !== undefined) {
    await giveBack(db, guess.cityId, [address]);
    await forget(db, guess.cityId, account);
  }
  return result;
}

/** Forget the failures at a target: its owner has been given a new credential. */
export async function forgetGuesses(db: Db, cityId: number, target: string): Promise<void> {
  await forget(db, cityId, keyOf('account', target));
}

function keyOf(kind: 'account' | 'address', text: string): string {
  return `${kind}:${createHash('sha256').update(text).digest('hex')}`;
}

/** Count one try, unless a wait is on. One statement: two at once cannot both be the fifth. */
async function take(
  db: Db,
  cityId: number,
  key: string,
  slowdown: Slowdown,
  now: Date,
): Promise<void> {
  const again = sql`(case when t.since < ${now}::timestamptz - ${slowdown.quiet} * interval '1 second'
    then 1 else t.tries + 1 end)`;
  // No wait is no moment, not the present one: a clock set back must not shut everybody out.
  const wait = (tries: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${now}::timestamptz
      + nullif((${slowdown.waits}::int[])[least(${tries}, ${slowdown.waits.length})], 0) * interval '1 second'`;
  const { rows } = await sql`
    insert into credential_try as t (city_id, key, tries, since, until)
    values (${cityId}, ${key}, 1, ${now}, ${wait(sql`1`)})
    on conflict (city_id, key) do update set tries = ${again}, since = ${now}, until = ${wait(again)}
    where t.until is null or t.until <= ${now}
    returning 1`.execute(db);
  if (rows.length > 0) return;
  const blocked = await db
    .selectFrom('credential_try')
    .select('until')
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .executeTakeFirst();
  const left = (blocked?.until?.getTime() ?? now.getTime()) - now.getTime();
  throw new Refusal('too-many', { seconds: Math.max(1, Math.ceil(left / 1000)) });
}

async function giveBack(db: Db, cityId: number, keys: readonly string[]): Promise<void> {
  await db
    .updateTable('credential_try')
    .set((e) => ({ tries: sql<number>`greatest(${e.ref('tries')} - 1, 0)`, until: null }))
    .where('city_id', '=', cityId)
    .where('key', 'in', keys)
    .execute();
}

async function forget(db: Db, cityId: number, key: string): Promise<void> {
  await db
    .deleteFrom('credential_try')
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .execute();
}
