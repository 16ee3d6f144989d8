import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from './command.ts';
import { AHEAD, KEPT } from './db/driver.ts';
import { insertion } from './db/write-sql.ts';

/**
 * Do the work once for a key. A second call with it waits at the lock until the first has ended, then gets
 * its stored answer, which is written in the same transaction as the work; the same key with another
 * request is refused.
 */
export async function once(
  ctx: Context,
  key: string,
  requestHash: string,
  work: () => Promise<object>,
): Promise<object> {
  const mine = { city_id: ctx.cityId, account_id: ctx.actor.accountId, key };
  await sql`${sql.raw(AHEAD)}
    select pg_advisory_xact_lock(hashtextextended(${`${mine.account_id} ${key}`}, 0))`.execute(
    ctx.tx,
  );
  const earlier = await stored(ctx, mine, requestHash);
  if (earlier !== undefined) return earlier;
  const body = await work();
  const row = {
    ...mine,
    request_hash: requestHash,
    at: ctx.now,
    status: 200,
    body: JSON.stringify(body),
  };
  await sql`${sql.raw(AHEAD)} ${insertion('idempotency', [row])}`.execute(ctx.tx);
  return body;
}

async function stored(
  ctx: Context,
  mine: { city_id: number; account_id: string; key: string },
  requestHash: string,
): Promise<object | undefined> {
  const { rows } = await sql<{ request_hash: string; body: object | null }>`${sql.raw(KEPT)}
    select request_hash, body from idempotency
    where city_id = ${mine.city_id} and account_id = ${mine.account_id} and key = ${mine.key}`.execute(
    ctx.tx,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  if (row.request_hash !== requestHash) throw new Refusal('key-reused');
  if (row.body === null) throw new Refusal('still-running');
  return row.body;
}
