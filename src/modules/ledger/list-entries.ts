import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import type { Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import {
  type Cursor,
  decodeCursor,
  encodeCursor,
  entriesInOrder,
  entriesWithin,
} from './entries-within.ts';
import { loadLines } from './entry-load.ts';
import { viewRow } from './entry-view.ts';
import { keptCount } from './tally.ts';
import type { Filter, Found } from './words-within.ts';

type Sort = InputOf<typeof contract.listEntries>['sort'];

const ORDER: Record<Sort, RawBuilder<unknown>> = {
  due: sql`e.due_sort, e.id`,
  '-due': sql`e.due_sort desc, e.id desc`,
  newest: sql`e.id desc`,
  oldest: sql`e.id`,
};

function beyond(sort: Sort, { key, id }: Cursor): RawBuilder<SqlBool> {
  switch (sort) {
    case 'due':
      return sql<SqlBool>`(e.due_sort, e.id) > (${key}::date, ${id}::uuid)`;
    case '-due':
      return sql<SqlBool>`(e.due_sort, e.id) < (${key}::date, ${id}::uuid)`;
    case 'newest':
      return sql<SqlBool>`e.id < ${id}::uuid`;
    case 'oldest':
      return sql<SqlBool>`e.id > ${id}::uuid`;
  }
}

/** One page of ids in order, and the cursor of the next page. */
export async function pageOfIds(
  q: Query,
  filter: Filter,
  sort: Sort,
  limit: number,
  after: string | undefined,
): Promise<{ ids: string[]; next: string | undefined }> {
  const bySort = sort === 'due' || sort === '-due';
  const cursor = after === undefined ? undefined : decodeCursor(after, bySort);
  const { others, words } = await entriesInOrder(q, filter, bySort ? 'due' : sort, cursor?.id);
  const past = cursor === undefined ? sql`` : sql` and ${beyond(sort, cursor)}`;
  const list = sql<SqlBool>`${others}${past}`;
  const rows = await inOrder(q.db, { list, words, order: ORDER[sort], limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    rows.length > limit && last !== undefined
      ? encodeCursor({ key: bySort ? last.due : '-', id: last.id })
      : undefined;
  return { ids: page.map((row) => row.id), next };
}

interface Wanted {
  readonly list: RawBuilder<SqlBool>;
  readonly words: Found | undefined;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

interface Place {
  id: string;
  due: string;
}

/**
 * So many entries are asked for the words for each that is wanted: of the rarest words that a list is walked for, every
 * seventieth holds them where they lie evenly. Where they lie elsewhere, in old entries alone, it would be walked to its end.
 */
const FAR = 160;

async function inOrder(db: Db, { list, words, order, limit }: Wanted): Promise<Place[]> {
  const found = async (from: RawBuilder<unknown>, where: RawBuilder<SqlBool>): Promise<Place[]> => {
    const { rows } = await sql<Place>`
      select e.id, e.due_sort as due from ${from} where ${where}
      order by ${order} limit ${limit}`.execute(db);
    return rows;
  };
  const by = ({ from, where }: Found): Promise<Place[]> =>
    found(sql`entry e${from}`, sql<SqlBool>`${list} and ${where}`);
  if (words === undefined) return await found(sql`entry e`, list);
  const { where, far } = words;
  if (far === undefined) return await by(words);
  const most = sql.lit(limit * FAR);
  const near = sql`(select e.city_id, e.id, e.due_sort from entry e where ${list} order by ${order} limit ${most}) e`;
  const rows = await found(near, where);
  if (rows.length === limit) return rows;
  const { rows: more } = await sql`
    select 1 from entry e where ${list} order by ${order} offset ${most} limit 1`.execute(db);
  return more.length === 0 ? rows : await by(far);
}

/** 台账: a page of entries with the moves open to the reader. */
export async function listEntries(
  q: Query,
  input: InputOf<typeof contract.listEntries>,
): Promise<Sent<(typeof contract.listEntries)['output']>> {
  const { sort, after, limit, ...filter } = input;
  const { ids, next } = await pageOfIds(q, filter, sort, limit, after);
  const entries = await loadLines(q, ids);
  const items = ids.flatMap((id) => {
    const entry = entries.get(id);
    return entry === undefined ? [] : [viewRow(q, entry)];
  });
  return { items, ...(next === undefined ? {} : { next }), asOf: q.now.toISOString() };
}

const COUNT_CAP = 1000;

/** How many match: exactly where kept counts tell it or somebody has to know, else up to 1,000. */
export async function countEntries(
  q: Query,
  { exact, ...filter }: InputOf<typeof contract.countEntries>,
): Promise<Sent<(typeof contract.countEntries)['output']>> {
  const asOf = q.now.toISOString();
  const kept = await keptCount(q, filter);
  if (kept !== undefined) return { n: kept, capped: false, asOf };
  const where = await entriesWithin(q, filter);
  const most = exact === true ? sql`` : sql`limit ${COUNT_CAP + 1}`;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from entry e where ${where} ${most}) x`.execute(q.db);
  const n = rows[0]?.n ?? 0;
  if (exact === true) return { n, capped: false, asOf };
  return { n: Math.min(n, COUNT_CAP), capped: n > COUNT_CAP, asOf };
}
