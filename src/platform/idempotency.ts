import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from './command.ts';
import { AHEAD, KEPT } from './db/driver.ts';
import type { Db } from './db/open.ts';
import { statement } from './db/statement.ts';

/** Ends the transaction of a call that was answered before: what it has done a second time is taken back. */
class AnsweredBefore extends Error {
  readonly body: object;
  constructor(body: object) {
    super('answered before');
    this.body = body;
  }
}

/** What a call is known by when it comes again. */
export interface Asked {
  readonly key: string;
  /** Of the operation and all that was sent. */
  readonly hash: string;
}

/**
 * Do the work once for a key, in a transaction of its own. A second call with it waits at the lock until the first
 * has ended, then gets its stored answer, which is written in the same transaction as the work; the same key with
 * another request is refused.
 *
 * Every move waits for its round trips, so the work begins behind the look at what is stored, not after it. Where
 * an answer is stored the transaction is undone: what the work does outside of it must bear being done twice.
 */
export async function once<R extends object>(
  db: Db,
  basis: Omit<Context, 'tx'>,
  asked: Asked,
  work: (ctx: Context) => Promise<R>,
): Promise<R> {
  const done = db.transaction().execute((tx) => onceWithin({ ...basis, tx }, asked, work));
  return (await done.catch(answerBefore)) as R;
}

/** The answer for which a transaction was undone; any other error is thrown on. */
export function answerBefore(error: unknown): object {
  if (error instanceof AnsweredBefore) return error.body;
  throw error;
}

/** The same in the caller's transaction, which he ends by the error he gets (`answerBefore`). */
export async function onceWithin<R extends object>(
  ctx: Context,
  { key, hash }: Asked,
  work: (ctx: Context) => Promise<R>,
): Promise<R> {
  const mine = { cityId: ctx.cityId, accountId: ctx.actor.accountId, key };
  await holdKey(ctx.tx, { name: `${mine.accountId} ${key}` });
  const [looked, worked] = await Promise.allSettled([askStored(ctx.tx, mine), work(ctx)]);
  if (looked.status === 'rejected') throw looked.reason;
  const [earlier] = looked.value;
  if (earlier !== undefined) throw endedBy(earlier, hash);
  if (worked.status === 'rejected') throw worked.reason;
  const body = worked.value;
  await keep(ctx.tx, { ...mine, hash, now: ctx.now, body: JSON.stringify(body) });
  return body;
}

interface Stored {
  readonly request_hash: string;
  readonly body: object | null;
}

function endedBy({ request_hash, body }: Stored, hash: string): Error {
  if (request_hash !== hash) return new Refusal('key-reused');
  return body === null ? new Refusal('still-running') : new AnsweredBefore(body);
}

interface Key {
  readonly cityId: number;
  readonly accountId: string;
  readonly key: string;
}

const holdKey = statement<{ name: string }, unknown>(
  (at) => sql`${sql.raw(AHEAD)}
    select pg_advisory_xact_lock(hashtextextended(${at.name}, 0))`,
);

const askStored = statement<Key, Stored>(
  (at) => sql`${sql.raw(KEPT)}
    select request_hash, body from idempotency
    where city_id = ${at.cityId} and account_id = ${at.accountId} and key = ${at.key}`,
);

const keep = statement<Key & { hash: string; now: Date; body: string }, unknown>(
  (at) => sql`${sql.raw(AHEAD)}
    insert into idempotency (city_id, account_id, key, request_hash, at, status, body)
    values (${at.cityId}, ${at.accountId}, ${at.key}, ${at.hash}, ${at.now}, 200, ${at.body})`,
);
