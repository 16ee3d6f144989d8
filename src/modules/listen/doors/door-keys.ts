import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/signed-door.ts';
import { Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Context } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { once } from '#platform/idempotency.ts';
import { seal, unseal } from '#platform/identity/seal.ts';
import { newId } from '#platform/ids.ts';
import { isSignedBy } from '#platform/webhooks/sign-webhook.ts';
import { knock } from '../door.ts';
import type { ListenKeys } from '../listen-keys.ts';
import { placeOf } from '../places.ts';

type View = Sent<typeof contract.DoorKeyView>;

function sealedFor(id: string): string {
  return `door-key ${id}`;
}

/** 发放接口密钥. The answer kept under the idempotency key has no secret; it is unsealed for the caller each time. */
export async function createDoorKey(
  installation: Uint8Array,
  call: Direct,
  input: InputOf<typeof contract.createDoorKey>,
): Promise<View & { secret: string }> {
  const { actor, cityId, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.createDoorKey.id, input]))
    .digest('hex');
  const made = await once(call.db, { actor, cityId, now, today }, { key, hash }, (ctx) =>
    addKey(ctx, installation, input),
  );
  const row = await call.db
    .selectFrom('door_key')
    .select('secret')
    .where('city_id', '=', cityId)
    .where('id', '=', made.id)
    .executeTakeFirstOrThrow();
  return { ...made, secret: unseal(installation, sealedFor(made.id), row.secret) ?? '' };
}

async function addKey(
  ctx: Context,
  installation: Uint8Array,
  input: InputOf<typeof contract.createDoorKey>,
): Promise<View> {
  const id = newId(ctx.now.getTime());
  const unit = await placeOf(ctx.tx, ctx.cityId, input.unit);
  const secret = randomBytes(32).toString('base64url');
  await ctx.tx
    .insertInto('door_key')
    .values({
      city_id: ctx.cityId,
      id,
      name: input.name,
      unit_id: unit.id,
      secret: seal(installation, sealedFor(id), secret),
      by_account: ctx.actor.accountId,
      created_at: ctx.now,
    })
    .execute();
  const payload = { name: input.name, unit: unit.id };
  await recordOrg(ctx, { kind: 'door_key.create', subjectId: id, payload });
  return await viewOf(ctx, id);
}

/** 吊销: from here on nothing signed with it is taken. */
export async function revokeDoorKey(ctx: Context, { id }: { id: string }): Promise<View> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('door_key')
    .set({ revoked_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await recordOrg(ctx, { kind: 'door_key.revoke', subjectId: id });
  return await viewOf(ctx, id);
}

async function viewOf(ctx: Context, id: string): Promise<View> {
  const [found] = await doorKeys(ctx.tx, ctx.cityId, id);
  if (found === undefined) throw new Refusal('not-found', { id });
  return found;
}

/** 接口密钥, the revoked ones too. */
export async function doorKeys(db: Db | Tx, cityId: number, id?: string): Promise<View[]> {
  const rows = await db
    .selectFrom('door_key as k')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'k.city_id').onRef('u.id', '=', 'k.unit_id'),
    )
    .where('k.city_id', '=', cityId)
    .$if(id !== undefined, (b) => b.where('k.id', '=', id ?? ''))
    .orderBy('k.id')
    .select(['k.id', 'k.name', 'k.created_at', 'k.last_used_on', 'k.revoked_at'])
    .select(['u.id as unit_id', 'u.name as unit'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    unit: { id: row.unit_id, name: row.unit },
    createdAt: row.created_at.toISOString(),
    ...(row.last_used_on === null ? {} : { lastUsedOn: row.last_used_on }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
  }));
}

/** Another system that has shown that it holds a key. */
export interface Signer {
  readonly keyId: string;
  readonly unitId: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Compared against when there is no such key, so that a wrong key takes the same way as a wrong signature. */
const NOBODYS = randomBytes(32).toString('base64url');

interface Claimed {
  readonly keyId: string;
  readonly key: { readonly unitId: string; readonly secret: string } | undefined;
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * Is there a key that this request may be signed with, and is it in time? Asked before a large body is read: who has
 * no key sends none.
 *
 * @throws Refusal `bad-signature`, `too-many`
 */
export async function insistKey(keys: ListenKeys, call: Direct): Promise<Claimed> {
  const claimed = await claimOf(keys, call);
  const age = Math.abs(call.now.getTime() / 1000 - Number(claimed.timestamp));
  if (claimed.key === undefined || age > MOST_AGE || !SIGNATURE.test(claimed.signature))
    await refuseKnocking(keys, call);
  return claimed;
}

const MOST_AGE = 300;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

async function claimOf(keys: ListenKeys, { db, cityId, request }: Direct): Promise<Claimed> {
  const header = (name: string): string => request.headers.get(name) ?? '';
  const keyId = header('luoshi-key').toLowerCase();
  const row = UUID.test(keyId)
    ? await db
        .selectFrom('door_key')
        .where('city_id', '=', cityId)
        .where('id', '=', keyId)
        .where('revoked_at', 'is', null)
        .select(['unit_id', 'secret'])
        .executeTakeFirst()
    : undefined;
  const secret =
    row === undefined ? undefined : unseal(keys.installation, sealedFor(keyId), row.secret);
  const stamp = header('luoshi-timestamp');
  return {
    keyId,
    key: row === undefined || secret === undefined ? undefined : { unitId: row.unit_id, secret },
    timestamp: /^\d{1,12}$/.test(stamp) ? stamp : '0',
    signature: header('luoshi-signature'),
  };
}

/** Only what is refused is counted. */
async function refuseKnocking(keys: ListenKeys, call: Direct): Promise<never> {
  const { db, cityId, now, today, from } = call;
  await knock({ db, cityId, now, today, keys, from }, 'follow');
  throw new Refusal('bad-signature');
}

/**
 * Who signed these bytes. No such key, a revoked one, an old timestamp and a wrong signature get the same answer,
 * and only they are counted.
 *
 * @throws Refusal `bad-signature`, `too-many`
 */
export async function insistSigned(
  keys: ListenKeys,
  call: Direct,
  body: string | Uint8Array,
  claimed?: Claimed,
): Promise<Signer> {
  const { keyId, key, timestamp, signature } = claimed ?? (await claimOf(keys, call));
  const right = isSignedBy(key?.secret ?? NOBODYS, body, timestamp, signature, call.now);
  if (!right || key === undefined) return await refuseKnocking(keys, call);
  await call.db
    .updateTable('door_key')
    .set({ last_used_on: call.today })
    .where('city_id', '=', call.cityId)
    .where('id', '=', keyId)
    .where(sql<boolean>`last_used_on is distinct from ${call.today}::date`)
    .execute();
  return { keyId, unitId: key.unitId };
}
