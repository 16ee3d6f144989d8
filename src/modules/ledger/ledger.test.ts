import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { acceptEntry, refuseEntry, selfMendEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry, reassignEntry } from '#modules/assign/assign-entry.ts';
import {
  blockEntry,
  deliverEntry,
  reportProgress,
  unblockEntry,
} from '#modules/deliver/progress.ts';
import { askEntry, decideEntry } from '#modules/deliver/requests.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry, reopenEntry, sendBackEntry } from '#modules/verify/close-entry.ts';
import type { Context } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { addEvidence, CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { foldCounts, recount } from './fold-counts.ts';
import { listEntry, notListEntry, screenEntry } from './list-entry.ts';
import type { Filter } from './words-within.ts';
import { countEntries, listEntries, pageOfIds } from './list-entries.ts';
import { mergeEntry, unmergeEntry } from './merge-entry.ts';
import { raiseEntry } from './raise-entry.ts';
import { readEntry } from './read-entry.ts';
import { replay } from './replay.ts';
import { tallyEntries } from './tally.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

type Detail = Awaited<ReturnType<typeof readEntry>>;

function raise(
  who: PostKey,
  title = '镇区路灯损坏多日无人修',
  level: 'unit' | 'city' = 'unit',
): Promise<Detail> {
  return city.act(database.db, who, (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title, source: 'self_check', level, category: 'a' }),
  );
}

const DEADLINE = { kind: 'date' as const, on: '2026-08-31' };
const MEASURES = [{ kind: 'measure' as const, text: '逐盏检修并建立巡查制度' }];

/** Take a fresh problem to `delivered`, led by the town. */
async function delivered(isKey = false): Promise<Detail> {
  const { db } = database;
  const raised = await raise('townLiaison');
  const listed = await city.act(db, 'eastOffice', (ctx) => listEntry(ctx, { ...raised, isKey }));
  const assigned = await city.act(db, 'eastOffice', (ctx) =>
    assignEntry(ctx, {
      ...listed,
      lead: city.unit.eastTown.id,
      deadline: DEADLINE,
      measures: MEASURES,
    }),
  );
  const accepted = await city.act(db, 'townLiaison', (ctx) => acceptEntry(ctx, assigned));
  await addEvidence(db, city, accepted.id);
  return city.act(db, 'townLiaison', (ctx) => deliverEntry(ctx, { ...accepted, note: '已修复' }));
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'none';
}

describe('closing', () => {
  test('runs from raising to an independently checked closure', async () => {
    const { db } = database;
    const done = await delivered(true);
    const appointed = await city.act(db, 'eastOffice', (ctx) =>
      appointChecker(ctx, { ...done, unit: city.unit.supervision.id }),
    );
    const seen = await readEntry(city.ask(db, 'inspector'), appointed);
    expect(seen.can).toContain('check');
    const checked = await city.act(db, 'inspector', (ctx) =>
      recordCheck(ctx, { ...appointed, method: 'on_site', finding: 'confirmed', note: '现场属实' }),
    );
    expect(checked.checks[0]?.assurance).toBe('independent');
    expect(checked.openRequest).toBe('closure');
    const closed = await city.act(db, 'townLeader', (ctx) => closeEntry(ctx, checked));
    expect(closed).toMatchObject({ state: 'closed', assurance: 'independent' });
  });

  test('is refused without a check, and a unit that does the work cannot check', async () => {
    const { db } = database;
    const done = await delivered();
    expect(await refusal(city.act(db, 'townLeader', (ctx) => closeEntry(ctx, done)))).toBe(
      'no-passed-check',
    );
    const check = {
      ...done,
      method: 'papers' as const,
      finding: 'confirmed' as const,
      note: '看过',
    };
    expect(await refusal(city.act(db, 'townLiaison', (ctx) => recordCheck(ctx, check)))).toBe(
      'not-independent',
    );
    expect(
      await refusal(
        city.act(db, 'eastOffice', (ctx) =>
          appointChecker(ctx, { ...done, unit: city.unit.eastBranch.id }),
        ),
      ),
    ).toBe('not-independent');
  });

  test('takes a superior for an ordinary entry, not for a key one', async () => {
    const { db } = database;
    const ordinary = await delivered();
    const look = { method: 'on_site' as const, finding: 'confirmed' as const, note: '属实' };
    const checked = await city.act(db, 'eastOffice', (ctx) =>
      recordCheck(ctx, { ...ordinary, ...look }),
    );
    expect(checked.checks[0]?.assurance).toBe('superior');
    const key = await delivered(true);
    expect(
      await refusal(city.act(db, 'eastOffice', (ctx) => recordCheck(ctx, { ...key, ...look }))),
    ).toBe('not-independent');
  });

  test('a check before the last delivery is worth nothing', async () => {
    const { db } = database;
    const done = await delivered();
    const look = { method: 'on_site' as const, finding: 'confirmed' as const, note: '属实' };
    const checked = await city.act(db, 'eastOffice', (ctx) =>
      recordCheck(ctx, { ...done, ...look }),
    );
    const back = await city.act(db, 'townLeader', (ctx) =>
      sendBackEntry(ctx, { ...checked, reason: '又坏了' }),
    );
    const later = new Date(NOON.getTime() + 60_000);
    const again = await city.act(
      db,
      'townLiaison',
      (ctx) => deliverEntry(ctx, { ...back, note: '再修' }),
      later,
    );
    expect(again.can).not.toContain('close');
    expect(await refusal(city.act(db, 'townLeader', (ctx) => closeEntry(ctx, again), later))).toBe(
      'no-passed-check',
    );
  });

  test('the database refuses a doer as checker', async () => {
    const done = await delivered();
    const checker = sql`
      insert into entry_check (city_id, id, entry_id, episode, method, finding, assurance, by_unit, by_person, by_post, checked_at)
      values (${CITY}, gen_random_uuid(), ${done.id}, 1, 'papers', 'confirmed', 'independent', ${city.unit.eastTown.id},
        ${city.actor.townLiaison.personId}, ${city.actor.townLiaison.posts[0]?.postId}, ${NOON})`;
    await expect(checker.execute(database.db)).rejects.toThrow(/foreign key/);
  });
});

describe('the row and its event', () => {
  test('the database refuses a version or a state without its event', async () => {
    const { id } = await raise('townLiaison');
    const { db } = database;
    await expect(
      db.updateTable('entry').set({ version: 5 }).where('id', '=', id).execute(),
    ).rejects.toThrow(/foreign key/);
    await expect(
      db.updateTable('entry').set({ state: 'listed' }).where('id', '=', id).execute(),
    ).rejects.toThrow(/foreign key/);
  });

  test('a stale version is told who changed what', async () => {
    const raised = await raise('townLiaison');
    await city.act(database.db, 'eastOffice', (ctx) => screenEntry(ctx, raised));
    const late = city.act(database.db, 'eastOffice', (ctx) => listEntry(ctx, raised));
    await expect(late).rejects.toMatchObject({
      code: 'stale',
      details: { what: 'problem.screen', who: '东岭县 eastOffice' },
    });
  });
});

describe('handing over', () => {
  test('an entry keeps the measures it has when none are sent with the assignment', async () => {
    const { db } = database;
    const raised = await city.act(db, 'townLiaison', (ctx) =>
      raiseEntry(ctx, {
        kind: 'problem',
        title: '水渠淤塞',
        source: 'self_check',
        level: 'unit',
        measures: MEASURES,
      }),
    );
    const listed = await city.act(db, 'eastOffice', (ctx) => listEntry(ctx, at(raised)));
    const assigned = await city.act(db, 'eastOffice', (ctx) =>
      assignEntry(ctx, { ...at(listed), lead: city.unit.eastTown.id, deadline: DEADLINE }),
    );
    expect(assigned).toMatchObject({ state: 'assigned', lead: { name: '柳河镇' } });
    expect(assigned.measures.map((measure) => measure.text)).toEqual(['逐盏检修并建立巡查制度']);
  });
});

test('what handing on answers is what reading tells: parties, measures, an open request', async () => {
  const { db } = database;
  let seen = await delivered();
  const tell = async (verb: string): Promise<void> => {
    const answer = await city.act(
      db,
      'eastOffice',
      (ctx) => TRIES[verb]?.(ctx, seen, seen) ?? Promise.resolve(),
    );
    seen = await readEntry(city.ask(db, 'eastOffice'), seen);
    expect(answer).toEqual(seen);
  };
  await tell('sendBack');
  await tell('handOn');
  await tell('reassign');
  await tell('handOn');
  seen = await city.act(db, 'townLiaison', (ctx) =>
    askEntry(ctx, { ...at(seen), kind: 'cancellation', reason: '重复' }),
  );
  await tell('reassign');
  expect(seen.parties.map(({ role }) => role)).toEqual(['lead']);
  expect(seen.measures.map(({ kind }) => kind)).toEqual(['measure', 'milestone']);
});

describe('requests', () => {
  test('an extension is asked by the lead and decided by the approver post', async () => {
    const { db } = database;
    const done = await delivered();
    const back = await city.act(db, 'eastOffice', (ctx) =>
      sendBackEntry(ctx, { ...done, reason: '还有三盏' }),
    );
    const asked = await city.act(db, 'townLiaison', (ctx) =>
      askEntry(ctx, { ...back, kind: 'extension', reason: '配件未到', deadline: '2026-09-30' }),
    );
    const request = asked.requests.find((item) => item.decision === undefined)?.id ?? '';
    const decide = { ...asked, request, approve: true };
    expect(await refusal(city.act(db, 'eastOffice', (ctx) => decideEntry(ctx, decide)))).toBe(
      'not-approver',
    );
    const granted = await city.act(db, 'townLeader', (ctx) => decideEntry(ctx, decide));
    expect(granted).toMatchObject({
      deadline: '2026-09-30',
      originalDeadline: '2026-08-31',
      state: 'underway',
    });
  });
});

/** Answered by the kept counts, which must tell what the list shows. */
/** What the kept counts answer: alone, and of a unit that some of the askers reach, some reach from below, and some not. */
function keptFilters(): readonly Filter[] {
  const plain: Filter[] = [
    {},
    { kind: 'problem' },
    { state: ['closed', 'cancelled'] },
    { category: ['', 'a'], state: ['raised', 'underway', 'delivered'] },
  ];
  const units = [city.unit.city, city.unit.eastTown, city.unit.west].map(({ id }) => ({
    unit: id,
  }));
  return [...plain, ...units, ...units.map((unit) => ({ ...unit, state: ['underway' as const] }))];
}

describe('reach', () => {
  test('nothing outside the reach shows: list, count, tally, by id, search', async () => {
    const { db } = database;
    const mine = await raise('townLiaison', '柳河镇独有的龥字招牌');
    const q = city.ask(db, 'westOffice');
    const list = await listEntries(q, { text: '龥字招牌', sort: 'due', limit: 50 });
    expect(list.items).toEqual([]);
    expect((await countEntries(q, {})).n).toBe(0);
    expect((await tallyEntries(q, {})).states).toEqual([]);
    expect(await refusal(readEntry(q, mine))).toBe('not-found');
    const own = await listEntries(city.ask(db, 'eastOffice'), {
      text: '龥字',
      sort: 'due',
      limit: 50,
    });
    expect(own.items.map((item) => item.id)).toEqual([mine.id]);
    const single = await listEntries(city.ask(db, 'eastOffice'), {
      text: '龥',
      sort: 'newest',
      limit: 50,
    });
    expect(single.items.map((item) => item.id)).toEqual([mine.id]);
  });

  test('a line bureau sees its county bureau', async () => {
    const { db } = database;
    const raised = await raise('eastHousingLiaison', '公租房漏水');
    expect((await readEntry(city.ask(db, 'housingInspector'), raised)).title).toBe('公租房漏水');
  });
});

/** Which entry, at the version seen: all that a move takes of it. */
function at(e: Detail): { id: string; version: number } {
  return { id: e.id, version: e.version };
}

/** Whatever somebody could try, with inputs that are mostly sound. */
const TRIES: Record<string, (ctx: Context, e: Detail, o: Detail) => Promise<unknown>> = {
  screen: (ctx, e) => screenEntry(ctx, at(e)),
  list: (ctx, e) => listEntry(ctx, at(e)),
  notList: (ctx, e) => notListEntry(ctx, { ...at(e), reason: '不属实' }),
  assign: (ctx, e) =>
    assignEntry(ctx, {
      ...e,
      lead: city.unit.eastTown.id,
      co: [city.unit.eastHousing.id],
      deadline: DEADLINE,
      measures: MEASURES,
    }),
  reassign: (ctx, e) =>
    reassignEntry(ctx, { ...at(e), lead: city.unit.eastBranch.id, reason: '属地' }),
  handOn: (ctx, e) =>
    reassignEntry(ctx, {
      ...at(e),
      lead: city.unit.eastTown.id,
      co: [],
      reason: '由镇里牵头',
      measures: [{ kind: 'milestone', text: '回头看', dueOn: '2026-10-01' }, ...MEASURES],
    }),
  accept: (ctx, e) => acceptEntry(ctx, at(e)),
  refuse: (ctx, e) => refuseEntry(ctx, { ...at(e), reason: '不归我管' }),
  selfMend: (ctx, e) => selfMendEntry(ctx, { ...at(e), measures: MEASURES }),
  progress: (ctx, e) => reportProgress(ctx, { ...at(e), percent: 40, note: '过半' }),
  block: (ctx, e) => blockEntry(ctx, { ...at(e), reason: '等资金', reviewOn: '2026-07-01' }),
  unblock: (ctx, e) => unblockEntry(ctx, at(e)),
  deliver: (ctx, e) => deliverEntry(ctx, { ...at(e), note: '完成' }),
  appoint: (ctx, e) => appointChecker(ctx, { ...at(e), unit: city.unit.supervision.id }),
  check: (ctx, e) =>
    recordCheck(ctx, { ...at(e), method: 'on_site', finding: 'confirmed', note: '属实' }),
  fail: (ctx, e) =>
    recordCheck(ctx, { ...at(e), method: 'papers', finding: 'partly', note: '部分' }),
  sendBack: (ctx, e) => sendBackEntry(ctx, { ...at(e), reason: '未到位' }),
  close: (ctx, e) => closeEntry(ctx, at(e)),
  reopen: (ctx, e) => reopenEntry(ctx, { ...at(e), reason: '反弹' }),
  cancelAsk: (ctx, e) => askEntry(ctx, { ...at(e), kind: 'cancellation', reason: '重复' }),
  decide: (ctx, e) =>
    decideEntry(ctx, { ...at(e), request: e.requests[0]?.id ?? '', approve: true }),
  merge: (ctx, e, o) => mergeEntry(ctx, { ...at(e), into: o.id, reason: '同一问题' }),
  unmerge: (ctx, e) => unmergeEntry(ctx, { ...at(e), reason: '不是一回事' }),
};
const ACTORS: readonly PostKey[] = [
  'cityOffice',
  'cityLeader',
  'inspector',
  'eastOffice',
  'townLiaison',
  'townLeader',
  'secretary',
  'eastHousingLiaison',
  'westOffice',
];

test('whatever is tried: events retell the rows, counts equal a recount, no closure without a check by others', async () => {
  const { db } = database;
  const reached = new Set<string>();
  /** Who usually does what, so that random tries reach the end of a life. */
  const usual: readonly { verb: string; who: PostKey }[] = [
    { verb: 'screen', who: 'eastOffice' },
    { verb: 'list', who: 'eastOffice' },
    { verb: 'progress', who: 'townLiaison' },
    { verb: 'unblock', who: 'townLiaison' },
    { verb: 'reopen', who: 'eastOffice' },
    { verb: 'assign', who: 'eastOffice' },
    { verb: 'accept', who: 'townLiaison' },
    { verb: 'block', who: 'townLiaison' },
    { verb: 'deliver', who: 'townLiaison' },
    { verb: 'check', who: 'eastOffice' },
    { verb: 'close', who: 'townLeader' },
    { verb: 'cancelAsk', who: 'townLiaison' },
    { verb: 'decide', who: 'townLeader' },
  ];
  const tryOne = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...usual) },
    {
      weight: 1,
      arbitrary: fc.record({
        verb: fc.constantFrom(...Object.keys(TRIES)),
        who: fc.constantFrom(...ACTORS),
      }),
    },
  );
  let tick = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(tryOne, { minLength: 60, maxLength: 90 }), async (tries) => {
      const [entry, other] = [await raise('townLiaison'), await raise('townLiaison')];
      await addEvidence(db, city, entry.id);
      for (const { verb, who } of tries) {
        const now = new Date(NOON.getTime() + (tick += 1000));
        const seen = await readEntry(city.ask(db, 'cityOffice', now), entry);
        try {
          const answer = await city.act(
            db,
            who,
            (ctx) => TRIES[verb]?.(ctx, seen, other) ?? Promise.resolve(),
            now,
          );
          // What a move answers is what reading tells right after it.
          expect(answer).toEqual(await readEntry(city.ask(db, who, now), entry));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        reached.add((await readEntry(city.ask(db, 'cityOffice'), entry)).state);
        if (tick % 7000 === 0) await foldCounts(db, CITY);
      }
    }),
    { numRuns: 14, seed: 20261122 },
  );
  expect((await replay(db, CITY)).faults).toEqual([]);
  expect(await recount(db, CITY)).toEqual([]);
  for (const who of ['cityOffice', 'eastOffice', 'townLiaison', 'westOffice'] as const)
    for (const filter of keptFilters()) {
      const q = city.ask(db, who);
      const { ids } = await pageOfIds(q, filter, 'oldest', 5000, undefined);
      expect(await countEntries(q, filter)).toMatchObject({ n: ids.length, capped: false });
      const exactly = await countEntries(q, { ...filter, exact: true });
      expect(exactly).toMatchObject({ n: ids.length, capped: false });
    }
  // A line is read with fewer looks than the whole entry, and tells the same.
  for (const who of ACTORS) {
    const q = city.ask(db, who);
    const { items } = await listEntries(q, { sort: 'newest', limit: 100 });
    for (const item of items) expect(await readEntry(q, item)).toMatchObject(item);
  }
  const unchecked = await sql<{ n: number }>`
    select count(*)::int as n from entry e where e.state = 'closed' and not exists (
      select 1 from entry_check c
      where c.city_id = e.city_id and c.entry_id = e.id and c.episode = e.episode and c.finding = 'confirmed'
        and c.checked_at >= e.delivered_at
        and not exists (select 1 from party p where p.city_id = c.city_id and p.entry_id = c.entry_id
          and p.episode = c.episode and p.unit_id = c.by_unit and p.role <> 'checker')
        and not exists (select 1 from party_person p where p.city_id = c.city_id and p.entry_id = c.entry_id
          and p.episode = c.episode and p.person_id = c.by_person and p.role = 'doer'))`.execute(
    db,
  );
  expect(unchecked.rows[0]?.n).toBe(0);
  expect([...reached]).toEqual(
    expect.arrayContaining(['listed', 'underway', 'blocked', 'delivered', 'closed', 'cancelled']),
  );
}, 240_000);
