import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { CITY, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { testDatabase } from '#test/template.ts';
import { decideItem, type DecisionKind } from './decide.ts';
import { readGroup } from './group.ts';
import { listItems } from './queue-list.ts';
import { readItem } from './queue.ts';

let database: Database;
let city: TinyCity;

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
beforeEach(async () => {
  await sql`truncate alike_subject, alike_edge, alike_apart, alike_item_member, alike_item, alike_merge,
    alike_decision cascade`.execute(database.db);
});
afterAll(() => database.close());

async function raise(title: string, who: PostKey): Promise<string> {
  const entry = await city.act(database.db, who, (ctx) =>
    raiseEntry(ctx, { kind: 'problem', title, source: 'self_check', level: 'unit' }),
  );
  return entry.id;
}

async function put(kind: 'suggested' | 'linked', main: string): Promise<string> {
  const id = newId();
  await sql`insert into alike_item (city_id, id, kind, main_id, main_kind, state, at)
    values (${CITY}, ${id}, ${kind}, ${main}, 'entry', 'open', now())`.execute(database.db);
  await sql`insert into alike_subject (city_id, subject_id, kind, instance_id, family_id)
    values (${CITY}, ${main}, 'entry', ${main}, ${main})`.execute(database.db);
  return id;
}

async function beside(item: string, id: string, score: number): Promise<void> {
  await sql`insert into alike_item_member (city_id, item_id, item_kind, subject_id, kind, main_kind, score, rule)
    select city_id, id, kind, ${id}, 'entry', main_kind, ${score}, ${`rule-${score}`} from alike_item
    where city_id = ${CITY} and id = ${item}`.execute(database.db);
}

function judge(
  who: PostKey,
  id: string,
  decision: Exclude<DecisionKind, 'unlink'>,
): Promise<object> {
  const input = { id, decision, merge: false, reason: `${who} 的意见` } as const;
  return city.act(database.db, who, (ctx) => decideItem(ctx, input, undefined));
}

/** Everything the queue tells an officer, byte by byte. */
async function told(who: PostKey, item: string, main: string): Promise<string> {
  const q = city.ask(database.db, who);
  const answers: object[] = [await readItem(q, { id: item }, undefined)];
  for (const state of ['open', 'accepted', 'apart'] as const)
    for (const span of [{}, { least: 60 }, { most: 60 }])
      answers.push(await listItems(q, { state, limit: 100, ...span }, undefined));
  answers.push(await readGroup(q, { id: main, limit: 50 }, undefined));
  return JSON.stringify(answers);
}

test.for([
  ['suggested', 0.9, 'waits'],
  ['linked', 0.1, 'waits'],
  ['suggested', 0.9, 'accepted'],
  ['linked', 0.1, 'apart'],
] as const)(
  'a %s member out of reach, likeness %d, that %s, changes nothing that an officer is told',
  async ([kind, likeness, fate]) => {
    const main = await raise('柳河镇涵洞积水没人管', 'townLiaison');
    const near = await raise('柳河镇涵洞积水无人管', 'townLiaison');
    const other = await raise('柳河镇电梯困人没有人修', 'townLiaison');
    const rival = await raise('柳河镇电梯困人没人修', 'townLiaison');
    const hidden = await raise('青石镇涵洞积水没人管', 'westOffice');
    const item = await put(kind, main);
    await beside(item, near, 0.5);
    // Stands between what is seen and what is not: the order of the two would tell.
    await beside(await put(kind, other), rival, kind === 'linked' ? 0.3 : 0.7);
    const before = await told('eastOffice', item, main);
    expect(before).toContain('rule-0.5');
    await beside(item, hidden, likeness);
    if (fate !== 'waits')
      // As somebody over both would have judged the one that this officer does not see.
      await city.act(database.db, 'cityOffice', (ctx) =>
        decideItem(
          ctx,
          fate === 'accepted'
            ? { id: item, decision: 'accept', members: [hidden], merge: false, reason: '西陂的事' }
            : { id: item, decision: 'split', members: [hidden], merge: false, reason: '西陂的事' },
          undefined,
        ),
      );
    // Only the city's own officer is told more.
    expect(await told('cityOffice', item, main)).not.toBe(before);
    expect(await told('eastOffice', item, main)).toBe(before);
  },
);

test('a judgement holds for what its judge sees: the rest waits for those who see it, and he is not told of it', async () => {
  const main = await raise('柳河镇涵洞积水没人管', 'townLiaison');
  const near = await raise('柳河镇涵洞积水无人管', 'townLiaison');
  const hidden = await raise('青石镇涵洞积水没人管', 'westOffice');
  const item = await put('suggested', main);
  await beside(item, near, 0.5);
  await beside(item, hidden, 0.9);
  expect(await judge('eastOffice', item, 'apart')).toMatchObject({
    item: { state: 'apart', members: 1, score: 0.5 },
  });
  const listed = async (who: PostKey, state: 'open' | 'accepted' | 'apart'): Promise<string[]> =>
    (await listItems(city.ask(database.db, who), { state, limit: 10 }, undefined)).items.map(
      ({ id }) => id,
    );
  expect([await listed('eastOffice', 'open'), await listed('eastOffice', 'apart')]).toEqual([
    [],
    [item],
  ]);
  expect([await listed('cityOffice', 'open'), await listed('cityOffice', 'apart')]).toEqual([
    [item],
    [],
  ]);
  const seen = await readItem(city.ask(database.db, 'cityOffice'), { id: item }, undefined);
  expect(seen).toMatchObject({ state: 'open', score: 0.9, rule: 'rule-0.9' });
  expect(seen.decisions).toHaveLength(1);
  await judge('cityOffice', item, 'accept');
  // What others took in makes nothing accepted for him who did not see it.
  expect(await listed('eastOffice', 'apart')).toEqual([item]);
  expect(await listed('cityOffice', 'accepted')).toEqual([item]);
  const own = await readItem(city.ask(database.db, 'eastOffice'), { id: item }, undefined);
  expect(own.decisions.map(({ reason }) => reason)).toEqual(['eastOffice 的意见']);
});
