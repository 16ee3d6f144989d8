import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from './command.ts';
import { AHEAD } from './db/driver.ts';

/**
 * Do the work once for a key. The key is taken in the same transaction as the work, so a second call
 * waits for the first, then gets its stored answer; the same key with another request is refused.
 */
export async function once(
  ctx: Context,
  key: string,
  requestHash: string,
  work: () => Promise<object>,
): Promise<object> {
  const mine = { city_id: ctx.cityId, account_id: ctx.actor.accountId, key };
  const taken = await ctx.tx
    .insertInto('idempotency')
    .values({ ...mine, request_hash: requestHash, at: ctx.now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) return stored(ctx, mine, requestHash);
  const body = await work();
  await sql`${sql.raw(AHEAD)}
    update idempotency set status = 200, body = ${JSON.stringify(body)}
    where city_id = ${mine.city_id} and account_id = ${mine.account_id} and key = ${mine.key}`.execute(
    ctx.tx,
  );
  return body;
}

async function stored(
  ctx: Context,
  mine: { city_id: number; account_id: string; key: string },
  requestHash: string,
): Promise<object> {
  const row = await ctx.tx
    .selectFrom('idempotency')
    .select(['request_hash', 'body'])
    .where('city_id', '=', mine.city_id)
    .where('account_id', '=', mine.account_id)
    .where('key', '=', mine.key)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('still-running');
  if (row.request_hash !== requestHash) throw new Refusal('key-reused');
  if (typeof row.body !== 'object' || row.body === null) throw new Refusal('still-running');
  return row.body;
}
