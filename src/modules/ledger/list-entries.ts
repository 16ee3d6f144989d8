import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import type { Query } from '#platform/command.ts';
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
import type { Filter } from './words-within.ts';

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
  const order = bySort ? 'due' : sort;
  const { from, where } = await entriesInOrder(q, filter, order, cursor?.id);
  const past = cursor === undefined ? sql`` : sql` and ${beyond(sort, cursor)}`;
  const { rows } = await sql<{ id: string; due: string }>`
    select e.id, e.due_sort as due from ${from} where ${where}${past}
    order by ${ORDER[sort]} limit ${limit + 1}`.execute(q.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    rows.length > limit && last !== undefined
      ? encodeCursor({ key: bySort ? last.due : '-', id: last.id })
      : undefined;
  return { ids: page.map((row) => row.id), next };
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
