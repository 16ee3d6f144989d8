import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { CITY, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { AlikeIndex } from './alike-index.ts';
import { CategoryModels, suggestCategory, trainJob } from './categories.ts';
import { decideItem } from './decide.ts';
import { distilJobs } from './distil-job.ts';
import { linkRootCause, readFamily, unlinkRootCause } from './family.ts';
import { listItems } from './queue-list.ts';
import { readItem } from './queue.ts';
import { suggestSimilar } from './similar.ts';
import { hotTopics } from './topics.ts';
import { undoDecision, unlinkEdge } from './undo-decision.ts';

let database: Database;
let city: TinyCity;
let runner: JobRunner | undefined;
const index = new AlikeIndex();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
beforeEach(async () => {
  await sql`truncate topic, topic_problem, alike_tie, alike_subject, alike_edge, alike_apart, alike_item_member, alike_item, alike_merge,
    alike_decision, root_cause, category_model, job, job_item`.execute(database.db);
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});
afterAll(() => database.close());

/** Everything raised before is out of the way of the next test. */
async function freshCampaign(): Promise<void> {
  await sql`delete from merge_link`.execute(database.db);
  await sql`update entry set campaign_id = ${city.campaign}`.execute(database.db);
}

async function raise(title: string, who: PostKey = 'townLiaison', category = 'a'): Promise<string> {
  const entry = await city.act(database.db, who, (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title, source: 'self_check', level: 'unit', category }),
  );
  return entry.id;
}

async function run(
  kind = 'distil-campaign',
  args: object = { campaign: city.campaign },
): Promise<object> {
  const id = newId();
  const now = new Date();
  await database.db
    .insertInto('job')
    .values({ city_id: CITY, id, kind, args: JSON.stringify(args), run_at: now, created_at: now })
    .execute();
  runner ??= startJobs({
    db: database.db,
    cityId: CITY,
    // What comes in is compared by itself too (test/laws/five-voices.test.ts); here the run alone does it.
    kinds: [...distilJobs([], { index }).filter((one) => one.kind !== 'match-alike'), trainJob],
    now: () => new Date(),
    log: () => undefined,
    pollMs: 20,
  });
  for (;;) {
    const row = await database.db
      .selectFrom('job')
      .where('id', '=', id)
      .select(['finished_at', 'result', 'error'])
      .executeTakeFirstOrThrow();
    if (row.error !== null) throw new Error(row.error);
    if (row.finished_at !== null) return row.result as object;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Standing {
  readonly instances: Record<string, string>;
  readonly edges: readonly (readonly [string, string])[];
}

async function standing(): Promise<Standing> {
  const subjects = await database.db
    .selectFrom('alike_subject')
    .select(['subject_id', 'instance_id'])
    .orderBy('subject_id')
    .execute();
  const edges = await database.db
    .selectFrom('alike_edge')
    .where('undone_at', 'is', null)
    .select(['a_id', 'b_id'])
    .orderBy('a_id')
    .orderBy('b_id')
    .execute();
  return {
    instances: Object.fromEntries(subjects.map((row) => [row.subject_id, row.instance_id])),
    edges: edges.map((edge) => [edge.a_id, edge.b_id] as const),
  };
}

/** The least id of each component of the links in force, by brute force. */
function components({ instances, edges }: Standing): Record<string, string> {
  const group = Object.fromEntries(Object.keys(instances).map((id) => [id, id]));
  for (let round = 0; round < edges.length; round += 1)
    for (const [a, b] of edges) {
      const [x, y] = [group[a] ?? a, group[b] ?? b];
      group[a] = x < y ? x : y;
      group[b] = x < y ? x : y;
    }
  return group;
}

const LAMPS = [
  '柳河镇桥头村路灯不亮，老人出门摔跤',
  '反映：柳河镇桥头村照明灯坏了不亮，老人出门摔跤，望解决',
  '柳河镇杨湾村路灯不亮，老人出门摔跤',
];
const LIFTS = ['柳河镇桥头村3栋电梯困人没有人修', '柳河镇桥头村5栋电梯困人没有人修'];

test('a campaign is distilled: alike in one place is linked, numbers that differ are only shown, and a second run changes nothing', async () => {
  await freshCampaign();
  const [a = '', b = '', elsewhere = ''] = await Promise.all(LAMPS.map((title) => raise(title)));
  await Promise.all(LIFTS.map((title) => raise(title)));
  expect(await run()).toMatchObject({ statements: 5, links: 1, suggestions: 1, queued: 2 });
  const once = await standing();
  expect(once.instances[a]).toBe(once.instances[b]);
  expect(once.instances[elsewhere]).toBe(elsewhere);
  expect(await run()).toMatchObject({ links: 0, queued: 0 });
  expect(await standing()).toEqual(once);
  const family = await readFamily(city.ask(database.db, 'townLiaison'), { id: a }, undefined);
  expect(family.instance.map(({ id }) => id).toSorted()).toEqual([a, b].toSorted());
  expect(family.family.counts).toEqual({ problems: 3, voices: 0, reporters: 0 });
  expect(family.links).toMatchObject([{ rule: 'same-place', actor: 'auto' }]);
  const state = await readEntry(city.ask(database.db, 'townLiaison'), { id: b });
  expect(state).toMatchObject({ state: 'raised', version: 1, merged: false });
});

test('stopped at any commit and taken up again, a run ends as one that was never stopped', async () => {
  await freshCampaign();
  await run();
  const whole = await standing();
  for (const table of ['alike_edge', 'alike_subject', 'alike_item_member', 'alike_item'])
    await sql`truncate ${sql.table(table)} cascade`.execute(database.db);
  // The first half of what a killed run had committed.
  const half = whole.edges.slice(0, Math.ceil(whole.edges.length / 2));
  for (const [a, b] of half)
    await sql`insert into alike_edge (city_id, id, a_id, b_id, a_kind, b_kind, score, rule, actor, linked_at)
      values (${CITY}, ${newId()}, ${a}, ${b}, 'entry', 'entry', 1, 'same-text', 'auto', now())`.execute(
      database.db,
    );
  await run();
  expect(await standing()).toEqual(whole);
});

/** The open item that holds this entry. */
async function itemOf(id: string, who: PostKey = 'eastOffice'): Promise<string> {
  const { items } = await listItems(
    city.ask(database.db, who),
    { state: 'open', limit: 100 },
    undefined,
  );
  for (const item of items) {
    const detail = await readItem(city.ask(database.db, who), { id: item.id }, undefined);
    if ([detail.main, ...detail.memberList].some((one) => one.id === id)) return item.id;
  }
  throw new Error('no such item');
}

test('accepting merges what nobody has begun, keeps what is begun linked, and undoing restores it all', async () => {
  await raise(LAMPS[0] ?? '');
  const b = await raise(LAMPS[1] ?? '');
  await run();
  const before = await standing();
  const item = await itemOf(b);
  const done = await city.act(database.db, 'eastOffice', (ctx) =>
    decideItem(ctx, { id: item, decision: 'accept', merge: true, reason: '' }, undefined),
  );
  expect(done.item.state).toBe('accepted');
  expect(done.merged.length + done.linkedOnly.length).toBe(done.item.members);
  expect(done.merged.length).toBeGreaterThan(0);
  expect(await readEntry(city.ask(database.db, 'eastOffice'), { id: b })).toMatchObject({
    merged: true,
    state: 'raised',
  });
  const [decision] = done.item.decisions;
  await city.act(database.db, 'eastOffice', (ctx) =>
    undoDecision(ctx, { id: decision?.id ?? '' }, undefined),
  );
  expect(await readEntry(city.ask(database.db, 'eastOffice'), { id: b })).toMatchObject({
    merged: false,
  });
  expect(await standing()).toEqual(before);
  const again = await readItem(city.ask(database.db, 'eastOffice'), { id: item }, undefined);
  expect(again).toMatchObject({ state: 'open', decisions: [{ undone: true }] });
  // Taken back or not, it is told of to nobody who does not see it.
  for (const [who, code] of [
    ['eastOffice', 'already-decided'],
    ['westOffice', 'not-found'],
  ] as const)
    await expect(
      city.act(database.db, who, (ctx) => undoDecision(ctx, { id: decision?.id ?? '' }, undefined)),
    ).rejects.toMatchObject({ code });
});

test('what a person sets apart stays apart in every later run, until it is taken back', async () => {
  const b = await raise(LAMPS[1] ?? '');
  await run();
  const item = await itemOf(b);
  const { main } = await readItem(city.ask(database.db, 'eastOffice'), { id: item }, undefined);
  const split = await city.act(database.db, 'eastOffice', (ctx) =>
    decideItem(
      ctx,
      { id: item, decision: 'split', members: [b], merge: true, reason: '' },
      undefined,
    ),
  );
  await run();
  const apart = await standing();
  expect(apart.instances[b]).not.toBe(apart.instances[main.id]);
  expect(components(apart)).toEqual(apart.instances);
  const decision = split.item.decisions[0]?.id ?? '';
  await city.act(database.db, 'eastOffice', (ctx) =>
    undoDecision(ctx, { id: decision }, undefined),
  );
  await run();
  const together = await standing();
  expect(together.instances[b]).toBe(together.instances[main.id]);
});

test('whatever is decided and taken back, groups are the components of the links, and undoing restores', async () => {
  for (const title of [...LAMPS, ...LIFTS, ...LAMPS]) await raise(title);
  await run();
  const step = fc.record({
    pick: fc.nat(30),
    decision: fc.constantFrom('accept' as const, 'split' as const, 'apart' as const),
    undo: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const made: string[] = [];
      const begin = await standing();
      for (const { pick, decision, undo } of steps) {
        if (undo && made.length > 0) {
          const [id = ''] = made.splice(pick % made.length, 1);
          await city.act(database.db, 'eastOffice', (ctx) => undoDecision(ctx, { id }, undefined));
        } else {
          const q = city.ask(database.db, 'eastOffice');
          const { items } = await listItems(q, { state: 'open', limit: 100 }, undefined);
          const item = items[pick % Math.max(1, items.length)];
          if (item === undefined) continue;
          const { memberList } = await readItem(q, { id: item.id }, undefined);
          const open = memberList.filter((member) => member.decision === undefined);
          const members = [open[pick % open.length]?.id ?? ''];
          const input = { id: item.id, decision, members, merge: false, reason: '' };
          const { item: after } = await city.act(database.db, 'eastOffice', (ctx) =>
            decideItem(ctx, input, undefined),
          );
          made.push(after.decisions[0]?.id ?? '');
        }
        const now = await standing();
        expect(now.instances).toEqual(components(now));
      }
      // In whatever order: a later judgement may be out of the sight of who takes back an earlier one.
      for (const id of made)
        await city.act(database.db, 'eastOffice', (ctx) => undoDecision(ctx, { id }, undefined));
      expect(await standing()).toEqual(begin);
    }),
    { numRuns: 6 },
  );
});

test('an earlier judgement is taken back before a later one, and what the later one decided stands', async () => {
  const lamp = '柳河镇石桥村路灯不亮，夜里行人摔跤';
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push(await raise(lamp));
  const begin = await run().then(standing);
  const item = await itemOf(ids[0] ?? '');
  const { main, memberList } = await readItem(
    city.ask(database.db, 'eastOffice'),
    { id: item },
    undefined,
  );
  const [x = '', y = ''] = memberList.map(({ id }) => id);
  const split = async (member: string): Promise<string> => {
    const input = {
      id: item,
      decision: 'split' as const,
      members: [member],
      merge: false,
      reason: '',
    };
    const { item: after } = await city.act(database.db, 'eastOffice', (ctx) =>
      decideItem(ctx, input, undefined),
    );
    return after.decisions[0]?.id ?? '';
  };
  const [first, second] = [await split(x), await split(y)];
  const takeBack = async (id: string): Promise<Record<string, string>> => {
    await city.act(database.db, 'eastOffice', (ctx) => undoDecision(ctx, { id }, undefined));
    return (await standing()).instances;
  };
  const between = await takeBack(first);
  expect(between[x]).toBe(between[main.id]);
  expect(between[y]).not.toBe(between[main.id]);
  await takeBack(second);
  expect(await standing()).toEqual(begin);
});

test('one link can be undone with a reason, by who stands over it alone', async () => {
  const b = await raise(LAMPS[1] ?? '');
  await run();
  const edge = await database.db
    .selectFrom('alike_edge')
    .where((e) => e.or([e('a_id', '=', b), e('b_id', '=', b)]))
    .select('id')
    .executeTakeFirstOrThrow();
  const undo = (who: PostKey): Promise<object> =>
    city.act(database.db, who, (ctx) =>
      unlinkEdge(ctx, { id: edge.id, reason: '不是同一盏灯' }, undefined),
    );
  await expect(undo('westOffice')).rejects.toMatchObject({ code: 'not-found' });
  await expect(undo('auditor')).rejects.toMatchObject({ code: 'not-allowed' });
  await undo('eastOffice');
  const after = await standing();
  expect(after.instances).toEqual(components(after));
});

test('nobody is shown, counted or suggested what lies out of his reach', async () => {
  const secret = await raise('青石镇坡头村水渠垮塌，稻田无法灌溉', 'westOffice');
  await raise('青石镇坡头村水渠垮塌，稻田不能灌溉', 'westOffice');
  await run();
  const { db } = database;
  const west = await itemOf(secret, 'westOffice');
  for (const who of ['eastOffice', 'townLiaison', 'secretary'] as const) {
    const q = city.ask(db, who);
    const { items } = await listItems(q, { state: 'open', limit: 100 }, undefined);
    expect(JSON.stringify(items)).not.toContain('水渠');
    await expect(readItem(q, { id: west }, undefined)).rejects.toMatchObject({ code: 'not-found' });
    await expect(readFamily(q, { id: secret }, undefined)).rejects.toMatchObject({
      code: 'not-found',
    });
    const { topics } = await hotTopics(q, { days: 30, limit: 50 }, undefined);
    expect(JSON.stringify(topics)).not.toContain('水渠');
    await expect(
      city.act(db, who, (ctx) =>
        decideItem(ctx, { id: west, decision: 'accept', merge: true, reason: '' }, undefined),
      ),
    ).rejects.toBeInstanceOf(Refusal);
  }
  try {
    await index.ready(db, CITY);
    const ask = { text: '青石镇坡头村水渠垮塌，稻田灌溉不了' };
    const seen = await suggestSimilar(city.ask(db, 'westOffice'), ask, { index });
    expect(seen.items[0]?.text).toContain('水渠');
    expect(seen.items.length).toBeLessThanOrEqual(5);
    const hidden = await suggestSimilar(city.ask(db, 'eastOffice'), ask, { index });
    expect(JSON.stringify(hidden.items)).not.toContain('水渠');
  } finally {
    await index.stop();
  }
});

test('a root cause is another problem, never one that comes from this one', async () => {
  const [pipe, tap, flood] = [
    await raise('老旧管网多年未改造'),
    await raise('三楼经常停水'),
    await raise('雨天下水道倒灌'),
  ];
  const link = (id: string, parent: string): Promise<object> =>
    city.act(database.db, 'eastOffice', (ctx) => linkRootCause(ctx, { id, parent }));
  await link(tap, pipe);
  await link(flood, tap);
  await expect(link(pipe, flood)).rejects.toMatchObject({ code: 'unfit-parent' });
  await expect(link(pipe, pipe)).rejects.toMatchObject({ code: 'unfit-parent' });
  const { parent, children } = await readFamily(
    city.ask(database.db, 'eastOffice'),
    { id: tap },
    undefined,
  );
  expect([parent?.id, children.map(({ id }) => id)]).toEqual([pipe, [flood]]);
  await city.act(database.db, 'eastOffice', (ctx) => unlinkRootCause(ctx, { id: tap }));
  await link(pipe, flood);
});

test('categories are learnt from what persons have confirmed, and suggested with their margin', async () => {
  const told = [
    ['a', '路灯不亮'],
    ['b', '窗口办事排队太久'],
  ] as const;
  for (let n = 0; n < 12; n += 1)
    for (const [category, text] of told)
      await city.act(database.db, 'eastOffice', async (ctx) => {
        const title = `${text}，第${n}次`;
        const entry = await raiseEntry(ctx, {
          kind: 'problem',
          title,
          source: 'visit',
          level: 'unit',
          category,
        });
        await listEntry(ctx, entry);
      });
  const { code } = await database.db
    .selectFrom('taxonomy')
    .select('code')
    .executeTakeFirstOrThrow();
  expect(await run('train-categories', { taxonomy: code })).toMatchObject({ trained: true });
  const answer = await suggestCategory(
    city.ask(database.db, 'townLiaison'),
    { title: '巷子里的路灯又不亮了', detail: '' },
    new CategoryModels(),
  );
  expect(answer.top[0]?.code).toBe('a');
  expect(answer.model?.rows).toBeGreaterThanOrEqual(24);
});
