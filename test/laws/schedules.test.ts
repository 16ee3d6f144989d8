import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptEntry, refuseEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { askEntry, decideEntry } from '#modules/deliver/requests.ts';
import { advance, lockForMove } from '#modules/ledger/entry-store.ts';
import { foldCounts, recount } from '#modules/ledger/fold-counts.ts';
import { mergeEntry } from '#modules/ledger/merge-entry.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import { replay } from '#modules/ledger/replay.ts';
import { recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry, sendBackEntry } from '#modules/verify/close-entry.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { answerBefore, onceWithin } from '#platform/idempotency.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { DEADLINE, type Detail, MEASURES, problemAt, type Stage } from './lives.ts';
import { INTERLEAVINGS, play, type Session } from './schedules.ts';

let database: Database;
let city: TinyCity;
const LATER = new Date(NOON.getTime() + 3_600_000);

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Move = (ctx: Context, at: { id: string; version: number }, entry: Detail) => Promise<unknown>;

interface Contest {
  readonly name: string;
  readonly from: Stage | 'asked';
  readonly sides: readonly [readonly [PostKey, Move], readonly [PostKey, Move]];
}

const hand =
  (lead: 'eastTown' | 'eastHousing'): Move =>
  (ctx, at) =>
    assignEntry(ctx, { ...at, lead: city.unit[lead].id, deadline: DEADLINE, measures: MEASURES });
const check: Move = (ctx, at) =>
  recordCheck(ctx, { ...at, method: 'on_site', finding: 'confirmed', note: '属实' });
const close: Move = (ctx, at) => closeEntry(ctx, at);
const sendBack: Move = (ctx, at) => sendBackEntry(ctx, { ...at, reason: '未到位' });
const reopen: Move = (ctx, at) => reopenEntry(ctx, { ...at, reason: '反弹' });
const deliver: Move = (ctx, at) => deliverEntry(ctx, { ...at, note: '完成' });
const ask: Move = (ctx, at) => askEntry(ctx, { ...at, kind: 'cancellation', reason: '重复' });
const decide =
  (approve: boolean): Move =>
  (ctx, at, entry) =>
    decideEntry(ctx, { ...at, request: entry.requests[0]?.id ?? '', approve });

/** Two sessions that want the same row, as both have seen it. */
const CONTESTS: readonly Contest[] = [
  {
    name: 'assign / assign',
    from: 'listed',
    sides: [
      ['eastOffice', hand('eastTown')],
      ['cityOffice', hand('eastHousing')],
    ],
  },
  {
    name: 'accept / refuse',
    from: 'assigned',
    sides: [
      ['townLiaison', (ctx, at) => acceptEntry(ctx, at)],
      ['townLiaison', (ctx, at) => refuseEntry(ctx, { ...at, reason: '不归我管' })],
    ],
  },
  {
    name: 'deliver / cancellation granted',
    from: 'asked',
    sides: [
      ['townLiaison', deliver],
      ['townLeader', decide(true)],
    ],
  },
  {
    name: 'check / check',
    from: 'delivered',
    sides: [
      ['inspector', check],
      ['cityOffice', check],
    ],
  },
  {
    name: 'check / attach',
    from: 'delivered',
    sides: [
      ['inspector', check],
      [
        'townLiaison',
        async (ctx, at) => advance(ctx, await lockForMove(ctx, at, 'attach'), 'attach'),
      ],
    ],
  },
  {
    name: 'check / send back',
    from: 'delivered',
    sides: [
      ['inspector', check],
      ['eastOffice', sendBack],
    ],
  },
  {
    name: 'close / send back',
    from: 'checked',
    sides: [
      ['townLeader', close],
      ['eastOffice', sendBack],
    ],
  },
  {
    name: 'close / close',
    from: 'checked',
    sides: [
      ['townLeader', close],
      ['townLeader', close],
    ],
  },
  {
    name: 'reopen / reopen',
    from: 'closed',
    sides: [
      ['eastOffice', reopen],
      ['cityOffice', reopen],
    ],
  },
  {
    name: 'ask / ask',
    from: 'accepted',
    sides: [
      ['townLiaison', ask],
      ['eastOffice', ask],
    ],
  },
  {
    name: 'granted / refused',
    from: 'asked',
    sides: [
      ['townLeader', decide(true)],
      ['townLeader', decide(false)],
    ],
  },
];

async function stageOf(from: Contest['from']): Promise<Detail> {
  if (from !== 'asked') return problemAt(database.db, city, from);
  const entry = await problemAt(database.db, city, 'accepted');
  const asked = (await city.act(
    database.db,
    'eastOffice',
    (ctx) => ask(ctx, { id: entry.id, version: entry.version }, entry),
    LATER,
  )) as Detail;
  await sql`insert into evidence (city_id, id, entry_id, episode, purpose, sha256, name, media_type, bytes, by_person, by_unit, at)
    values (${CITY}, gen_random_uuid(), ${entry.id}, 1, 'delivery', repeat('a', 64), '现场.jpg', 'image/jpeg', 10,
      ${city.actor.townLiaison.personId}::uuid, ${city.unit.eastTown.id}::uuid, ${NOON})`.execute(
    database.db,
  );
  return asked;
}

function session(who: PostKey, work: (ctx: Context) => Promise<unknown>): Session {
  return (tx) =>
    work({ tx, actor: city.actor[who], cityId: CITY, now: LATER, today: dayOf(LATER) });
}

describe.each(CONTESTS)('$name', ({ from, sides }) => {
  test.each(INTERLEAVINGS)('%s', async (interleaving) => {
    const entry = await stageOf(from);
    const at = { id: entry.id, version: entry.version };
    const [one, two] = sides;
    const endings = await play(database.db, interleaving, [
      session(one[0], (ctx) => one[1](ctx, at, entry)),
      session(two[0], (ctx) => two[1](ctx, at, entry)),
    ]);
    expect(endings.map(({ ended }) => ended).toSorted()).toEqual(['done', 'stale']);
    const late = endings.find(({ ended }) => ended === 'stale');
    expect(late?.details).toMatchObject({
      seen: entry.version,
      now: entry.version + 1,
      who: expect.stringMatching(/\S/) as string,
      what: expect.stringMatching(/^problem\.\w+$/) as string,
    });
    const after = await readEntry(city.ask(database.db, 'cityOffice'), entry);
    expect(after.version).toBe(entry.version + 1);
  });
});

/** Sessions that touch more than one row, where versions alone do not decide. */
describe('merging', () => {
  const merge =
    (from: Detail, into: Detail): ((ctx: Context) => Promise<unknown>) =>
    (ctx) =>
      mergeEntry(ctx, { id: from.id, version: from.version, into: into.id, reason: '同一问题' });

  async function chains(): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from merge_link a join merge_link b
        on b.city_id = a.city_id and b.entry_id = a.survivor_id
      where a.undone_at is null and b.undone_at is null`.execute(database.db);
    return rows[0]?.n ?? -1;
  }

  test.each(INTERLEAVINGS)('into each other: %s', async (interleaving) => {
    const [a, b] = [
      await problemAt(database.db, city, 'raised'),
      await problemAt(database.db, city, 'raised'),
    ];
    const endings = await play(database.db, interleaving, [
      session('eastOffice', merge(a, b)),
      session('cityOffice', merge(b, a)),
    ]);
    expect(endings.map(({ ended }) => ended).toSorted()).toEqual(['already-merged', 'done']);
    expect(await chains()).toBe(0);
  });

  test.each(INTERLEAVINGS)('a into b while b goes into c: %s', async (interleaving) => {
    const [a, b, c] = [
      await problemAt(database.db, city, 'raised'),
      await problemAt(database.db, city, 'raised'),
      await problemAt(database.db, city, 'raised'),
    ];
    const endings = await play(database.db, interleaving, [
      session('eastOffice', merge(a, b)),
      session('cityOffice', merge(b, c)),
    ]);
    expect(endings.map(({ ended }) => ended).toSorted()).toEqual(['already-merged', 'done']);
    expect(await chains()).toBe(0);
  });
});

describe('one idempotency key twice at once', () => {
  test.each(INTERLEAVINGS)('%s', async (interleaving) => {
    const entry = await problemAt(database.db, city, 'checked');
    const bodies: object[] = [];
    const twice = session('townLeader', async (ctx) => {
      const asked = { key: `key ${entry.id}`, hash: 'hash' };
      const done = onceWithin(ctx, asked, () =>
        closeEntry(ctx, { id: entry.id, version: entry.version }),
      );
      bodies.push(await done.catch(answerBefore));
    });
    const endings = await play(database.db, interleaving, [twice, twice]);
    expect(endings.map(({ ended }) => ended)).toEqual(['done', 'done']);
    expect(JSON.parse(JSON.stringify(bodies[0]))).toEqual(JSON.parse(JSON.stringify(bodies[1])));
    const after = await readEntry(city.ask(database.db, 'cityOffice'), entry);
    expect(after).toMatchObject({ state: 'closed', version: entry.version + 1 });
  });
});

/**
 * A caller who guesses the next version while the present change is under way is judged by the facts
 * after it, not by those of the moment at which he began to wait.
 */
test('a guessed version is judged by what the change before it has left', async () => {
  const entry = await problemAt(database.db, city, 'delivered');
  const guess = { id: entry.id, version: entry.version + 1 };
  const [checked, closed] = await play(database.db, 'begin1 begin2 work1 work2 commit1 commit2', [
    session('inspector', (ctx) => check(ctx, { id: entry.id, version: entry.version }, entry)),
    session('townLeader', (ctx) => close(ctx, guess, entry)),
  ]);
  expect([checked.ended, closed.ended]).toEqual(['done', 'done']);
  const [sent, late] = await (async () => {
    const other = await problemAt(database.db, city, 'checked');
    return play(database.db, 'begin1 begin2 work1 work2 commit1 commit2', [
      session('eastOffice', (ctx) =>
        recordCheck(
          { ...ctx, actor: city.actor.inspector },
          {
            id: other.id,
            version: other.version,
            method: 'papers',
            finding: 'partly',
            note: '部分',
          },
        ),
      ),
      session('townLeader', (ctx) =>
        close(ctx, { id: other.id, version: other.version + 1 }, other),
      ),
    ]);
  })();
  expect([sent.ended, late.ended]).toEqual(['done', 'no-passed-check']);
});

test('after all of it the events retell the rows and the counts equal a recount', async () => {
  await foldCounts(database.db, CITY);
  expect((await replay(database.db, CITY)).faults).toEqual([]);
  expect(await recount(database.db, CITY)).toEqual([]);
});
