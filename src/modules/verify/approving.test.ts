import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal, refusalSentence } from '#domain/refusal.ts';
import { selfMendEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { correctEntry } from '#modules/ledger/correct-entry.ts';
import { setSourceRule } from '#modules/ledger/due-rules.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import type { Context } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import { type Detail, problemAt } from '#test/laws/lives.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { appointChecker, recordCheck } from './check-entry.ts';
import { closeEntry } from './close-entry.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

const LOOK = { method: 'on_site', finding: 'confirmed', note: '属实' } as const;

async function refused(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('not refused');
}

/** The same moves by somebody who holds further posts. */
function actAs(who: PostKey, also: PostKey, work: (ctx: Context) => Promise<Detail>) {
  const both: Actor = {
    ...city.actor[who],
    posts: [...city.actor[who].posts, ...city.actor[also].posts],
  };
  return city.act(database.db, who, (ctx) => work({ ...ctx, actor: both }));
}

test('who has checked may not approve the closure, by whatever post; the database holds it too', async () => {
  const { db } = database;
  const checked = await problemAt(db, city, 'checked');
  const { id, version } = checked;
  const close = (ctx: Context): Promise<Detail> => closeEntry(ctx, { id, version });
  expect((await refused(actAs('inspector', 'townLeader', close))).code).toBe('checker-decides');
  const byHand = db.transaction().execute((tx) =>
    sql`
      update request set decision = 'approved', decided_at = now(), decided_post = approver_post,
        decided_person = ${city.actor.inspector.personId}
      where city_id = ${CITY} and entry_id = ${id} and decision is null`.execute(tx),
  );
  await expect(byHand).rejects.toThrow(/request_approver/);
  expect((await city.act(db, 'townLeader', close)).state).toBe('closed');
});

test('the post that approves is one that somebody else than the checker holds', async () => {
  const { db } = database;
  const done = await problemAt(db, city, 'delivered', { side: 'west' });
  // The county's own office checks as superior: at the level of the unit it is also the approver.
  const later = new Date(NOON.getTime() + 3_600_000);
  const checked = await city.act(
    db,
    'westOffice',
    (ctx) => recordCheck(ctx, { id: done.id, version: done.version, ...LOOK }),
    later,
  );
  const [request] = checked.requests;
  expect(request?.approver).not.toContain('westOffice');
  expect(
    (
      await city.act(db, 'cityOffice', (ctx) =>
        closeEntry(ctx, { id: done.id, version: checked.version }),
      )
    ).state,
  ).toBe('closed');
});

test('whom a decision waits for is said by the name of the post', async () => {
  const { id, version } = await problemAt(database.db, city, 'checked');
  const refusal = await refused(
    city.act(database.db, 'eastOffice', (ctx) => closeEntry(ctx, { id, version })),
  );
  expect([refusal.code, refusal.details['post']]).toEqual(['not-approver', '柳河镇 townLeader']);
});

test('a line superior sees and checks, but neither steers nor hands out', async () => {
  const { db } = database;
  const listed = await problemAt(db, city, 'listed');
  const lead = city.unit.eastHousing.id;
  const { id, version } = listed;
  const assigned = await city.act(db, 'eastOffice', (ctx) =>
    assignEntry(ctx, {
      id,
      version,
      lead,
      deadline: { kind: 'date', on: '2026-08-31' },
      measures: [{ kind: 'measure', text: '更换灯具' }],
    }),
  );
  const housing: Actor = {
    ...city.actor.housingInspector,
    posts: city.actor.housingInspector.posts.map((post) => ({ ...post, role: 'office' as const })),
  };
  const seen = await readEntry({ ...city.ask(db, 'housingInspector'), actor: housing }, { id });
  expect(seen.can).toEqual([]);
  const steering = city.act(db, 'housingInspector', (ctx) =>
    correctEntry(
      { ...ctx, actor: housing },
      { id, version: assigned.version, title: '改', reason: '改' },
    ),
  );
  expect((await refused(steering)).code).toBe('not-allowed');
});

test('what others found is not mended in one move; a unit by an unknown id is said so', async () => {
  const { db } = database;
  const heard = await city.act(db, 'townLiaison', (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title: '路面破损', source: 'hotline', level: 'unit' }),
  );
  expect(heard.can).not.toContain('self_mend');
  const mend = city.act(db, 'townLiaison', (ctx) =>
    selfMendEntry(ctx, { id: heard.id, version: heard.version }),
  );
  expect((await refused(mend)).code).toBe('not-self-found');
  const done = await problemAt(db, city, 'delivered');
  const unit = '01a2010b-0000-7000-8000-000000000000';
  const refusal = await refused(
    city.act(db, 'eastOffice', (ctx) =>
      appointChecker(ctx, { id: done.id, version: done.version, unit }),
    ),
  );
  expect(refusalSentence(refusal.code, refusal.details, 'zh')).toContain('重新选择');
});

test('how it was found and the words it rests on can be set right, and are told', async () => {
  const { db } = database;
  const { id, version } = await problemAt(db, city, 'listed');
  const right = await city.act(db, 'eastOffice', (ctx) =>
    correctEntry(ctx, { id, version, foundBy: 'public', quote: '路灯应亮尽亮', reason: '漏填' }),
  );
  expect([right.foundBy, right.quote]).toEqual(['public', '路灯应亮尽亮']);
});

test('a due rule set again on the same day tells what it replaces', async () => {
  const { db } = database;
  const rule = { source: 'hotline', dayKind: 'working', basis: '热线办法' } as const;
  for (const days of [10, 7])
    await city.act(db, 'cityOffice', (ctx) => setSourceRule(ctx, { ...rule, days }));
  const events = await db
    .selectFrom('org_event')
    .where('kind', '=', 'source_rule.set')
    .orderBy('id')
    .select('payload')
    .execute();
  expect(events.map(({ payload }) => payload)).toMatchObject([
    { days: 10 },
    { days: 7, before: { days: 10 } },
  ]);
});
