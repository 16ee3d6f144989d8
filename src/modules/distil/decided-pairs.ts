import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/db/open.ts';
import type { DecidedPairs } from '#platform/workers/distil-messages.ts';
import { FIRST } from './statements.ts';
import type { VoicePort } from './subjects.ts';

/** Read at once: a city has a hundred thousand links, and unpacking them all would hold up the loop. */
const PAGE = 2000;

interface PairRow {
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

/**
 * What stands when a run begins, in parts: links in force, pairs set apart, pairs judged beside each other, and
 * what is handled with another already.
 */
export async function* decidedPairs(
  db: Db,
  cityId: number,
  voices: VoicePort | undefined,
): AsyncGenerator<DecidedPairs> {
  const standing = sql`city_id = ${cityId} and undone_at is null`;
  const plain = (table: string, a: string, b: string) => (after: string) =>
    pairs(
      db,
      sql`select id, ${sql.ref(a)} as a, ${sql.ref(b)} as b from ${sql.table(table)} where ${standing}`,
      after,
    );
  for await (const linked of paged(plain('alike_edge', 'a_id', 'b_id'))) yield { linked };
  for await (const apart of paged(plain('alike_apart', 'a_id', 'b_id'))) yield { apart };
  for await (const tied of paged(plain('merge_link', 'entry_id', 'survivor_id'))) yield { tied };
  for await (const settled of paged((after) => judged(db, cityId, after))) yield { settled };
  if (voices === undefined) return;
  const tie = async (after: string): Promise<readonly PairRow[]> =>
    (await voices.tied(db, cityId, { after, limit: PAGE })).map(({ id, voice, entry }) => ({
      id,
      a: voice,
      b: entry,
    }));
  for await (const tied of paged(tie)) yield { tied };
}

async function pairs(db: Db, from: RawBuilder<unknown>, after: string): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`${from} and id > ${after} order by id limit ${PAGE}`.execute(
    db,
  );
  return rows;
}

/** Whole groups at a time: a group has some thirty members at most. */
async function judged(db: Db, cityId: number, after: string): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`
    select i.id, i.main_id as a, m.subject_id as b
    from (select x.id, x.main_id from alike_item x where x.city_id = ${cityId} and x.id > ${after}
      and exists (select 1 from alike_item_member d
        where d.city_id = x.city_id and d.item_id = x.id and d.decision is not null)
      order by x.id limit ${PAGE / 10}) i
    join alike_item_member m on m.city_id = ${cityId} and m.item_id = i.id and m.decision is not null
    order by i.id`.execute(db);
  return rows;
}

async function* paged(
  read: (after: string) => Promise<readonly PairRow[]>,
): AsyncGenerator<readonly (readonly [string, string])[]> {
  for (let after = FIRST; ;) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield rows.map(({ a, b }) => [a, b] as const);
  }
}
