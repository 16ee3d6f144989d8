import { expect, test } from 'vitest';
import { TASK_LIFE, TASK_MOVES, TASK_STATES } from './lifecycle.ts';

type Life = Record<string, Record<string, string>>;
const life: Life = TASK_LIFE;

function reached(from: string): Set<string> {
  const seen = new Set([from]);
  for (const state of seen)
    for (const to of Object.values(life[state] ?? {})) seen.add(to === 'same' ? state : to);
  return seen;
}

test('every state is reached from the draft', () => {
  expect([...reached('draft')].toSorted()).toEqual([...TASK_STATES].toSorted());
});

test('every move is open somewhere, and the table names no other move or state', () => {
  const lines = Object.values(life);
  const moves = new Set(lines.flatMap((line) => Object.keys(line)));
  expect([...moves].toSorted()).toEqual([...TASK_MOVES].toSorted());
  for (const to of lines.flatMap((line) => Object.values(line)))
    expect([...TASK_STATES, 'same']).toContain(to);
});

test('only 办结 leads to accepted_done, only from delivered; nothing leaves a task that has ended undone', () => {
  const into = Object.entries(life).flatMap(([state, line]) =>
    Object.entries(line).flatMap(([move, to]) =>
      to === 'accepted_done' ? [`${state} ${move}`] : [],
    ),
  );
  expect(into).toEqual(['delivered close']);
  expect([life['cancelled'], life['superseded'], life['dropped']]).toEqual([{}, {}, {}]);
});

test('a task that has been issued stays on the ledger: no move leads back to a draft or a dropped one', () => {
  const back = Object.entries(life).flatMap(([state, line]) =>
    state === 'draft' ? [] : Object.values(line).filter((to) => to === 'draft' || to === 'dropped'),
  );
  expect(back).toEqual([]);
});
