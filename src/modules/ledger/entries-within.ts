import { sql, type SqlBool } from 'kysely';
import { isClosed } from '#domain/entry/entry.ts';
import { OPEN_STATES } from '#domain/entry/guards.ts';
import { narrowed, type Reach, reaches, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { partOf } from './part-within.ts';
import { pathOfUnit } from './unit-path.ts';
import { checkedPart, verdictPart } from './verdict-within.ts';
import {
  type Condition,
  type Filter,
  type Found,
  type Order,
  wordsAmong,
  wordsInOrder,
} from './words-within.ts';

/**
 * Where every list, count, export and bulk move of entries starts: the condition on `entry e` for what
 * this reader may see and asked for. The scope is part of it, never an afterthought.
 */
export async function entriesWithin(q: Query, filter: Filter): Promise<Condition> {
  return allOf([...(await partsOf(q, filter)), ...wordsAmong(q, filter.text)]);
}

/** The same for a page in this order, beyond the entry that the last one ended with: what but the words narrows the list, and by what those are found, which depends on how many hold them. */
export async function entriesInOrder(
  q: Query,
  filter: Filter,
  order: Order,
  last: string | undefined,
): Promise<{ readonly others: Condition; readonly words: Found | undefined }> {
  const others = allOf(await partsOf(q, filter));
  return { others, words: await wordsInOrder(q, filter, order, last) };
}

function allOf(parts: readonly Condition[]): Condition {
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

async function partsOf(q: Query, filter: Filter): Promise<Condition[]> {
  const scope = await scopeOf(q, filter);
  return [sql<SqlBool>`e.city_id = ${q.cityId}`, ...scope, ...plainParts(q, filter)];
}

/** The reader's reach, narrowed to a unit; a part in an entry opens what others lead. */
async function scopeOf(q: Query, filter: Filter): Promise<Condition[]> {
  const reach = reachOf(q.actor);
  const unit =
    filter.unit === undefined ? undefined : await pathOfUnit(q.db, q.cityId, filter.unit);
  const at = unit === undefined ? [] : [within('e.org_path', { cityId: q.cityId, roots: [unit] })];
  const byPart = [
    ...(filter.mine === true ? [mineOf(q)] : []),
    ...(filter.co === undefined ? [] : [await coOf(q, filter.co, reach)]),
    ...(filter.origin === undefined ? [] : [await raisedBy(q, filter.origin, reach)]),
  ];
  if (byPart.length > 0 && filter.role === undefined) return [...byPart, ...at];
  const searched = filter.text !== undefined && filter.text !== '';
  const role = filter.role ?? (searched ? 'any' : 'lead');
  const all = unit !== undefined && reaches(reach, unit);
  if (role === 'lead' || (role === 'any' && all))
    return [...byPart, within('e.org_path', unit === undefined ? reach : narrowed(reach, unit))];
  return [...byPart, await partOf(q, role, reach), ...at];
}

function mineOf(q: Query): Condition {
  const units = q.actor.posts.map((post) => post.unitId);
  return sql<SqlBool>`(e.id, e.episode) in (
    select p.entry_id, p.episode from party p
    where p.city_id = ${q.cityId} and p.role in ('lead', 'co') and p.unit_id = any(${units}::uuid[]))`;
}

async function coOf(q: Query, unitId: string, reach: Reach): Promise<Condition> {
  const unit = await pathOfUnit(q.db, q.cityId, unitId);
  const part = sql<SqlBool>`(e.id, e.episode) in (
    select p.entry_id, p.episode from party p
    where p.city_id = ${q.cityId} and p.role = 'co' and p.unit_id = ${unitId})`;
  return reaches(reach, unit) ? part : sql<SqlBool>`(${part} and ${within('e.org_path', reach)})`;
}

async function raisedBy(q: Query, unitId: string, reach: Reach): Promise<Condition> {
  const unit = await pathOfUnit(q.db, q.cityId, unitId);
  const raised = sql<SqlBool>`e.origin_unit = ${unitId}`;
  return reaches(reach, unit)
    ? raised
    : sql<SqlBool>`(${raised} and ${within('e.org_path', reach)})`;
}

function plainParts(q: Query, filter: Filter): Condition[] {
  const parts: Condition[] = [];
  const is = (column: string, value: unknown): void => {
    if (value !== undefined) parts.push(sql<SqlBool>`${sql.ref(column)} = ${value}`);
  };
  const among = (column: string, values: readonly unknown[] | undefined): void => {
    if (values !== undefined) parts.push(sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`);
  };
  is('e.kind', filter.kind);
  is('e.campaign_id', filter.campaign);
  is('e.lead_unit', filter.lead);
  is('e.is_key', filter.key);
  among('e.state', filter.state);
  // Says nothing new, but lets the index of open entries serve: closed ones are four of five.
  if (filter.overdue === true || filter.state?.every((state) => !isClosed(state)) === true)
    parts.push(sql<SqlBool>`e.closed_at is null`);
  among('e.category', filter.category);
  among('e.source', filter.source);
  among('e.found_by', filter.foundBy);
  among('e.level', filter.level);
  among('e.assurance', filter.assurance);
  if (filter.finding !== undefined) parts.push(verdictPart(q, filter.finding));
  if (filter.checked !== undefined) parts.push(checkedPart(q, filter.checked));
  for (const facet of filter.facet ?? []) {
    const [taxonomy, code] = facet.split(':');
    parts.push(sql<SqlBool>`exists (
      select 1 from entry_facet f join taxonomy x on x.city_id = f.city_id and x.id = f.taxonomy_id
      where f.city_id = e.city_id and f.entry_id = e.id and x.code = ${taxonomy} and f.code = ${code})`);
  }
  if (filter.from !== undefined)
    parts.push(sql<SqlBool>`e.due_sort >= ${filter.from} and e.deadline is not null`);
  if (filter.to !== undefined)
    parts.push(sql<SqlBool>`e.due_sort <= ${filter.to} and e.deadline is not null`);
  if (filter.overdue !== undefined) parts.push(overduePart(q.today, filter.overdue));
  if (filter.review === 'due') parts.push(reviewPart(q));
  const mergedOnes = sql<SqlBool>`exists (
    select 1 from merge_link k where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null)`;
  if (filter.merged === 'only')
    parts.push(sql<SqlBool>`e.id = any(array(
      select k.entry_id from merge_link k where k.city_id = ${q.cityId} and k.undone_at is null))`);
  else if (filter.merged !== 'with') parts.push(sql<SqlBool>`not ${mergedOnes}`);
  return parts;
}

/** The same rule as `isOverdue`, in SQL. */
function overduePart(today: string, wanted: boolean): Condition {
  const overdue = sql<SqlBool>`(e.due_sort < ${today} and e.deadline_kind = 'date' and e.state in (${sql.join([...OPEN_STATES])}))`;
  // What is open was not handed in, which says nothing new but lets the index of what is owed serve.
  return wanted
    ? sql<SqlBool>`(${overdue} and e.delivered_at is null)`
    : sql<SqlBool>`not ${overdue}`;
}

/** The same rule as `isReviewDue`, in SQL. */
export function reviewPart(q: Pick<Query, 'cityId' | 'today'>): Condition {
  return sql<SqlBool>`(e.closed_at is null and (
    (e.state = 'blocked' and e.review_on <= ${q.today})
    or (e.state in (${sql.join([...OPEN_STATES])}) and exists (
      select 1 from measure m where m.city_id = ${q.cityId} and m.entry_id = e.id and m.kind = 'milestone'
        and m.done_at is null and m.dropped_at is null and m.due_on < ${q.today}))))`;
}

/** A place in a list: what the last row was sorted by, and its id. */
export interface Cursor {
  readonly key: string;
  readonly id: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.key} ${cursor.id}`).toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** @throws Refusal `bad-cursor` for one that this sort has not given: by day it holds a day, by id none. */
export function decodeCursor(text: string, byDay: boolean): Cursor {
  const [key = '', id = '', ...more] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const sound = UUID.test(id) && (byDay ? isDay(key) : key === '-') && more.length === 0;
  if (!sound) throw new Refusal('bad-cursor');
  return { key, id };
}
