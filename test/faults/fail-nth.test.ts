import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { askEntry } from '#modules/deliver/requests.ts';
import { recount } from '#modules/ledger/fold-counts.ts';
import { mergeEntry } from '#modules/ledger/merge-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { replay } from '#modules/ledger/replay.ts';
import { recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry } from '#modules/verify/close-entry.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { databaseFault } from '#platform/db/retry.ts';
import type { Tables } from '#platform/db/tables.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { testDatabase } from '#test/template.ts';
import { addEvidence, CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { DEADLINE, type Detail, MEASURES, problemAt, type Stage } from '../laws/lives.ts';

let database: Database;
let city: TinyCity;
const LATER = new Date(NOON.getTime() + 3_600_000);

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

/** The pool of a database whose n-th statement from now on fails, before (`sent` false) or after it arrived. */
function failing(nth: number, sent: boolean): { db: Kysely<Tables>; statements: () => number } {
  let n = 0;
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await database.pool.connect();
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      n += 1;
      const fails = n === nth && !text.startsWith('rollback');
      if (fails && !sent) throw lost();
      const result = await client.query(text, [...values]);
      if (fails) throw lost();
      return result;
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: () => client.release(),
    };
  };
  const pool = { connect, end: () => Promise.resolve(), options: {} };
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    statements: () => n,
  };
}

function lost(): Error {
  return Object.assign(new Error('terminating connection due to administrator command'), {
    code: '57P01',
    severity: 'FATAL',
  });
}

const TABLES = [
  'entry',
  'entry_text',
  'entry_search',
  'event',
  'party',
  'party_person',
  'measure',
  'request',
  'entry_check',
  'merge_link',
  'rollup_delta',
  'idempotency',
];

/** Every row of the ledger, as one word. Numbers that were taken and not used are allowed. */
async function digest(): Promise<string> {
  const parts = TABLES.map(
    (table) =>
      sql`select ${table} || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.table(table)} t`,
  );
  const { rows } = await sql<{ sum: string }>`${sql.join(parts, sql` union all `)}`.execute(
    database.db,
  );
  return rows.map((row) => row.sum).join('\n');
}

interface Command {
  readonly name: string;
  readonly from: Stage;
  readonly who: PostKey;
  readonly run: (ctx: Context, entry: Detail, other: Detail) => Promise<object>;
}

const at = ({ id, version }: Detail): { id: string; version: number } => ({ id, version });
const COMMANDS: readonly Command[] = [
  {
    name: 'raise',
    from: 'raised',
    who: 'townLiaison',
    run: (ctx) =>
      raiseEntry(ctx, { kind: 'problem', title: '井盖缺失', source: 'visit', level: 'unit' }),
  },
  {
    name: 'assign',
    from: 'listed',
    who: 'eastOffice',
    run: (ctx, e) =>
      assignEntry(ctx, {
        ...at(e),
        lead: city.unit.eastTown.id,
        co: [city.unit.eastHousing.id],
        deadline: DEADLINE,
        measures: MEASURES,
      }),
  },
  {
    name: 'deliver',
    from: 'accepted',
    who: 'townLiaison',
    run: (ctx, e) => deliverEntry(ctx, { ...at(e), note: '完成' }),
  },
  {
    name: 'ask',
    from: 'accepted',
    who: 'townLiaison',
    run: (ctx, e) =>
      askEntry(ctx, { ...at(e), kind: 'extension', reason: '配件未到', deadline: '2026-09-30' }),
  },
  {
    name: 'check',
    from: 'delivered',
    who: 'inspector',
    run: (ctx, e) =>
      recordCheck(ctx, { ...at(e), method: 'on_site', finding: 'confirmed', note: '属实' }),
  },
  {
    name: 'close',
    from: 'checked',
    who: 'townLeader',
    run: (ctx, e) => closeEntry(ctx, at(e)),
  },
  {
    name: 'reopen',
    from: 'closed',
    who: 'eastOffice',
    run: (ctx, e) => reopenEntry(ctx, { ...at(e), reason: '反弹' }),
  },
  {
    name: 'merge',
    from: 'raised',
    who: 'eastOffice',
    run: (ctx, e, o) => mergeEntry(ctx, { ...at(e), into: o.id, reason: '同一问题' }),
  },
];

async function stage(from: Stage): Promise<[Detail, Detail, string]> {
  const entry = await problemAt(database.db, city, from);
  if (from === 'accepted') await addEvidence(database.db, city, entry.id);
  return [entry, await problemAt(database.db, city, 'raised'), newId()];
}

test.each(COMMANDS)(
  '$name: whichever statement fails, all of it is there or nothing is, and a retry under the key sets it right',
  async ({ from, who, run }) => {
    let failed = 0;
    let [entry, other, key] = await stage(from);
    for (let nth = 1; ; nth += 1) {
      const sent = nth % 2 === 0;
      const { db, statements } = failing(nth, sent);
      const attempt = (on: Kysely<Tables>): Promise<object> =>
        once(
          on,
          { cityId: CITY, now: LATER, today: dayOf(LATER), actor: city.actor[who] },
          { key, hash: 'hash' },
          (ctx) => run(ctx, entry, other),
        );
      const before = await digest();
      const error = await attempt(db).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) {
        expect(statements()).toBeLessThan(nth);
        break;
      }
      expect(databaseFault(error)).toBe('gone');
      failed += 1;
      const after = await digest();
      if (after === before) continue;
      // Only when the COMMIT itself arrived may anything be there, and then a retry changes nothing more.
      expect(sent).toBe(true);
      await attempt(database.db);
      expect(await digest()).toBe(after);
      [entry, other, key] = await stage(from);
    }
    expect(failed).toBeGreaterThan(5);
  },
  180_000,
);

test('afterwards the events retell the rows and the counts equal a recount', async () => {
  expect((await replay(database.db, CITY)).faults).toEqual([]);
  expect(await recount(database.db, CITY)).toEqual([]);
});
