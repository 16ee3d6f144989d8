import { sql } from 'kysely';
import type { House, Site } from './house.ts';
import { DEADLINE, type Detail, MEASURES, problemAt, STAGES } from '../laws/lives.ts';

/** Stands in every title of the west county and nowhere else. */
export const CANARY = '龘西独有';

export interface Loot {
  /** One problem at each stage of its life, in either county. */
  readonly east: readonly Detail[];
  readonly west: readonly Detail[];
}

export async function stage(house: House): Promise<Loot> {
  const { city, database } = house;
  const [east, west]: [Detail[], Detail[]] = [[], []];
  for (const at of STAGES) {
    east.push(await problemAt(database.db, city, at, { title: `东岭路灯${at}` }));
    west.push(await problemAt(database.db, city, at, { side: 'west', title: `${CANARY}${at}` }));
  }
  return { east, west };
}

const UNTOUCHED = [
  'rollup',
  'rollup_delta',
  'flow',
  'flow_delta',
  'session',
  'numbering',
  'credential_try',
  'door_try',
];

/** One word per table. */
type Digest = ReadonlyMap<string, string>;

/** Everything the database holds; sessions, folded counts and counted tries aside. */
export async function digest(house: House): Promise<Digest> {
  const { db } = house.database;
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const parts = tables
    .filter(({ name }) => !UNTOUCHED.includes(name))
    .map(
      ({ name }) =>
        sql`select ${name} as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.table(name)} t`,
    );
  const { rows } = await sql<{
    name: string;
    sum: string;
  }>`${sql.join(parts, sql` union all `)}`.execute(db);
  return new Map(rows.map(({ name, sum }) => [name, sum]));
}

/** A find for each table in which anything is other than before. */
export async function changedSince(house: House, before: Digest): Promise<string[]> {
  const now = await digest(house);
  return [...now]
    .filter(([name, sum]) => before.get(name) !== sum)
    .map(([name]) => `${name} was changed`);
}

const REASON = { reason: '试探' };

/** A body with which each move would go through, were the entry at the right stage and the caller the right one. */
export function moveBodies(house: House, entry: Detail): Readonly<Record<string, object>> {
  const { unit } = house.city;
  const at = { version: entry.version };
  const hand = { ...at, lead: unit.eastTown.id, deadline: DEADLINE, measures: MEASURES };
  return {
    screenEntry: at,
    listEntry: at,
    notListEntry: { ...at, ...REASON },
    assignEntry: hand,
    issueEntry: hand,
    reassignEntry: { ...hand, ...REASON },
    acceptEntry: at,
    refuseEntry: { ...at, ...REASON },
    progressEntry: { ...at, percent: 10, note: '试探' },
    blockEntry: { ...at, ...REASON, reviewOn: '2026-12-01' },
    unblockEntry: at,
    deliverEntry: { ...at, note: '试探' },
    recallEntry: at,
    appointEntry: { ...at, unit: unit.supervision.id },
    checkEntry: { ...at, method: 'papers', finding: 'confirmed', note: '试探' },
    sendBackEntry: { ...at, ...REASON },
    closeEntry: at,
    reopenEntry: { ...at, ...REASON },
    cancelEntry: { ...at, ...REASON },
    supersedeEntry: { ...at, by: entry.id, ...REASON },
    correctEntry: { ...at, title: '改', ...REASON },
    coReportEntry: { ...at, percent: 10, note: '试探' },
    selfMendEntry: { ...at, measures: MEASURES },
    mergeEntry: { ...at, into: entry.id, ...REASON },
    unmergeEntry: { ...at, ...REASON },
    askEntry: { ...at, kind: 'cancellation', ...REASON },
    withdrawEntry: { ...at, request: entry.requests[0]?.id ?? entry.id },
    answerVoicesOfEntry: { body: '试探', facts: '试探', outcome: 'upheld', expect: 1 },
    releaseEntry: { title: '试探', words: '试探', ...REASON },
    withdrawRelease: REASON,
    decideEntry: { ...at, request: entry.requests[0]?.id ?? entry.id, approve: true },
  };
}

/** The operations of a site on one entry or what hangs on it. */
export function onEntries(site: Site): Site['routes'] {
  return site.routes.filter(({ op }) => op.path.startsWith('/entries/{id}'));
}
