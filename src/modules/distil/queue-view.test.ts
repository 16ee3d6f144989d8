import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { testDatabase } from '#test/template.ts';
import { CITY } from '#test/tiny-city.ts';
import { QueueView } from './queue-view.ts';
import type { SubjectKind } from './subjects.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Earlier ones have smaller ids. */
const [pond, lamp, second, third] = [newId(), newId(), newId(), newId()].toSorted() as [
  string,
  string,
  string,
  string,
];

async function empty(): Promise<QueueView> {
  const kindOf = (id: string): SubjectKind => (id === pond ? 'entry' : 'voice');
  return await database.db
    .transaction()
    .execute((tx) => QueueView.read(tx, CITY, [pond, lamp, second, third], kindOf));
}

function groups(view: QueueView): object {
  return Object.fromEntries(
    view.put().map(({ main, members }) => [main, members.map(({ id, score }) => [id, score])]),
  );
}

function voice(id: string): { readonly id: string; readonly kind: 'voice' } {
  return { id, kind: 'voice' };
}

test('who speaks of a lamp is not shown beside the pond for which another was mistaken', async () => {
  const view = await empty();
  view.show('suggested', voice(lamp), [{ id: pond, score: 0.4, rule: 'likely' }]);
  view.show('suggested', voice(second), [{ id: lamp, score: 0.7, rule: 'likely' }]);
  view.show('suggested', voice(third), [{ id: second, score: 0.6, rule: 'likely' }]);
  // The third stands with the second, whom it is like, not beside the pond.
  expect(groups(view)).toEqual({
    [pond]: [[lamp, 0.4]],
    [second]: [
      [lamp, 0.7],
      [third, 0.6],
    ],
  });
});

test('what is like the problem itself stands beside it', async () => {
  const view = await empty();
  view.show('suggested', voice(lamp), [{ id: pond, score: 0.4, rule: 'likely' }]);
  const both = [
    { id: lamp, score: 0.7, rule: 'likely' },
    { id: pond, score: 0.3, rule: 'likely' },
  ];
  view.show('suggested', voice(second), both);
  expect(groups(view)).toEqual({
    [pond]: [
      [lamp, 0.4],
      [second, 0.3],
    ],
  });
});

test('two who stand in one group are not put there again for being like each other', async () => {
  const view = await empty();
  const near = [second, third].map((id) => ({ id, score: 0.7, rule: 'likely' }));
  view.show('suggested', voice(lamp), near);
  view.show('suggested', voice(second), [{ id: third, score: 0.6, rule: 'likely' }]);
  expect(groups(view)).toEqual({
    [lamp]: [
      [second, 0.7],
      [third, 0.7],
    ],
  });
});
