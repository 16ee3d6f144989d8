import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/target.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { loadRules, viewRule } from './pace-rules.ts';
import { loadTargets, type LoadedTarget } from './target-load.ts';
import { type Row, viewRow } from './target-view.ts';

type Filter = InputOf<typeof contract.listTargets>;
type Condition = RawBuilder<SqlBool>;

/** Rows looked at in one go when a light is asked for: lights are computed, never stored. */
const BATCH = 300;

/** 目标列表: in reach, filtered, by indicator and place. */
export async function listTargets(
  q: Query,
  input: Filter,
): Promise<Sent<(typeof contract.listTargets)['output']>> {
  const at = input.at ?? q.today;
  const rules = await loadRules(q.db, q.cityId);
  const where = await filterParts(q, input);
  const items: Row[] = [];
  let after = input.cursor === undefined ? undefined : decode(input.cursor);
  let next: string | null = null;
  for (;;) {
    const wanted = input.light === undefined ? input.limit - items.length + 1 : BATCH;
    const rows = await loadTargets(q.db, {
      ...q,
      asOf: { at, known: input.known },
      where: [...where, ...(after === undefined ? [] : [beyond(after)])],
      limit: wanted,
    });
    let full = false;
    for (const row of rows) {
      const view = viewRow(row, q.actor, rules, at);
      if (input.light?.includes(view.light) === false) {
        after = placeOf(row);
        continue;
      }
      if (items.length === input.limit) {
        full = true;
        break;
      }
      items.push(view);
      after = placeOf(row);
    }
    if (full && after !== undefined) next = encode(after);
    if (full || rows.length < wanted) break;
  }
  return { items, rules: rules.map(viewRule), at, next, can: canOf(q) };
}

function canOf(q: Query): ('propose' | 'import')[] {
  const writes = q.actor.posts.some((post) => ['office', 'liaison', 'handler'].includes(post.role));
  return writes ? ['propose', 'import'] : [];
}

/** What a list of targets is limited to beside the reader's reach. */
export async function filterParts(
  q: Query,
  input: Partial<
    Pick<
      Filter,
      'unit' | 'own' | 'indicator' | 'campaign' | 'state' | 'grade' | 'text' | 'document'
    >
  >,
): Promise<Condition[]> {
  const parts: Condition[] = [];
  if (input.unit !== undefined) {
    const path = await pathOfUnit(q.db, q.cityId, input.unit);
    parts.push(
      input.own === true
        ? sql<SqlBool>`t.unit_id = ${input.unit}`
        : within('u.org_path', { cityId: q.cityId, roots: [path] }),
    );
  }
  const is = (column: string, value: string | undefined): void => {
    if (value !== undefined) parts.push(sql<SqlBool>`${sql.ref(column)} = ${value}`);
  };
  is('t.indicator_id', input.indicator);
  is('t.campaign_id', input.campaign);
  is('t.document_id', input.document);
  if (input.state !== undefined) parts.push(sql<SqlBool>`t.state in (${sql.join(input.state)})`);
  if (input.grade !== undefined) parts.push(sql<SqlBool>`t.grade in (${sql.join(input.grade)})`);
  if (input.text !== undefined && input.text !== '')
    parts.push(sql<SqlBool>`strpos(lower(i.name), ${input.text.toLowerCase()}) > 0`);
  return parts;
}

type Place = readonly [sort: number, indicator: string, path: string, id: string];

function placeOf(row: LoadedTarget): Place {
  return [row.indicator_sort, row.indicator_id, row.unit_path, row.id];
}

function beyond([sort, indicator, path, id]: Place): Condition {
  return sql<SqlBool>`(i.sort, i.id, u.org_path, t.id) > (${sort}, ${indicator}::uuid, ${path} collate "C", ${id}::uuid)`;
}

function encode(place: Place): string {
  return Buffer.from(place.join(' ')).toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws Refusal `bad-cursor` for one that this list has not given. */
function decode(text: string): Place {
  const [sort = '', indicator = '', path = '', id = '', ...more] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(' ');
  const sound =
    /^-?\d{1,9}$/.test(sort) &&
    UUID.test(indicator) &&
    UUID.test(id) &&
    /^(\d+\.)+$/.test(path) &&
    more.length === 0;
  if (!sound) throw new Refusal('bad-cursor');
  return [Number(sort), indicator, path, id];
}
