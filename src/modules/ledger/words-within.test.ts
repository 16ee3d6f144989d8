import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { NOON, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { listEntries, pageOfIds } from './list-entries.ts';
import { raiseEntry } from './raise-entry.ts';

const SAME = 1700;
/** More than are gathered at once, and more others than are walked through for a page of one. */
const FREQUENT = 4200;
const BETWEEN = 700;

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  city = await tinyCity(db);
  const { id } = await raised('路灯不亮');
  await raised('桥面破损');
  await copied(id, SAME);
  await raised('路灯歪斜');
  // What is frequent is told by the statistics.
  await sql`analyze entry, entry_search`.execute(db);
});
afterAll(() => database.close());

const raised = (title: string) =>
  city.act(database.db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title, source: 'visit', level: 'unit' }),
  );

/** So many entries more that say the same; with ids that begin so, where it matters which come first. */
async function copied(id: string, n: number, beginning = ''): Promise<void> {
  const { db } = database;
  await sql`
    with made as materialized (select overlay(gen_random_uuid()::text placing ${beginning} from 1 for ${beginning.length})::uuid as id, g from generate_series(1, ${n}) g),
    told as (
      insert into event (city_id, subject_id, subject_version, state, id, at, kind, payload)
      select v.city_id, m.id, 1, v.state, m.id, v.at, v.kind, v.payload
      from event v, made m where v.subject_id = ${id}),
    laid as (
      insert into entry select (jsonb_populate_record(null::entry, to_jsonb(e) ||
        jsonb_build_object('id', m.id, 'no', 'C2026-' || ${beginning}::text || m.g))).*
      from entry e, made m where e.id = ${id}),
    said as (
      insert into entry_text (city_id, entry_id) select 1, id from made)
    insert into entry_search (city_id, entry_id, tsv)
    select s.city_id, m.id, s.tsv from entry_search s, made m where s.entry_id = ${id}`.execute(db);
}

async function pages(who: 'cityOffice' | 'eastOffice', text: string, sort: 'newest' | 'oldest') {
  const q = city.ask(database.db, who);
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await listEntries(q, { text, sort, limit: 100, after });
    found.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return found;
}

test.each(['newest', 'oldest'] as const)(
  'what many hold is found whole and in order, page by page, %s first, as what few hold',
  async (sort) => {
    const many = await pages('cityOffice', '路灯', sort);
    expect(many).toHaveLength(SAME + 2);
    expect(new Set(many).size).toBe(many.length);
    expect(many).toEqual(sort === 'newest' ? many.toSorted().toReversed() : many.toSorted());
    expect(await pages('eastOffice', '路灯', sort)).toEqual(many);
    expect(await pages('cityOffice', '桥面', sort)).toHaveLength(1);
  },
);

test('many words together, and a single character', async () => {
  expect(await pages('cityOffice', '路灯不亮', 'newest')).toHaveLength(SAME + 1);
  expect(await pages('cityOffice', '灯', 'newest')).toHaveLength(SAME + 2);
  expect(await pages('cityOffice', '路灯 桥面', 'newest')).toEqual([]);
});

test('frequent words that lie far from the beginning of a list are found too, each page in order', async () => {
  const { db } = database;
  const [old, fresh] = [await raised('水管漏水'), await raised('井盖松动')];
  await copied(old.id, FREQUENT, '000000');
  await copied(fresh.id, BETWEEN, 'ffffff');
  await sql`analyze entry, entry_search`.execute(db);
  const all = await db
    .selectFrom('entry')
    .where(sql<boolean>`title like '水管%'`)
    .select('id')
    .orderBy('id')
    .execute();
  const ids = all.map(({ id }) => id);
  expect(ids).toHaveLength(FREQUENT + 1);
  // Statistics are read anew now and then.
  const later = new Date(NOON.getTime() + 3_600_000);
  for (const who of ['cityOffice', 'eastOffice'] as const) {
    const q = city.ask(db, who, later);
    for (const sort of ['newest', '-due', 'oldest', 'due'] as const) {
      const wanted = sort === 'newest' || sort === '-due' ? ids.toReversed() : ids;
      const found: string[] = [];
      let after: string | undefined;
      for (const limit of [1, 1, 2, 100, 1]) {
        const page = await pageOfIds(q, { text: '水管', kind: 'problem' }, sort, limit, after);
        found.push(...page.ids);
        after = page.next;
      }
      expect(found).toEqual(wanted.slice(0, 105));
      // A filter that leaves too few to walk far through.
      const none = await pageOfIds(q, { text: '水管', key: true }, sort, 1, undefined);
      expect(none).toEqual({ ids: [], next: undefined });
    }
  }
});
