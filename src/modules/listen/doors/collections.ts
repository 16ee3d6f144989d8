import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/collection.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import {
  COLLECTION_ALPHABET,
  collectionState,
  readCollectionCode,
} from '#domain/voice/collection.ts';
import type { Subject } from '#domain/voice/voice.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { voicesWithin } from '../voices-within.ts';
import { askingUnit } from './asking-unit.ts';

type View = Sent<typeof contract.CollectionView>;
type Opened = Sent<(typeof contract.openCollection)['output']>;

const ASKERS = ['office', 'liaison'] as const;
const CODE_LENGTH = 8;

interface Row {
  id: string;
  code: string;
  topic: string;
  words: string;
  unit_id: string;
  unit: string;
  subject: Subject | '';
  from_on: string;
  to_on: string;
  ended: boolean;
}

/** 发起征集 */
export async function createCollection(
  ctx: Context,
  input: InputOf<typeof contract.createCollection>,
): Promise<View> {
  const { unit, post } = await askingUnit(ctx, ASKERS, input);
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('collection')
    .values({
      city_id: ctx.cityId,
      id,
      code: newCollectionCode(),
      topic: input.topic,
      words: input.words,
      unit_id: unit.id,
      org_path: unit.path,
      subject: input.subject ?? '',
      from_on: input.fromOn,
      to_on: input.toOn,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      at: ctx.now,
    })
    .execute();
  return await viewOf(ctx, id);
}

/** A code to be read aloud and typed; it is no secret. */
export function newCollectionCode(): string {
  return Array.from(
    { length: CODE_LENGTH },
    () => COLLECTION_ALPHABET[randomInt(COLLECTION_ALPHABET.length)] ?? '',
  ).join('');
}

/** 提前结束, by who could have asked for it. */
export async function endCollection(
  ctx: Context,
  input: InputOf<typeof contract.endCollection>,
): Promise<View> {
  const row = await ctx.tx
    .selectFrom('collection')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', input.id)
    .select('org_path')
    .executeTakeFirst();
  if (row === undefined || postOver(ctx.actor, ASKERS, row.org_path) === undefined)
    throw new Refusal('not-found', { id: input.id });
  await ctx.tx
    .updateTable('collection')
    .set({ ended_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', input.id)
    .where('ended_at', 'is', null)
    .execute();
  return await viewOf(ctx, input.id);
}

async function viewOf(ctx: Context, id: string): Promise<View> {
  const [view] = await views({ ...ctx, db: ctx.tx }, id);
  if (view === undefined) throw new Refusal('not-found', { id });
  return view;
}

/** 征集列表: what is asked is public, so everybody sees all; the voices are counted as far as he may see them. */
export async function listCollections(
  q: Query,
): Promise<Sent<(typeof contract.listCollections)['output']>> {
  return { items: await views(q) };
}

type Asking = Omit<Query, 'db'> & { readonly db: Db | Tx };

const MOST = 200;

async function views(q: Asking, id?: string): Promise<View[]> {
  const rows = await rowsOf(
    q.db,
    q.cityId,
    sql`${id ?? null}::uuid is null or c.id = ${id ?? null}`,
  );
  const condition = await voicesWithin({ ...q, db: q.db }, {});
  const { rows: counted } = await sql<{ id: string; n: number }>`
    select v.collection_id as id, count(*)::int as n from voice v
    where ${condition} and v.collection_id = any(${rows.map((row) => row.id)}::uuid[])
    group by 1`.execute(q.db);
  const counts = new Map(counted.map((row) => [row.id, row.n]));
  return rows.map((row) => ({
    id: row.id,
    ...told(row, q.today),
    unit: { id: row.unit_id, name: row.unit },
    voices: counts.get(row.id) ?? 0,
  }));
}

async function rowsOf(db: Db | Tx, cityId: number, which: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select c.id, c.code, c.topic, c.words, c.unit_id, u.short_name as unit, c.subject, c.from_on, c.to_on,
      c.ended_at is not null as ended
    from collection c join unit u on u.city_id = c.city_id and u.id = c.unit_id
    where c.city_id = ${cityId} and (${which}) order by c.id desc limit ${MOST}`.execute(db);
  return rows;
}

function told(row: Row, today: string): Omit<View, 'id' | 'unit' | 'voices'> {
  return {
    code: row.code,
    topic: row.topic,
    words: row.words,
    ...(row.subject === '' ? {} : { subject: row.subject }),
    fromOn: row.from_on,
    toOn: row.to_on,
    state: collectionState({ fromOn: row.from_on, toOn: row.to_on, ended: row.ended }, today),
  };
}

async function byCode(db: Db | Tx, cityId: number, typed: string): Promise<Row | undefined> {
  const code = readCollectionCode(typed);
  if (code === undefined) return undefined;
  return (await rowsOf(db, cityId, sql`c.code = ${code}`))[0];
}

/** 凭征集码打开 */
export async function openCollection(
  call: Direct,
  input: InputOf<typeof contract.openCollection>,
): Promise<Opened> {
  const row = await byCode(call.db, call.cityId, input.code);
  if (row === undefined) throw new Refusal('not-found', { id: input.code });
  return { ...told(row, call.today), unit: row.unit, unitId: row.unit_id };
}

/** The campaign that a form answers to, as long as its window is open. */
export async function openCollectionOf(
  tx: Tx,
  cityId: number,
  today: string,
  typed: string,
): Promise<
  | { readonly id: string; readonly unitId: string; readonly subject: Subject | undefined }
  | undefined
> {
  const row = await byCode(tx, cityId, typed);
  if (row === undefined || told(row, today).state !== 'open') return undefined;
  return {
    id: row.id,
    unitId: row.unit_id,
    subject: row.subject === '' ? undefined : row.subject,
  };
}
