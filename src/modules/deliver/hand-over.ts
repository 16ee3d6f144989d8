import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/hand-over.ts';
import type { Actor } from '#domain/org/actor.ts';
import { moveObjection } from '#domain/entry/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import type { FileGate } from '#platform/files/file-gate.ts';
import { type Direct, direct, query, type Route } from '#platform/http.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { hashOfWord } from '#platform/identity/secret-word.ts';
import { uploadEvidence } from './evidence.ts';

const LASTS_MS = 10 * 60_000;
/** Photos that one form may bring. */
const MOST = 6;

/** Somebody by his account, with the posts he holds now. */
type ActorOf = (db: Db, cityId: number, id: string, now: Date) => Promise<Actor | undefined>;

interface HandOverParts {
  readonly gate: FileGate;
  readonly actorOf: ActorOf;
  /** The installation's key. */
  readonly key: Uint8Array;
}

/**
 * 扫码交接: a link shown at the desk lets a phone add photos to one entry, in the name of whoever showed it.
 * It opens nothing else, is kept as a hash, ends after ten minutes, and belongs to the first form that uses it.
 */
export function handOverRoutes({ gate, actorOf, key }: HandOverParts): readonly Route[] {
  return [
    direct(contract.beginHandOver, (call, input) => begin(key, call, input)),
    query(contract.readHandOver, read),
    direct(contract.openHandOver, (call, input) => open(actorOf, call, input)),
    direct(contract.uploadByHandOver, (call, input) => upload(gate, actorOf, call, input)),
  ];
}

type Begun = Sent<(typeof contract.beginHandOver)['output']>;

/** The answer kept under the idempotency key has no word in it: it follows from the id and the installation's key. */
async function begin(
  installation: Uint8Array,
  call: Direct,
  input: InputOf<typeof contract.beginHandOver>,
): Promise<Begun> {
  const { actor, cityId, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (actor.scopes !== undefined) throw new Refusal('sign-in-needed');
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.beginHandOver.id, input]))
    .digest('hex');
  const made = await once(call.db, { actor, cityId, now, today }, { key, hash }, (ctx) =>
    put(ctx, installation, input),
  );
  return { ...made, word: wordOf(installation, made.id) };
}

/** 256 bits that only the holder of the installation's key can make. */
function wordOf(installation: Uint8Array, id: string): string {
  const derived = new Uint8Array(hkdfSync('sha256', installation, '', 'luoshi:hand-over', 32));
  return createHmac('sha256', derived).update(id).digest('base64url');
}

async function put(
  ctx: Context,
  installation: Uint8Array,
  input: InputOf<typeof contract.beginHandOver>,
): Promise<Omit<Begun, 'word'>> {
  const entry = await findEntry({ ...ctx, db: ctx.tx }, input.id);
  const move = input.purpose === 'check' ? 'attach_check' : 'attach';
  insist(moveObjection(ctx.actor, entry, move), { state: entry.state, move });
  const id = newId(ctx.now.getTime());
  const endsAt = new Date(ctx.now.getTime() + LASTS_MS);
  await ctx.tx
    .deleteFrom('hand_over')
    .where('city_id', '=', ctx.cityId)
    .where('ends_at', '<', new Date(ctx.now.getTime() - 86_400_000))
    .execute();
  await ctx.tx
    .insertInto('hand_over')
    .values({
      city_id: ctx.cityId,
      id,
      word_hash: hashOfWord(wordOf(installation, id)),
      account_id: ctx.actor.accountId,
      entry_id: entry.id,
      purpose: input.purpose,
      created_at: ctx.now,
      ends_at: endsAt,
    })
    .execute();
  return { id, endsAt: endsAt.toISOString() };
}

async function read(
  q: Query,
  input: { id: string },
): Promise<Sent<(typeof contract.readHandOver)['output']>> {
  const row = await q.db
    .selectFrom('hand_over')
    .where('city_id', '=', q.cityId)
    .where('id', '=', input.id)
    .where('account_id', '=', q.actor.accountId)
    .select(['used_at', 'photos', 'ends_at'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { id: input.id });
  const state = row.used_at !== null ? 'used' : row.ends_at > q.now ? 'waiting' : 'over';
  return { state, photos: row.photos, endsAt: row.ends_at.toISOString() };
}

type Purpose = InputOf<typeof contract.beginHandOver>['purpose'];

interface Claim {
  readonly id: string;
  readonly account_id: string;
  readonly entry_id: string;
  readonly purpose: Purpose;
  readonly ends_at: Date;
}

async function open(
  actorOf: ActorOf,
  call: Direct,
  { word }: { word: string },
): Promise<Sent<(typeof contract.openHandOver)['output']>> {
  const row = await call.db
    .selectFrom('hand_over')
    .where('city_id', '=', call.cityId)
    .where('word_hash', '=', hashOfWord(word))
    .where('used_at', 'is', null)
    .where('ends_at', '>', call.now)
    .select(['id', 'account_id', 'entry_id', 'purpose', 'ends_at'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('link-over');
  const claim = { ...row, purpose: row.purpose as Purpose };
  const { no, title } = await findEntry(await inTheNameOf(actorOf, call, claim), claim.entry_id);
  return { no, title, purpose: claim.purpose, endsAt: claim.ends_at.toISOString() };
}

/**
 * A question by whoever showed the link, with what he holds now. It ends with his sessions: signing out,
 * being disabled or a change of his posts close it too.
 */
async function inTheNameOf(actorOf: ActorOf, call: Direct, claim: Claim): Promise<Query> {
  const { db, cityId, now, today } = call;
  const actor = await actorOf(db, cityId, claim.account_id, now);
  const session = await db
    .selectFrom('session')
    .where('city_id', '=', cityId)
    .where('account_id', '=', claim.account_id)
    .where('ends_at', '>', now)
    .select('account_id')
    .executeTakeFirst();
  if (actor === undefined || session === undefined) throw new Refusal('link-over');
  return { db, cityId, now, today, actor };
}

async function upload(
  gate: FileGate,
  actorOf: ActorOf,
  call: Direct,
  input: InputOf<typeof contract.uploadByHandOver>,
): Promise<{ photos: number }> {
  const claim = await take(call, input);
  try {
    const q = await inTheNameOf(actorOf, call, claim);
    const { version } = await findEntry(q, claim.entry_id);
    const { purpose } = claim;
    await uploadEvidence(
      gate,
      { ...call, actor: q.actor },
      { id: claim.entry_id, version, name: input.name, purpose },
      // The caller has no account to keep keys under: the link and the place in the form are the key.
      `hand-over-${claim.id}-${input.at}`,
    );
  } catch (error) {
    await giveBack(call, claim);
    throw error;
  }
  return { photos: input.at + 1 };
}

/** The first form takes the link; two forms at one moment are told apart by the row's lock. */
async function take(
  call: Direct,
  { word, form }: { readonly word: string; readonly form: string },
): Promise<Claim> {
  const mark = hashOfWord(form);
  const { rows } = await sql<Claim>`
    update hand_over set form_hash = ${mark}, used_at = coalesce(used_at, ${call.now}), photos = photos + 1
    where city_id = ${call.cityId} and word_hash = ${hashOfWord(word)} and ends_at > ${call.now}
      and (form_hash is null or (form_hash = ${mark} and photos < ${MOST}))
    returning id, account_id, entry_id, purpose, ends_at`.execute(call.db);
  const [claim] = rows;
  if (claim === undefined) throw new Refusal('link-over');
  return claim;
}

/** A photo that was refused uses nothing up. */
async function giveBack(call: Direct, claim: Claim): Promise<void> {
  await sql`
    update hand_over set photos = photos - 1,
      form_hash = case when photos > 1 then form_hash end,
      used_at = case when photos > 1 then used_at end
    where city_id = ${call.cityId} and id = ${claim.id} and photos > 0`.execute(call.db);
}
